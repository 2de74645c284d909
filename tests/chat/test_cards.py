"""What Tess sees and changes: the caseload, a card, each arrangement by button and typed."""

from datetime import date, timedelta

import pytest

from bot.domain.daily import PromptState
from bot.domain.people import PatientState
from bot.services import enrolment, ratings
from bot.storage import drafts, flags, patients, prompts
from tests.simulator.client import Phone
from tests.world import ANA, BEN, OLGA, TESS, TIM, World, wishes


async def card_of(phone: Phone, name: str = "Ana") -> None:
    await phone.say("/patients")
    await phone.expect(name)
    await phone.press(name)
    await phone.expect("Every day at")


@pytest.mark.parametrize(
    ("question", "button", "typed", "column", "wanted"),
    [
        ("Time", "20:00", "8pm", "prompt_minute", 1200),
        ("Time zone", "Madrid", "madrid", "timezone", "Europe/Madrid"),
        ("Days", "Mon, Wed, Fri", "mon wed fri", "training_days", frozenset({0, 2, 4})),
    ],
)
@pytest.mark.parametrize("is_typed", [False, True])
async def test_arrangements_change_and_the_patient_is_told(
    world: World,
    question: str,
    button: str,
    typed: str,
    column: str,
    wanted: object,
    is_typed: bool,
) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await card_of(tess)
    await tess.press(question)
    await tess.expect("Tap, or type")
    await ana.mark()
    if is_typed:
        await tess.say("gibberish of no use")
        await world.settled()
        await tess.say(typed)
    else:
        await tess.press(button)
    await ana.expect("Tess changed your programme")
    assert getattr(world.row(ANA), column) == wanted
    assert drafts.of_chat(world.db, TESS) is None


async def test_plan_and_language_change(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await card_of(tess)
    await tess.press("Plan")
    await tess.expect("begins anew")
    other = next(p for p in world.clinic.programme.plans.values() if p.id != "sciatica")
    await tess.press(other.name.en)
    await ana.expect(other.name.en)
    assert world.row(ANA).plan_id == other.id
    await tess.press("Language")
    await tess.press("Spanish")
    await ana.expect("Tess cambió su programa")
    assert "/today" in await ana.menu("/today")


async def test_a_question_on_the_card_can_be_left(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    await card_of(tess)
    for question in ("Time", "Time zone", "Days", "Plan", "Language", "Pause", "Discharge"):
        await tess.press(question)
        await tess.expect("Ana: ")
        await tess.press("Back")
        await tess.expect("Every day at 08:30")
    assert world.row(ANA).state is PatientState.ACTIVE


@pytest.mark.parametrize("how", ["3 days", "12 March", "until 2026-03-12", "in 10 days"])
async def test_pause_until_a_date_and_end_it(world: World, how: str) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await card_of(tess)
    await tess.press("Pause")
    await tess.expect("pause for how long")
    if how == "3 days":
        await tess.press(how)
    else:
        await tess.say(how)
    until = date(2026, 3, 5) if how == "3 days" else date(2026, 3, 12)
    await ana.expect(f"on {until:%A} {until.day} March")
    await tess.expect(f"Paused until {until:%A} {until.day} March")
    assert world.row(ANA).paused_until == until
    await tess.press("End the pause")
    await ana.expect("Good to have you back")
    assert world.row(ANA).paused_until is None


async def test_a_pause_too_long_or_past_is_asked_again(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    await card_of(tess)
    await tess.press("Pause")
    await tess.expect("pause for how long")
    for text in ("tomorrow next year", "2026-03-01", "in 90 days", "3/4"):
        await tess.say(text)
        await tess.expect("within the next 60 days")
    assert world.row(ANA).paused_until is None


async def test_who_stopped_is_not_started_by_an_old_button(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await card_of(tess)
    card = tess.last
    await ana.say("/stop")
    await ana.press("Yes, end all messages")
    await world.settled()
    await tess.press("Pause", on=card)
    assert await tess.pop_up() == "That is not possible at the moment"
    await tess.forge(card.id, "t:1:resume")
    await world.settled()
    await tess.refresh()
    assert "stopped messages" in next(m.text for m in tess.messages if m.id == card.id)
    assert world.row(ANA).state is PatientState.STOPPED


async def test_an_enrolment_nobody_joined_is_changed_and_withdrawn(world: World) -> None:
    tess = await world.tess()
    patient, _ = world.enrol()
    await world.settled()
    await card_of(tess)
    await tess.press("Time")
    await tess.press("20:00")
    await tess.expect("Every day at 20:00")
    card = tess.last
    await tess.forge(card.id, f"t:{patient.id}:resume")
    await tess.forge(card.id, f"t:{patient.id}:discharge:better")
    await world.settled()
    assert patients.get(world.db, patient.id).state is PatientState.INVITED
    await tess.press("Withdraw", on=card)
    await tess.expect("was withdrawn and the enrolment erased")
    await world.settled()
    assert patients.find(world.db, patient.id) is None


@pytest.mark.parametrize("count", [0, 1, 30])
async def test_the_caseload_by_pages(world: World, count: int) -> None:
    tess = await world.tess()
    with world.db.transaction():
        for number in range(count):
            add_active(world, 5000 + number, f"P{number:02}")
    await tess.say("/patients")
    if not count:
        await tess.expect("No patients yet")
        return
    seen: set[str] = set()
    page = await tess.expect(f"{count} patient")
    while True:
        seen |= {label.split()[-1] for label in page.labels if "P" in label and label[-1].isdigit()}
        assert len(page.text) < 4096
        if "Next" not in page.labels:
            break
        await tess.press("Next", on=page)
        page = await tess.expect_edit(page)
    assert len(seen) == count
    if count > 8:
        assert "Previous" in page.labels


def add_active(world: World, account: int, name: str, by: int = TESS) -> int:
    at = world.moment()
    member = world.staff_of(by)
    patient = enrolment.enrol(world.clinic, member, wishes(name), at)
    fresh = enrolment.issue(world.clinic, "patient", at, by=member.id, patient_id=patient.id)
    assert enrolment.join(world.clinic, account, fresh.token, at)
    world.db.run("DELETE FROM outbox")
    return patient.id


@pytest.mark.parametrize("count", [0, 1, 30])
async def test_the_open_flags_by_pages(world: World, count: int) -> None:
    tess = await world.tess()
    with world.db.transaction():
        for number in range(count):
            patient = patients.get(world.db, add_active(world, 5000 + number, f"P{number:02}"))
            rate(world, patient.id, 9)
    await tess.say("/flags")
    if not count:
        await tess.expect("No open flags")
        return
    page = await tess.expect(f"{count} open flag")
    seen: set[str] = set()
    while True:
        seen |= {label for label in page.labels if label[-1].isdigit()}
        assert len(page.text) < 4096
        if "Next" not in page.labels:
            break
        await tess.press("Next", on=page)
        page = await tess.expect_edit(page)
    assert len(seen) == count
    await tess.press(min(seen & set(page.labels)), on=page)
    await tess.expect("9")


def rate(world: World, patient: int, pain: int) -> None:
    first = prompts.first(world.db, patient)
    assert first is not None
    who = patients.get(world.db, patient)
    prompts.mark(world.db, first.id, PromptState.SENT, world.clock.now())
    ratings.record(
        world.clinic, who, prompts.get(world.db, first.id), pain, "button", world.moment()
    )
    world.db.run("DELETE FROM outbox")


async def test_each_therapist_sees_their_own_and_admins_all(world: World) -> None:
    olga = await world.olga()
    tess, tim = await world.tess(), await world.member(TIM, "Tim")
    await world.patient(ANA)
    await world.patient(BEN, wishes("Ben"), by=TIM)
    for phone, names in ((tess, {"Ana"}), (tim, {"Ben"}), (olga, {"Ana", "Ben"})):
        await phone.say("/patients")
        page = await phone.expect("patient")
        assert {label.split()[-1] for label in page.labels} == names
    assert OLGA != TESS


async def test_one_glance_says_how_everybody_is(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    ben = await world.patient(BEN, wishes("Ben"), first=9)
    world.enrol(asked=wishes("Carl"))
    await ben.block()
    await ana.say("/pause")
    await ana.press("7 days")
    await world.settled()
    await tess.say("/patients")
    text = (await tess.expect("3 patients")).text
    lines = text.splitlines()[2:]
    assert "Ben" in lines[0]
    assert any("Ana" in line and "paused" in line for line in lines)
    assert any("Carl" in line and "invited" in line for line in lines)


async def test_discharge_with_an_outcome_ends_everything(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient(first=9)
    flag = flags.open_of(world.db, world.row(ANA).id)[0]
    number = world.row(ANA).id
    await card_of(tess)
    await tess.press("Discharge")
    question = await tess.expect("which outcome")
    assert len(question.labels) == 7
    await tess.press("Goals reached")
    await tess.expect("discharged")
    bye = await ana.expect("closed your programme")
    assert "+49 30 555 0100" in bye.text
    gone = patients.get(world.db, number)
    assert (gone.state, gone.outcome) == (PatientState.DISCHARGED, "goals_reached")
    assert flags.get(world.db, flag.id).closed_at is not None
    await world.move_to(world.clock.now() + timedelta(days=3))
    assert ana.new == []
    for command in ("/today", "/pain", "/resume", "4", "help me"):
        await ana.say(command)
        await ana.expect("has ended")
    assert world.db.value("SELECT count(*) FROM ratings") == 1
    assert await ana.menu("/start") == ["/start", "/help", "/privacy"]
    await tess.say("/patients")
    await tess.expect("No patients yet")
