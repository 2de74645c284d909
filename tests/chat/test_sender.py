"""What leaves, in which order, and what follows when it cannot."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import httpx
import pytest
from telegram import error as telegram

from bot.chat import sender
from bot.chat.deliver import deliver
from bot.chat.verdicts import Outcome, Verdict, verdict_of
from bot.domain.daily import PromptState
from bot.storage import outbox, prompts, sending
from bot.storage.outbox import Entry, Lane
from tests.simulator.client import Phone
from tests.world import ANA, OLGA, TESS, World


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "TROUBLE_FIRST", 0.01)


def queue(world: World, account: int, text: str, lane: Lane = Lane.REPLY, **more: object) -> Entry:
    """A plain sentence to an account."""
    key = f"test:{text}:{account}"
    outbox.queue(
        world.db,
        key=key,
        chat_id=account,
        kind="text",
        now=world.clock.now(),
        lane=lane,
        params={"wording": "talk.words", "args": {"text": text}},
        patient_id=more.get("about"),  # type: ignore[arg-type]
        is_fleeting=bool(more.get("fleeting")),
    )
    return found(world, key)


def found(world: World, key: str) -> Entry:
    entry = outbox.by_key(world.db, key)
    assert entry is not None
    return entry


def alert(world: World, text: str, account: int = TESS) -> Entry:
    """Something about Ana that a colleague must read."""
    return queue(world, account, text, Lane.ALERT, about=world.row(ANA).id)


async def sent(phone: Phone) -> list[str]:
    await phone.refresh()
    return [m.text for m in phone.messages if m.by_bot]


async def later(world: World, seconds: float) -> None:
    """Let the clock go on without anything becoming due."""
    world.clock.move_to(world.clock.now() + timedelta(seconds=seconds))
    await world.settled()


async def test_the_best_lane_goes_first_and_each_keeps_its_order(world: World) -> None:
    tess = await world.tess()
    await world.settled()
    for number, lane in enumerate((Lane.DIGEST, Lane.PROMPT, Lane.REPLY, Lane.ALERT) * 2):
        queue(world, TESS, f"{lane.name.lower()} {number}", lane)
    await world.settled()
    names = ["alert 3", "alert 7", "reply 2", "reply 6", "prompt 1", "prompt 5", "digest 0"]
    assert (await sent(tess))[-8:] == [*names, "digest 4"]


async def test_a_429_holds_everybody_and_is_no_attempt(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.settled()
    await world.phones.fault("error", method="sendMessage", retry_after=1, times=1)
    queue(world, TESS, "first")
    world.app.sender.queued()
    await world.settled()
    queue(world, ANA, "second")
    await world.settled()
    calls = [c["status"] for c in await world.phones.calls("sendMessage")][-3:]
    assert calls == [429, 200, 200]
    assert found(world, f"test:first:{TESS}").attempts == 1
    assert "second" in await sent(ana)


async def test_a_connection_that_cannot_be_made_costs_no_attempt(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tess = await world.tess()
    await world.settled()
    outcomes = [Verdict(Outcome.NOT_SENT, "ConnectError")] * 3
    play(monkeypatch, outcomes)
    for text in ("one", "two", "three"):
        queue(world, TESS, text)
    world.app.sender.queued()
    await tess.expect("three")
    assert (await sent(tess))[-3:] == ["one", "two", "three"]
    assert found(world, f"test:one:{TESS}").attempts == 1


def play(monkeypatch: pytest.MonkeyPatch, outcomes: Sequence[Verdict]) -> None:
    """The next tries end so, whatever is sent; then the wire works again."""
    waiting = list(outcomes)

    async def played(*args: object) -> Verdict:
        return waiting.pop(0) if waiting else await deliver(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(sender, "deliver", played)


UNPARSED = "Bad Request: can't parse entities"
BLOCKED = "Forbidden: bot was blocked by the user"
UNKNOWN = Verdict(Outcome.UNKNOWN, "ReadTimeout")


async def test_an_unknown_reply_is_tried_once_more_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tess = await world.tess()
    await world.settled()
    play(monkeypatch, [UNKNOWN, UNKNOWN])
    queue(world, TESS, "perhaps")
    await world.settled()
    await later(world, 10)
    await later(world, 600)
    assert found(world, f"test:perhaps:{TESS}").state == "unknown"
    assert "perhaps" not in await sent(tess)


async def test_an_unknown_alert_is_tried_until_it_is_confirmed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.olga()
    tess = await world.tess()
    await world.patient()
    await world.settled()
    play(monkeypatch, [UNKNOWN] * 4)
    entry = alert(world, "worse")
    await world.settled()
    for seconds in (3, 6, 12):
        await later(world, seconds)
    assert found(world, entry.key).attempts == 4
    assert "worse" not in await sent(olga)
    await later(world, 600)
    assert "worse" in await sent(tess)
    assert found(world, entry.key).state == "sent"


async def test_an_alert_that_does_not_get_through_for_long_goes_to_the_admins(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.olga()
    await world.tess()
    await world.patient()
    await world.settled()
    entry = alert(world, "worse")
    world.clock.move_to(world.clock.now() + timedelta(minutes=11))
    play(monkeypatch, [UNKNOWN])
    await world.settled()
    await olga.expect("worse")
    assert world.db.value("SELECT count(*) FROM outbox WHERE chat_id = ? AND kind = 'text'", OLGA)
    assert found(world, entry.key).state == "queued"


async def test_an_alert_for_somebody_who_blocked_goes_to_the_admins_at_once(world: World) -> None:
    olga = await world.olga()
    tess = await world.tess()
    await world.patient()
    await tess.block()
    await world.settled()
    alert(world, "worse")
    await world.settled()
    assert (await sent(olga)).count("worse") == 1
    assert world.app.health.report().is_well
    await tess.unblock()
    await tess.expect("worse")


async def test_an_alert_that_reaches_nobody_is_loud_until_it_does(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    tess = await world.tess()
    await world.patient()
    await tess.block()
    await world.settled()
    alert(world, "worse")
    await world.settled()
    assert "reaches nobody" in caplog.text
    assert "an alert reaches nobody" in world.app.health.report().problems
    await tess.unblock()
    await tess.expect("worse")
    await world.settled()
    assert world.app.health.report().is_well


async def test_when_the_admins_are_gone_too_somebody_hears_of_it_in_health(world: World) -> None:
    olga = await world.olga()
    tess = await world.tess()
    await world.patient()
    for phone in (olga, tess):
        await phone.block()
    await world.settled()
    alert(world, "worse")
    await world.settled()
    assert "an alert reaches nobody" in world.app.health.report().problems
    await olga.unblock()
    await olga.expect("worse")
    await world.settled()
    assert world.app.health.report().is_well
    alerts = world.db.value("SELECT count(*) FROM outbox WHERE params LIKE '%worse%'")
    assert alerts == 2


async def test_a_blocked_patient_is_marked_and_tess_is_told_once(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await world.settled()
    # Nobody tells the bot that it is blocked: it finds out by itself.
    await world.phones.fault("error", chat=ANA, code=403, description=BLOCKED, times=3)
    for text in ("one", "two"):
        queue(world, ANA, text, about=world.row(ANA).id)
    await world.settled()
    assert world.row(ANA).unreachable_at is not None
    told = [m for m in await sent(tess) if "cannot be reached" in m or "blocked" in m]
    assert len(told) == 1
    due = await world.next_due()
    day = prompts.of_day(world.db, world.row(ANA).id, due.date())
    assert day is not None
    assert day.state is PromptState.UNREACHABLE
    await world.next_due()
    await ana.expect("worst pain")
    assert world.row(ANA).unreachable_at is None


async def test_a_400_is_never_tried_again_and_an_alert_is_said_plainly(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    await world.settled()
    before = len(await world.phones.calls("sendMessage"))
    entries = []
    for put in (partial(queue, world, TESS, "courtesy"), partial(alert, world, "worse")):
        await world.phones.fault("error", method="sendMessage", code=400, description=UNPARSED)
        entries.append(put())
        await world.settled()
    await later(world, 4000)
    assert [found(world, entry.key).state for entry in entries] == ["failed", "failed"]
    assert len(await world.phones.calls("sendMessage")) == before + 3
    await tess.expect("needs to be seen")


async def test_edits_of_one_message_are_coalesced_and_not_modified_is_success(
    world: World,
) -> None:
    tess = await world.tess()
    entry = queue(world, TESS, "first")
    await world.settled()
    for text in ("second", "third", "third"):
        now_sent = found(world, entry.key)
        params = {"wording": "talk.words", "args": {"text": text}}
        outbox.queue_edit(world.db, now_sent, world.clock.now(), params=params)
    await world.settled()
    assert len(await world.phones.calls("editMessageText")) == 1
    outbox.queue_edit(world.db, found(world, entry.key), world.clock.now())
    await world.settled()
    assert [c["status"] for c in await world.phones.calls("editMessageText")] == [200, 400]
    assert "third" in await sent(tess)
    assert world.db.value("SELECT count(*) FROM outbox WHERE edits IS NOT NULL") == 0


async def test_fleeting_rows_leave_no_trace_and_tokens_are_not_kept(world: World) -> None:
    olga = await world.olga()
    queue(world, OLGA, "to a stranger", fleeting=True)
    await olga.say("/invite")
    await olga.expect("start=")
    await world.settled()
    assert "to a stranger" in await sent(olga)
    assert world.db.value("SELECT count(*) FROM outbox WHERE params LIKE '%stranger%'") == 0
    assert world.db.value("SELECT count(*) FROM outbox WHERE params LIKE '%\"token\"%'") == 0


async def test_a_token_that_never_arrived_is_not_kept_either(world: World) -> None:
    olga = await world.olga()
    await world.settled()
    await world.phones.fault(
        "error", chat=OLGA, code=400, description="Bad Request: no", times=None
    )
    await olga.say("/invite")
    await world.settled()
    assert world.db.value("SELECT count(*) FROM outbox WHERE params LIKE '%\"token\"%'") == 0
    await world.phones.clear_faults()


async def test_rows_that_were_on_the_wire_are_tried_once_more(world: World) -> None:
    tess = await world.tess()
    await world.settled()
    once, twice = queue(world, TESS, "once"), queue(world, TESS, "twice")
    for entry, times in ((once, 1), (twice, 2)):
        for _ in range(times):
            world.db.run("UPDATE outbox SET state = 'queued' WHERE id = ?", entry.id)
            assert sending.claim(world.db, entry, world.clock.now())
    await world.app.sender._settle_interrupted()
    await later(world, 10)
    assert "once" in await sent(tess)
    assert "twice" not in await sent(tess)
    assert found(world, twice.key).state == "unknown"


async def test_a_prompt_that_waited_too_long_is_missed_not_sent(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.settled()
    due = world.row(ANA).next_due_at
    assert due is not None
    world.app.sender._pace.hold(1000)
    world.clock.move_to(due)
    world.app.ticker.tick()
    world.clock.move_to(due + timedelta(hours=4))
    world.app.sender._pace._held_until = 0
    await ana.mark()
    await world.settled()
    assert not (await ana.refresh()).new
    prompt = prompts.of_day(world.db, world.row(ANA).id, due.date())
    assert prompt is not None
    assert prompt.state is PromptState.MISSED


async def test_a_reply_is_not_stuck_behind_ten_thousand_prompts(world: World) -> None:
    tess = await world.tess()
    await world.settled()
    now = world.clock.now()
    with world.db.transaction():
        for number in range(10_000):
            outbox.queue(
                world.db,
                key=f"p{number}",
                chat_id=10_000 + number,
                kind="text",
                now=now,
                lane=Lane.PROMPT,
            )
        queue(world, TESS, "at once")
    first = sending.ready(world.db, now, limit=1)
    assert first[0].chat_id == TESS
    world.app.sender.queued()
    await tess.expect("at once", within=2)
    world.db.run("DELETE FROM outbox WHERE key LIKE 'p%'")


def test_verdicts_tell_what_surely_did_not_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    def caused(error: telegram.TelegramError, cause: Exception) -> telegram.TelegramError:
        error.__cause__ = cause
        return error

    told: dict[Outcome, list[telegram.TelegramError]] = {
        Outcome.NOT_SENT: [
            telegram.RetryAfter(3),
            telegram.InvalidToken("no"),
            caused(telegram.NetworkError("x"), httpx.ConnectError("x")),
            caused(telegram.TimedOut("x"), httpx.ConnectTimeout("x")),
            caused(telegram.TimedOut("x"), httpx.PoolTimeout("x")),
        ],
        Outcome.UNKNOWN: [
            telegram.NetworkError("Bad Gateway"),
            caused(telegram.TimedOut("x"), httpx.ReadTimeout("x")),
            caused(telegram.NetworkError("x"), httpx.RemoteProtocolError("x")),
        ],
        Outcome.GONE: [telegram.Forbidden("blocked"), telegram.BadRequest("Chat not found")],
        Outcome.REFUSED: [telegram.BadRequest("message text is empty"), telegram.ChatMigrated(-5)],
        Outcome.SENT: [telegram.BadRequest("Message is not modified: specified new")],
    }
    for outcome, errors in told.items():
        assert {verdict_of(error).outcome for error in errors} == {outcome}
