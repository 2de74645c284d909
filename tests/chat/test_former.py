"""Whoever has left and writes of a warning sign is told what to do, and is asked nothing."""

from datetime import timedelta

import pytest

from bot.services import arrangements
from bot.storage import messages, patients, screens
from tests.simulator.client import Phone
from tests.world import ANA, World, wishes

SIGN = {"en": "I cannot pee since this morning", "es": "No puedo orinar desde esta mañana"}
CALL = {"en": "Call 112 now", "es": "Llame ahora al 112"}
PASSED_ON = {"en": "passed on to Hillside Physio", "es": "se pasa a Hillside Physio"}


async def discharged(world: World, lang: str = "en") -> tuple[Phone, int]:
    ana = await world.patient(asked=wishes(language=lang))
    number = world.row(ANA).id
    with world.db.transaction():
        arrangements.discharge(world.clinic, world.row(ANA), "better", world.moment())
    await world.settled()
    await ana.mark()
    return ana, number


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_a_former_patients_sign_is_told_what_to_do_and_passed_on(
    world: World, lang: str
) -> None:
    tess = await world.tess()
    ana, number = await discharged(world, lang)
    await ana.say(SIGN[lang])
    told = await ana.expect(CALL[lang])
    assert PASSED_ON[lang] in told.text
    assert "+49 30 555 0100" in told.text
    assert told.labels == []
    heard = await tess.expect("Ana, whose programme has ended")
    assert SIGN[lang] in heard.text
    assert heard.labels == ["Card"]
    assert [m.text for m in messages.latest(world.db, number, 5)] == [SIGN[lang]]
    assert screens.of_patient(world.db, number) == []


async def test_a_caption_and_a_command_of_a_former_patient_are_read_too(world: World) -> None:
    await world.tess()
    ana, _ = await discharged(world)
    await ana.send("photo", caption=SIGN["en"])
    await ana.expect("Call 112 now")
    await ana.mark()
    await ana.say(f"/pain {SIGN['en']}")
    await ana.expect("Call 112 now")


async def test_other_words_of_a_former_patient_stay_unread(world: World) -> None:
    tess = await world.tess()
    ana, number = await discharged(world)
    await tess.mark()
    await ana.say("Thank you for everything")
    await ana.expect("has ended")
    await world.settled()
    await tess.refresh()
    assert tess.new == []
    assert messages.latest(world.db, number, 5) == []


async def test_after_asking_for_erasure_the_words_are_answered_and_not_kept(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    number = world.row(ANA).id
    await ana.say("/deletemydata")
    await ana.press("Erase everything")
    await ana.press("Yes, erase everything")
    await ana.expect("It has ended.")
    await tess.expect("everything is erased on")
    await ana.mark()
    await tess.mark()
    await ana.say(SIGN["en"])
    told = await ana.expect("Call 112 now")
    assert "your message was not kept" in told.text
    await world.settled()
    await tess.refresh()
    assert tess.new == []
    assert messages.latest(world.db, number, 5) == []
    assert "since this morning" not in "\n".join(world.db.conn.iterdump())
    await world.move_to(world.clock.now() + timedelta(days=7))
    assert patients.find(world.db, number) is None


async def test_a_patient_who_has_stopped_the_messages_is_still_asked(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    with world.db.transaction():
        arrangements.stop(world.clinic, world.row(ANA), world.moment())
    await ana.say(SIGN["en"])
    await ana.expect("trouble peeing")
    heard = await tess.expect("Ana writes")
    assert SIGN["en"] in heard.text


async def test_an_old_worry_button_and_an_old_yes_still_say_what_to_do(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await world.next_due()
    prompt = await ana.expect("Good morning")
    await ana.press("Something new or worrying", on=prompt)
    question = await ana.expect("Question 1 of 9")
    with world.db.transaction():
        arrangements.discharge(world.clinic, world.row(ANA), "better", world.moment())
    await world.settled()
    await tess.mark()
    await ana.forge(prompt.id, "w")
    assert "112" in await ana.pop_up()
    await ana.expect("Call 112 now")
    await tess.expect("Something new or worrying")
    number = screens.of_patient(world.db, patients.former_by_account(world.db, ANA).id)[0]  # type: ignore[union-attr]
    await ana.forge(question.id, f"q:{number.id}:saddle_numbness:no")
    assert "112" not in await ana.pop_up()
    await ana.forge(question.id, f"q:{number.id}:saddle_numbness:yes")
    assert "112" in await ana.pop_up()
    await tess.expect("numbness or an odd feeling between the legs")
    assert screens.said(world.db, number.id) == []
