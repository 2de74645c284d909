"""Whichever answer, whichever round, either language: what to do comes first of all messages."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.turn import Pop
from bot.domain.asking import LIST
from bot.domain.flags import Kind
from bot.services import enrolment, escalation, notify, prompting, rounds, sessions
from bot.storage import flags, patients, staff
from bot.storage.outbox import Lane
from bot.storage.screens import Screen
from tests.chat.desk import Desk, open_desk
from tests.chat.roles import hire
from tests.simulator.client import Clinic as Phones
from tests.world import ANA, BEN, TESS, World, running, wishes

ACCOUNTS = {"en": ANA, "es": BEN}
CAUSES = ("enrolment", "worry", "flag", "therapist", "weekly", "words")
FIRST_LINE = {
    ("en", "emergency"): "Call 112 now",
    ("en", "same_day"): "Please see a doctor today",
    ("en", "within_days"): "Please talk to your doctor or your therapist",
    ("es", "emergency"): "Llame al 112 ahora",
    ("es", "same_day"): "Por favor, consulte hoy mismo a un médico",
    ("es", "within_days"): "Por favor, hable de esto con su médico",
}
POP = {
    ("en", "emergency"): "Call 112 now",
    ("en", "same_day"): "call the clinic: +49 30 555 0100",
    ("en", "within_days"): "in the next few days",
    ("es", "emergency"): "Llame al 112 ahora",
    ("es", "same_day"): "llame a la clínica: +49 30 555 0100",
    ("es", "within_days"): "en los próximos días",
}
LIST_POP = {"en": "call 112", "es": "llame al 112"}
LIST_LINE = {"en": "Call 112 now", "es": "Llame ahora al 112"}
TIERS = {
    **dict.fromkeys(("saddle_numbness", "bladder", "bowel", "sexual", "both_legs"), "emergency"),
    **dict.fromkeys(("leg_weakness", "fever", "fall"), "same_day"),
    "weight_night": "within_days",
}
"""How soon somebody must look at a yes."""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Tess alone, with one patient for each language; nobody was asked anything yet."""
    desk = open_desk(tmp_path_factory.mktemp("clinic"))
    with desk.db.transaction():
        hire(desk, TESS, "Tess", is_admin=True)
        for language, account in ACCOUNTS.items():
            join(desk, account, language)
    desk.send_all()
    yield desk
    desk.db.close()


def join(desk: Desk, account: int, language: str) -> None:
    tess, at = staff.by_account(desk.db, TESS), desk.moment()
    assert tess is not None
    patient = enrolment.enrol(desk.clinic, tess, wishes(language=language), at)
    made = enrolment.issue(desk.clinic, "patient", at, by=tess.id, patient_id=patient.id)
    assert enrolment.join(desk.clinic, account, made.token, at) is not None


def begin(desk: Desk, account: int, cause: str, sign: str) -> Screen:
    """A round whose next question is the one about this sign, and every lane full behind it."""
    patient = patients.by_account(desk.db, account)
    assert patient is not None
    signs = (sign,) if cause == "words" else None
    screen = rounds.begin(desk.clinic, patient, cause, desk.moment(), signs)
    if cause == "weekly":
        desk.press(account, f"q:{screen.id}:{LIST}:unsure")
    for before in screen.signs[: screen.signs.index(sign)]:
        desk.press(account, f"q:{screen.id}:{before}:no")
    desk.send_all()
    for lane in (Lane.REPLY, Lane.PROMPT, Lane.DIGEST) * 3:
        notify.patient(desk.clinic, patient, "help", desk.moment(), lane=lane)
    return screen


def told(desk: Desk, account: int, pop: Pop | None, pop_part: str) -> tuple[str, object]:
    """What stands first of all in the chat now, and how urgent the flag is.

    The pop-up has said it before, the exercises are stopped, and Tess has an alert.
    """
    assert pop is not None
    assert pop.is_box
    assert pop_part in pop.text
    patient = patients.by_account(desk.db, account)
    assert patient is not None
    assert patient.exercises_stopped_at is not None
    flag = flags.open_kind(desk.db, patient.id, Kind.RED_FLAG)
    assert flag is not None
    gone = desk.send_all()
    assert any(entry.chat_id == TESS and entry.kind == "flag" for entry, _ in gone)
    first = next(drawn for entry, drawn in gone if entry.chat_id == account)
    assert first is not None
    return first.text.removeprefix("<b>"), flag.evidence["tier"]


@pytest.mark.parametrize("language", ACCOUNTS)
@pytest.mark.parametrize("cause", CAUSES)
def test_each_yes_of_each_round_is_told_first(clinic: Desk, cause: str, language: str) -> None:
    account = ACCOUNTS[language]
    for sign, tier in TIERS.items():
        with clinic.undone():
            screen = begin(clinic, account, cause, sign)
            pop = clinic.press(account, f"q:{screen.id}:{sign}:yes")
            text, found = told(clinic, account, pop, POP[language, tier])
            assert text.startswith(FIRST_LINE[language, tier])
            assert found == tier
            assert clinic.clinic.screening.flag(sign).short.say(language) in text


@pytest.mark.parametrize("language", ACCOUNTS)
@pytest.mark.parametrize("cause", CAUSES)
def test_each_not_sure_twice_counts_as_yes(clinic: Desk, cause: str, language: str) -> None:
    account = ACCOUNTS[language]
    for sign, tier in TIERS.items():
        with clinic.undone():
            screen = begin(clinic, account, cause, sign)
            assert clinic.press(account, f"q:{screen.id}:{sign}:unsure") is None
            pop = clinic.press(account, f"q:{screen.id}:{sign}~:unsure")
            text, found = told(clinic, account, pop, POP[language, tier])
            assert text.startswith(FIRST_LINE[language, tier])
            assert found == tier


@pytest.mark.parametrize("language", ACCOUNTS)
@pytest.mark.parametrize("answers", [("yes",), ("unsure",), ("no", "yes"), ("no", "unsure")])
@pytest.mark.parametrize("cause", CAUSES)
def test_weakness_in_both_legs_or_quickly_worse_is_told_as_an_emergency(
    clinic: Desk, cause: str, answers: tuple[str, ...], language: str
) -> None:
    account = ACCOUNTS[language]
    with clinic.undone():
        screen = begin(clinic, account, cause, "leg_weakness")
        clinic.press(account, f"q:{screen.id}:leg_weakness:yes")
        clinic.send_all()
        pop = None
        for follow_up, said in zip(("both", "quickly"), answers, strict=False):
            assert pop is None
            pop = clinic.press(account, f"q:{screen.id}:leg_weakness.{follow_up}:{said}")
        text, tier = told(clinic, account, pop, POP[language, "emergency"])
        assert text.startswith(FIRST_LINE[language, "emergency"])
        assert tier == "emergency"


@pytest.mark.parametrize("language", ACCOUNTS)
def test_one_of_these_on_the_weekly_list_is_told_first(clinic: Desk, language: str) -> None:
    account = ACCOUNTS[language]
    with clinic.undone():
        patient = patients.by_account(clinic.db, account)
        assert patient is not None
        screen = rounds.begin(clinic.clinic, patient, "weekly", clinic.moment())
        clinic.send_all()
        for lane in (Lane.REPLY, Lane.PROMPT, Lane.DIGEST):
            notify.patient(clinic.clinic, patient, "help", clinic.moment(), lane=lane)
        pop = clinic.press(account, f"q:{screen.id}:{LIST}:yes")
        text, _ = told(clinic, account, pop, LIST_POP[language])
        assert text.startswith(LIST_LINE[language])


@pytest.mark.parametrize("cause", CAUSES)
def test_alone_it_is_repeated_three_times_and_nothing_resumes_in_14_days(
    clinic: Desk, cause: str
) -> None:
    with clinic.undone():
        start = clinic.clock.now()
        screen = begin(clinic, ANA, cause, "saddle_numbness")
        clinic.press(ANA, f"q:{screen.id}:saddle_numbness:yes")
        said = clinic.send_all()
        for minutes in range(15, 24 * 60, 15):
            clinic.clock.move_to(start + timedelta(minutes=minutes))
            escalation.due(clinic.clinic, clinic.moment())
            said += clinic.send_all()
        kinds = [(entry.chat_id, entry.kind) for entry, _ in said if entry.edits is None]
        assert kinds.count((TESS, "flag")) == 4
        assert kinds.count((ANA, "nobody_seen")) == 1
        for number in range(1, 15):
            clinic.clock.move_to(start + timedelta(days=number))
            escalation.due(clinic.clinic, clinic.moment())
            prompting.due_prompts(clinic.clinic, clinic.moment())
            for _, drawn in clinic.send_all():
                assert drawn is None or "Today:" not in drawn.text
        ana = patients.by_account(clinic.db, ANA)
        assert ana is not None
        assert ana.exercises_stopped_at is not None
        assert sessions.for_day(clinic.clinic, ana, clinic.clock.now().date()) == ()
        clinic.clock._base = start


async def test_at_the_first_visit_it_comes_first_whatever_is_in_the_way(world: World) -> None:
    """Every lane full, Telegram asking for a pause, and Tess, who is alone, has blocked the bot."""
    tess = await world.tess()
    _, link = world.enrol(asked=wishes(language="es"))
    ana = await world.phone(ANA, "Ana")
    await ana.open(link)
    for label in ("soy yo", "Acepto", "a esta hora"):
        await ana.press(label)
    question = await ana.expect("9 preguntas")
    await tess.block()
    await world.settled()
    with world.db.transaction():
        for lane in (Lane.REPLY, Lane.PROMPT, Lane.DIGEST) * 5:
            notify.patient(world.clinic, world.row(ANA), "help", world.moment(), lane=lane)
    await world.phones.fault("error", method="sendMessage", code=429, retry_after=1, times=1)
    await ana.press("Sí", on=question)
    assert "112" in await ana.pop_up()
    await world.settled()
    await ana.refresh()
    first = next(m for m in ana.messages if m.by_bot and m.id > question.id)
    assert first.text.startswith(FIRST_LINE["es", "emergency"])
    assert world.app.health.report().problems != ()


async def test_a_yes_tapped_while_the_bot_was_down_is_told_first_when_it_is_back(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as world:
        await world.tess()
        ana = await world.patient()
        await ana.say("no feeling between my legs")
        question = await ana.expect("between your legs")
        await world.settled()
        simulator, morning = world.simulator, world.clock.now() + timedelta(hours=22)
    await simulator.start()
    async with Phones(simulator.address) as phones:
        ana = await phones.phone(ANA, "Ana")
        await ana.press("Yes", on=question)
    async with running(tmp_path, start=morning, simulator=simulator) as world:
        await world.settled()
        world.app.ticker.tick()
        ana = await (await world.phone(ANA, "Ana")).refresh()
        first = next(m for m in ana.messages if m.by_bot and m.id > question.id)
        assert first.text.startswith("Call 112 now")
        tess = await world.phone(TESS, "Tess")
        await tess.expect("Answered YES")
    await simulator.stop()
