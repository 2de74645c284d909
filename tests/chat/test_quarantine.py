"""An update that cannot be handled is put aside; everybody else is served, and people are told."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.chat import intake
from bot.chat.incoming import What
from bot.chat.turn import Turn
from bot.storage import inbox
from tests.world import ANA, BEN, World, running, wishes


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "AGAIN_FIRST", 0.01)
    monkeypatch.setattr(intake, "AGAIN_MOST", 0.05)


class Tries:
    """How often something was tried."""

    def __init__(self) -> None:
        self.number = 0
        self.sixth = asyncio.Event()

    def count(self) -> None:
        self.number += 1
        if self.number == 6:
            self.sixth.set()


def fail_on(words: str, monkeypatch: pytest.MonkeyPatch, error: Exception) -> Tries:
    """Make the handler of texts fail for these words; answers the tries."""
    handle = intake._ACTS[What.TEXT]
    tries = Tries()

    def failing(turn: Turn) -> None:
        if words in turn.incoming.text:
            tries.count()
            raise error
        handle(turn)

    monkeypatch.setitem(intake._ACTS, What.TEXT, failing)
    return tries


async def test_a_poisoned_text_is_put_aside_and_everybody_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    olga = await world.olga()
    await world.tess()
    ana = await world.patient()
    ben = await world.patient(BEN, wishes("Ben"))
    tries = fail_on("poison", monkeypatch, KeyError("poison and other words of Ana"))
    await olga.mark()
    await ana.say("poison")
    await ben.say("/help")
    await ben.expect("/pause")
    await ana.expect("could not be saved. Please send it again")
    await olga.expect("could not be handled and was put aside")
    await ana.say("/help")
    await ana.expect("/pause")
    assert tries.number == 3
    assert world.app.health.report().quarantined == 1
    body = world.db.one("SELECT body, chat_id FROM inbox WHERE state = 'quarantined'")
    assert body is not None
    assert tuple(body) == (None, None)
    assert "poison" not in caplog.text


async def test_what_telegram_itself_garbles_harms_nobody(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    garbled: list[dict[str, Any]] = [
        {},
        {"message": {"chat": {"id": ANA}}},
        {"message": {"chat": {"id": ANA, "type": "private"}, "date": "never"}},
        {"callback_query": {"id": "1", "from": {"id": ANA}}},
        {"my_chat_member": []},
        {"message": {"text": "half \ud83d", "chat": {"id": ANA, "type": "private"}, "date": 1}},
    ]
    for update in garbled:
        world.simulator.world.updates.push_raw(update)
    await ana.say("/help")
    await ana.expect("/pause")
    await world.settled()
    assert inbox.count_waiting(world.db) == 0


async def test_a_failing_disk_is_not_the_updates_fault(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.tess()
    ana = await world.patient()
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    with monkeypatch.context() as broken:
        tries = fail_on("Ring", broken, full)
        await ana.say("Ring me, please")
        async with asyncio.timeout(10):
            await tries.sixth.wait()
        assert not [m for m in (await ana.refresh()).new if m.by_bot]
    await ana.expect("I kept this for Tess")
    assert world.app.health.report().quarantined == 0


async def test_no_answer_says_saved_while_the_disk_is_full(world: World) -> None:
    await world.tess()
    ana = await world.patient(first=None)
    await world.settled()
    # Nothing can be written: as on a disk that is full, or has been made read-only.
    world.db.conn.execute("PRAGMA query_only=ON")
    await ana.press("4")
    with pytest.raises(AssertionError, match="waited"):
        await ana.pop_up(within=0.5)
    world.db.conn.execute("PRAGMA query_only=OFF")
    assert await ana.pop_up() == "Saved: 4 of 10"
    await world.settled()
    assert world.db.value("SELECT count(*) FROM ratings") == 1


async def test_an_update_that_kills_the_process_is_put_aside_at_the_fourth_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path) as world:
        await world.tess()
        await world.patient()
        with world.db.transaction():
            inbox.keep(world.db, [(99_999, ANA, "{}")], world.clock.now())
        for _ in range(3):
            inbox.attempt(world.db, inbox.waiting(world.db)[0].seq)
        tries: list[str] = []
        monkeypatch.setattr(intake, "parse", tries.append)
        world.app.intake.arrived()
        await world.settled()
        assert tries == []
        assert inbox.count_quarantined(world.db) == 1


async def test_a_button_taken_again_after_a_quiet_week_is_answered(world: World) -> None:
    """Telegram's numbers may begin anew; what the bot says must not be taken for said already."""
    await world.tess()
    ana = await world.patient()
    world.db.run("DELETE FROM inbox WHERE state = 'done'")
    queue = world.simulator.world.updates
    queue._next_id = 1000
    for _ in range(4):
        await ana.say("/help")
        await ana.expect("/pause")
