"""What nobody has reviewed or accepted reaches no patient: enrolling, joining, sessions, advice."""

from datetime import timedelta
from pathlib import Path

from bot.domain.people import Patient, PatientState
from bot.services import conditions, sessions, tips
from bot.storage import drafts, patients
from bot.storage import tips as rows
from tests.chat.folders import house
from tests.simulator.client import Phone
from tests.world import ANA, TESS, World, reviewed, running, wishes

ANSWERS = ("Sciatica", "08:30", "every day", "Keep Europe/Berlin", "English")


async def asked_to_confirm(phone: Phone, name: str = "Ana") -> None:
    await phone.say("/enroll")
    await phone.expect("first name or initials")
    await phone.say(name)
    for label in ANSWERS:
        await phone.press(label)
    await phone.expect("I have examined this person")


def link_in(text: str) -> str:
    return next(word for word in text.split() if "start=" in word)


async def agree(phone: Phone, link: str) -> None:
    await phone.open(link)
    await phone.expect("Is that you?")
    await phone.press("Yes, that is me")
    await phone.expect("Do you agree?")
    await phone.press("I agree")


def tomorrow(world: World, patient: Patient) -> list[str]:
    """The exercises of the next day."""
    day = (world.clock.now() + timedelta(days=1)).date()
    return [item.exercise for item in sessions.for_day(world.clinic, patient, day)]


async def test_an_enrolment_waits_for_the_review_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    async with running(tmp_path, is_reviewed=False) as world:
        olga = await world.olga()
        tess = await world.tess()
        await asked_to_confirm(tess)
        await tess.press("Confirm")
        assert await tess.pop_up() == "Not enrolled yet: files wait for review"
        told = await tess.expect("45 files with wording or doses are not reviewed. Please ask Olga")
        assert "Review the files" not in told.labels
        assert patients.all_open(world.db) == []
        assert drafts.of_chat(world.db, TESS) is not None
        await olga.say("/review")
        await olga.press("Red-flag questions (1)")
        await olga.press("Accept Red-flag questions")
        await olga.press("Plans (3)")
        await olga.press("Accept these 3")
        await olga.pop_up()
        await tess.press("Confirm", on=told)
        told = await tess.expect("41 files")
        reviewed(world.clinic, world.clock.now())
        await tess.press("Confirm", on=told)
        await tess.expect("Invitation for Ana")
        assert [patient.name for patient in patients.all_open(world.db)] == ["Ana"]


async def test_an_admin_is_led_to_the_review_and_back(tmp_path: Path) -> None:
    async with running(tmp_path, is_reviewed=False) as world:
        tess = await world.tess()
        await asked_to_confirm(tess)
        await tess.press("Confirm")
        told = await tess.expect("45 files with wording or doses wait for your review. Accept them")
        await tess.press("Review the files", on=told)
        await tess.expect("Accepting a file means")
        reviewed(world.clinic, world.clock.now())
        await tess.press("Confirm", on=told)
        await tess.expect("Invitation for Ana")


async def test_a_trial_opens_for_a_colleague_alone_and_shows_the_drafts(tmp_path: Path) -> None:
    async with running(tmp_path, is_reviewed=False) as world:
        tess = await world.tess()
        await asked_to_confirm(tess, "Tess test")
        await tess.press("Confirm")
        await tess.press("For a trial by somebody of the team")
        await tess.expect("it opens only for people who work here")
        link = link_in((await tess.expect("Open this link on your own phone")).text)
        ana = await world.phone(ANA, "Ana")
        for _ in range(2):
            await ana.open(link)
            await ana.expect("Hillside Physio has to finish something before your programme")
        assert patients.by_account(world.db, ANA) is None
        await agree(tess, link)
        await tess.expect("08:30")
        await tess.press("Yes, keep this time")
        await world.no_signs(tess)
        own = world.row(TESS)
        assert own.is_test
        assert len(tomorrow(world, own)) == 6
        assert len(tips.pages(world.clinic, own)) > 10
        assert conditions.changes(world.clinic, own) != ()


async def test_a_link_made_before_waits_tells_the_therapist_once_and_works_after(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        async with home.start(is_reviewed=True) as world:
            await world.olga()
            await world.tess()
            patient, link = world.enrol()
            ana = await world.phone(ANA, "Ana")
            await ana.open(link)
            await ana.press("Yes, that is me")
            await ana.expect("Do you agree?")
        home.edit("advice/heat.toml")
        async with home.start() as world:
            ana, tess = await world.phone(ANA, "Ana"), await world.phone(TESS, "Tess")
            await ana.press("I agree")
            await ana.expect("your link stays good")
            told = await tess.expect("The invitation for Ana was opened, but it has to wait")
            assert "1 file with wording or doses is not reviewed. Please ask Olga" in told.text
            await ana.open(link)
            await ana.expect("your link stays good")
            await world.settled()
            await tess.refresh()
            assert sum("it has to wait" in one.text for one in tess.messages) == 1
            assert patients.get(world.db, patient.id).state is PatientState.INVITED
            reviewed(world.clinic, world.clock.now())
            await agree(ana, link)
            await ana.expect("08:30")
            assert world.row(ANA).id == patient.id


async def test_a_changed_exercise_leaves_the_sessions_of_patients_until_it_is_accepted(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        async with home.start(is_reviewed=True) as world:
            tess = await world.tess()
            await world.patient(TESS, wishes("Tess test"))
            ana = await world.patient()
            before = tomorrow(world, world.row(ANA))
            assert before[0] == "pelvic_tilt"
            await world.next_due()
            await ana.expect("Today: 6 moves")
            moment = world.clock.now()
        home.edit("exercises/pelvic_tilt.toml")
        async with home.start(now=moment) as world:
            ana, tess = await world.phone(ANA, "Ana"), await world.phone(TESS, "Tess")
            assert tomorrow(world, world.row(ANA)) == before[1:]
            assert tomorrow(world, world.row(TESS)) == before
            await tess.say("/patients")
            await tess.press("Ana")
            await tess.press("Conditions")
            await tess.expect("Pelvic tilt: left out (not reviewed yet)")
            await ana.say("/today")
            today = await ana.expect("Today: 5 moves")
            assert "Pelvic tilt" not in today.text
            reviewed(world.clinic, world.clock.now())
            assert tomorrow(world, world.row(ANA)) == before


async def test_a_session_begun_before_the_change_shows_nothing_of_it(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        async with home.start(is_reviewed=True) as world:
            await world.tess()
            ana = await world.patient()
            await world.next_due()
            await ana.press("Start")
            before = await ana.expect("1 of 6 · Pelvic tilt")
            moment = world.clock.now()
        home.edit("exercises/knee_to_chest.toml")
        async with home.start(now=moment) as world:
            ana = await world.phone(ANA, "Ana")
            await ana.press("Done, next")
            shown = await ana.expect("2 of 6")
            assert "Your clinic is looking this exercise over" in shown.text
            assert "Knee to chest" not in shown.text
            # An edit cannot take the figure before it away, but brings none of what waits.
            assert shown.media == before.media


async def test_a_changed_page_and_its_tip_are_hidden_until_it_is_accepted(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        async with home.start(is_reviewed=True) as world:
            await world.tess()
            ana = await world.patient()
            await ana.say("/tips")
            await ana.press("Heat, cold and comfort")
            both = await ana.expect("Heat, cold and comfort")
            await ana.press("Heat", on=both)
            await ana.expect("A heat pack can ease")
            day = world.clock.now().date()
            with world.db.transaction():
                rows.add(world.db, world.row(ANA).id, "sciatica", "heat", day)
            shown = tips.of_day(world.clinic, world.row(ANA), day)
            assert shown is not None
        home.edit("advice/heat.toml")
        async with home.start() as world:
            ana = await world.phone(ANA, "Ana")
            assert "heat" not in {page.id for page in tips.pages(world.clinic, world.row(ANA))}
            assert tips.of_day(world.clinic, world.row(ANA), day) is None
            await ana.forge(both.id, "tips:page:heat")
            await ana.expect("What would you like to read about?")


async def test_warning_signs_are_asked_and_plans_go_on_while_their_files_wait(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        async with home.start(is_reviewed=True) as world:
            await world.tess()
            await world.patient()
            before = tomorrow(world, world.row(ANA))
        home.edit("screening.toml")
        home.edit("plans/sciatica.toml")
        async with home.start() as world:
            ana, tess = await world.phone(ANA, "Ana"), await world.phone(TESS, "Tess")
            assert tomorrow(world, world.row(ANA)) == before
            await ana.say("numb between my legs")
            asked = await ana.expect("numb")
            await ana.press("Yes", on=asked)
            await ana.expect("Call 112 now")
            await tess.say("/patients")
            await tess.press("Ana")
            await tess.press("Plan")
            await tess.press("Sciatica")
            assert "this plan or an exercise in it is not reviewed yet. Tess can" in (
                await tess.pop_up()
            )
            await tess.press("Lower back pain")
            await ana.expect("Tess changed your programme. Now: Lower back pain")
