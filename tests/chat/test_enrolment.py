"""Tess enrols Ana: by button and typed, there and back, through restarts and second thoughts."""

from datetime import timedelta
from pathlib import Path

import pytest
import segno
from PIL import Image

from bot.domain.people import Patient, PatientState
from bot.practice import BOT_USERNAME, TOKEN
from bot.services import enrolment
from bot.simulator.server import Simulator
from bot.storage import drafts, patients, staff
from tests.simulator.client import Phone
from tests.world import ANA, MONDAY, TESS, TIM, World, running

BUTTONS = ("Sciatica", "18:00", "Mon, Wed, Fri", "Keep Europe/Berlin", "Spanish")
AGAIN = {
    "name": ("1234", "letters, 40 characters"),
    "plan": ("something", "do not know that plan"),
    "time": ("soonish", "did not look like a time"),
    "days": ("often", "did not understand the days"),
    "zone": ("Atlantis", "do not know that city"),
    "language": ("Klingon", "tap a language"),
    "confirm": ("yes", "tap Confirm"),
}


async def begin(world: World) -> Phone:
    tess = await world.tess()
    await tess.say("/enroll")
    await tess.expect("first name or initials")
    return tess


def only(world: World) -> Patient:
    found = patients.all_open(world.db)
    assert len(found) == 1
    return found[0]


async def test_every_step_by_button(world: World) -> None:
    tess = await begin(world)
    await tess.say("Ana")
    for label in BUTTONS:
        await tess.press(label)
    question = await tess.expect("I have examined this person")
    for answer in ("Ana", "Sciatica", "18:00", "Mon, Wed, Fri", "Europe/Berlin", "Spanish"):
        assert answer in question.text
    assert patients.all_open(world.db) == []
    await tess.press("Confirm")
    await tess.expect("Invitation for Ana")
    ana = only(world)
    assert (ana.prompt_minute, ana.training_days, ana.language) == (
        1080,
        frozenset({0, 2, 4}),
        "es",
    )
    assert ana.state is PatientState.INVITED
    assert ana.examined_at == world.clock.now()


async def test_every_step_typed(world: World) -> None:
    tess = await begin(world)
    await tess.say("Ana")
    for line, question in zip(
        ("Sciatica", "7pm", "mon wed fri", "Ciudad de México", "español"),
        ("what time", "which days", "Where does Ana live", "Which language", "examined"),
        strict=True,
    ):
        await tess.say(line)
        await tess.expect(question)
    await tess.press("Confirm")
    await tess.expect("Invitation for Ana")
    ana = only(world)
    assert (ana.prompt_minute, ana.timezone) == (19 * 60, "America/Mexico_City")


async def test_what_is_no_answer_is_asked_again(world: World) -> None:
    tess = await begin(world)
    answers = {"name": "Ana", "plan": "sciatica", "time": "8", "days": "daily", "zone": "Lima"}
    for step, (wrong, kindly) in AGAIN.items():
        await tess.say(wrong)
        again = await tess.expect(kindly)
        assert again.labels
        if step == "language":
            await tess.press("English", on=again)
            await tess.expect("examined")
        elif step in answers:
            await tess.say(answers[step])
            await world.settled()


@pytest.mark.parametrize("word", ["Back", "back"])
async def test_back_at_each_step_keeps_what_was_said(world: World, word: str) -> None:
    tess = await begin(world)
    await tess.say("Ana")
    for label in BUTTONS:
        await tess.press(label)
    await tess.expect("examined")
    for question in ("Which language", "Where does Ana", "which days", "what time", "Which plan"):
        if word == "Back":
            await tess.press("Back")
        else:
            await tess.say(word)
        shown = await tess.expect(question)
        assert shown.text.count("Patient: Ana") == 1
    assert "Plan:" not in shown.text
    assert "Time: 18:00" in shown.text
    if word == "Back":
        await tess.press("Back")
    else:
        await tess.say(word)
    first = await tess.expect("first name or initials")
    assert "Back" not in first.labels
    await tess.say("Eva")
    for label in BUTTONS:
        await tess.press(label)
    await tess.press("Confirm")
    await tess.expect("Invitation for Eva")


@pytest.mark.parametrize("steps", range(len(BUTTONS) + 2))
async def test_cancel_at_each_step_stores_nothing(world: World, steps: int) -> None:
    tess = await begin(world)
    if steps:
        await tess.say("Ana")
    for label in BUTTONS[: max(0, steps - 1)]:
        await tess.press(label)
    await world.settled()
    if steps % 2:
        await tess.say("cancel")
    else:
        await tess.press("Cancel")
    await tess.expect("Cancelled. Nothing was stored")
    await world.settled()
    assert drafts.of_chat(world.db, TESS) is None
    assert patients.all_open(world.db) == []
    await tess.refresh()
    assert not any("Cancel" in message.labels for message in tess.messages)


async def test_only_the_newest_question_has_buttons(world: World) -> None:
    tess = await begin(world)
    first = tess.last
    await tess.say("Ana")
    plan = await tess.expect("Which plan")
    await world.settled()
    await tess.refresh()
    assert next(m for m in tess.messages if m.id == first.id).labels == []
    await tess.say("sciatica")
    await tess.expect("what time")
    await tess.forge(plan.id, "e:1:plan:stenosis")
    assert await tess.pop_up() == "This step is done already"
    draft = drafts.of_chat(world.db, TESS)
    assert draft is not None
    assert draft.data["plan"] == "sciatica"


async def test_a_second_enrolment_closes_the_first(world: World) -> None:
    tess = await begin(world)
    await tess.say("Ana")
    old = await tess.expect("Which plan")
    await tess.say("/enroll")
    await tess.expect("first name or initials")
    await world.settled()
    await tess.refresh()
    assert "This enrolment is over" in next(m.text for m in tess.messages if m.id == old.id)
    await tess.say("Ben")
    await tess.expect("Which plan")
    await tess.forge(old.id, "e:1:plan:sciatica")
    assert await tess.pop_up() == "This step is done already"


async def test_two_therapists_enrol_side_by_side(world: World) -> None:
    tess = await begin(world)
    tim = await world.member(TIM, "Tim")
    await tim.say("/enroll")
    await tim.expect("first name")
    await tess.say("Ana")
    await tess.expect("Which plan")
    await tim.say("Ben")
    await tim.expect("Which plan")
    for label in BUTTONS:
        await tess.press(label)
        await tim.press(label)
    await tess.press("Confirm")
    await tess.expect("Invitation for Ana")
    await tim.press("Confirm")
    await tim.expect("Invitation for Ben")
    by = {p.name: staff.get(world.db, p.therapist_id).name for p in patients.all_open(world.db)}
    assert by == {"Ana": "Tess", "Ben": "Tim"}


async def test_a_double_tap_on_confirm_enrols_once(world: World) -> None:
    tess = await begin(world)
    await tess.say("Ana")
    for label in BUTTONS:
        await tess.press(label)
    await tess.expect("examined")
    await tess.press("Confirm", times=3)
    await tess.expect("Invitation for Ana")
    await world.settled()
    assert only(world).name == "Ana"


async def test_looking_at_a_card_or_an_alert_does_not_lose_the_enrolment(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    await tess.say("/enroll")
    await tess.expect("first name")
    await tess.say("Eva")
    await tess.expect("Which plan")
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Write")
    assert "Finish or cancel that first" in await tess.pop_up()
    await tess.press("Time")
    await tess.press("20:00")
    await world.settled()
    assert world.row(ANA).prompt_minute == 20 * 60
    await tess.say("sciatica")
    await tess.expect("what time")


async def test_a_restart_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    simulator = Simulator(TOKEN, "Hillside Physio", BOT_USERNAME, lambda: MONDAY)
    await simulator.start()
    async with running(tmp_path, simulator=simulator) as world:
        tess = await begin(world)
        await tess.say("Ana")
        for label in BUTTONS[:3]:
            await tess.press(label)
        await tess.expect("Where does Ana live")
    async with running(tmp_path, simulator=simulator) as world:
        tess = await world.phone(TESS, "Tess")
        await tess.say("Lima")
        question = await tess.expect("Which language")
        assert "Time: 18:00" in question.text
        await tess.press("English")
        await tess.press("Confirm")
        await tess.expect("Invitation for Ana")
        assert only(world).timezone == "America/Lima"
    await simulator.stop()


async def test_a_therapist_reads_spanish_and_the_patient_english(world: World) -> None:
    tess = await world.tess()
    await tess.say("/settings")
    await tess.press("Español")
    await tess.expect("Sus ajustes")
    await tess.say("/enroll")
    await tess.expect("¿A quién inscribe?")
    await tess.say("Ana")
    for label in ("Ciática", "18:00", "todos los días", "Dejar Europe/Berlin", "inglés"):
        await tess.press(label)
    await tess.press("Confirmar")
    forward = await tess.expect("Hello Ana, Hillside Physio invites you")
    assert "?start=" in forward.text
    await tess.expect("Invitación para Ana")


async def test_the_picture_holds_the_link_that_is_forwarded(world: World, tmp_path: Path) -> None:
    tess = await begin(world)
    await tess.say("Ana")
    for label in BUTTONS:
        await tess.press(label)
    await tess.press("Confirm")
    forward = await tess.expect("invita a su programa")
    link = next(word for word in forward.text.split() if "start=" in word)
    qr = await tess.expect("Invitation for Ana")
    path = tmp_path / "qr.png"
    path.write_bytes(await tess.picture(qr))
    code = segno.make_qr(link, error="m", boost_error=False)
    assert _modules(path, len(code.matrix)) == [[int(bit) for bit in row] for row in code.matrix]
    assert forward.labels == []
    assert not forward.raw["protect_content"]


def _modules(path: Path, size: int) -> list[list[int]]:
    picture = Image.open(path).convert("L")
    pixels = picture.width // (size + 8)
    middles = [int((number + 4.5) * pixels) for number in range(size)]
    return [[int(picture.getpixel((x, y)) == 0) for x in middles] for y in middles]


@pytest.mark.parametrize("fate", ["used", "withdrawn", "renewed", "expired"])
async def test_both_messages_say_when_the_invitation_has_ended(world: World, fate: str) -> None:
    tess = await world.tess()
    await tess.say("/enroll")
    await tess.say("Ana")
    await tess.expect("Which plan")
    for label in BUTTONS:
        await tess.press(label)
    await tess.press("Confirm")
    forward = await tess.expect("?start=")
    qr = await tess.expect("Invitation for Ana")
    await _meet(world, tess, fate, next(w for w in forward.text.split() if "start=" in w))
    await world.settled()
    await tess.refresh()
    texts = [m.text for m in tess.messages if m.id in (forward.id, qr.id)]
    words = {"used": "used", "withdrawn": "withdrawn", "renewed": "over", "expired": "over"}[fate]
    assert all(words in text and "start=" not in text for text in texts)
    assert not any(
        "Withdraw" in label for m in tess.messages if m.id == qr.id for label in m.labels
    )


async def _meet(world: World, tess: Phone, fate: str, link: str) -> None:
    if fate == "used":
        ana = await world.phone(ANA, "Ana")
        await ana.open(link)
        await ana.press("Sí, soy yo")
        await ana.press("Acepto")
        await ana.expect("le damos la bienvenida")
    elif fate == "withdrawn":
        await tess.press("Withdraw")
    elif fate == "renewed":
        await tess.say("/patients")
        await tess.press("Ana")
        await tess.press("New link")
    else:
        await world.move_to(world.clock.now() + timedelta(days=7))
        # The tick has said so; a second look finds nothing more to say.
        with world.db.transaction():
            assert enrolment.lapse(world.clinic, world.moment()) == 0
