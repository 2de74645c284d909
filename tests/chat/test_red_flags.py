"""Warning signs: every yes is told what to do within one answer, and nothing resumes by itself."""

from datetime import timedelta

import pytest

from bot.services import notify
from bot.storage import screens
from bot.storage.outbox import Lane
from tests.chat.signs import EMERGENCY, LATER, WORDS, question, red_flag, signs, tap, worried
from tests.world import ANA, World


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("sign", [*EMERGENCY, *LATER])
async def test_a_yes_is_told_what_to_do_in_the_pop_up_and_first_of_all_messages(
    world: World, sign: str, lang: str
) -> None:
    tess = await world.tess()
    words = WORDS[lang]
    ana = await worried(world, lang)
    await tap(world, ana, words["no"], signs(world).index(sign))
    asked = await question(ana)
    tier = "emergency" if sign in EMERGENCY else LATER[sign]
    assert ("112" in asked.text) == (sign in EMERGENCY)

    await tess.mark()
    await ana.press(words["yes"], on=asked)
    pop = await ana.pop_up()
    assert ("112" if tier == "emergency" else "555 0100" if tier == "same_day" else "") in pop
    await world.settled()
    await ana.refresh()
    told = next(m for m in ana.new if m.id > asked.id)
    assert words[tier] in told.text
    if tier == "emergency":
        assert told.text.startswith(words["emergency"])
        assert words["drive"] in told.text
    assert world.clinic.screening.flag(sign).short.say(lang) in told.text
    alert = await tess.expect("Answered YES")
    assert world.clinic.screening.flag(sign).short.en in alert.text
    assert red_flag(world).evidence["tier"] == tier
    assert world.row(ANA).exercises_stopped_at is not None


async def test_not_sure_is_asked_again_more_plainly_and_then_counts_as_yes(world: World) -> None:
    await world.tess()
    ana = await worried(world)
    first = await question(ana)
    await tap(world, ana, "Not sure")
    plainer = await question(ana)
    assert "on a saddle" in plainer.text
    assert plainer.id == first.id
    assert red_flag(world).evidence["tier"] == ""
    await tap(world, ana, "Not sure")
    assert any(m.text.startswith("Call 112 now") for m in ana.messages)
    assert red_flag(world).evidence["signs"] == ("saddle_numbness",)


async def test_a_plainer_question_answered_with_no_goes_on(world: World) -> None:
    await world.tess()
    ana = await worried(world)
    await tap(world, ana, "Not sure")
    await tap(world, ana, "No")
    assert "Question 2 of 9" in (await question(ana)).text


async def test_weakness_asks_further_and_both_legs_make_it_an_emergency(world: World) -> None:
    await world.tess()
    ana = await worried(world)
    await tap(world, ana, "No", 5)
    await tap(world, ana, "Yes")
    assert red_flag(world).evidence["tier"] == "same_day"
    assert "both legs" in (await question(ana)).text
    await tap(world, ana, "Yes")
    assert any(m.text.startswith("Call 112 now") for m in ana.messages)
    assert red_flag(world).evidence["tier"] == "emergency"


async def test_weakness_of_one_leg_goes_on_to_the_other_questions_once(world: World) -> None:
    await world.tess()
    ana = await worried(world)
    await tap(world, ana, "No", 5)
    await tap(world, ana, "Yes")
    await tap(world, ana, "No", 2)
    assert "fallen" in (await question(ana)).text
    await tap(world, ana, "No")
    assert "Fever" in (await question(ana)).text
    await tap(world, ana, "Yes")
    doctor = [m for m in ana.messages if m.text.startswith("Please see a doctor today")]
    assert len(doctor) == 1
    assert red_flag(world).evidence["signs"] == ("leg_weakness", "fever")
    await tap(world, ana, "No", 2)
    assert any("You answered yes to" in m.text for m in ana.messages)


async def test_nine_times_no_after_a_worry_is_told_and_starts_nothing(world: World) -> None:
    tess = await world.tess()
    ana = await worried(world)
    await tap(world, ana, "No", 9)
    assert any("Saved: none of these signs" in m.text for m in ana.messages)
    await tess.refresh()
    alert = next(m for m in tess.messages if "possible red flag" in m.text)
    assert "answered NO to all 9" in alert.text
    assert world.row(ANA).exercises_stopped_at is not None


async def test_a_second_tap_does_not_answer_the_next_question(world: World) -> None:
    await world.tess()
    ana = await worried(world)
    asked = await question(ana)
    await ana.press("No", on=asked, times=4)
    await world.settled()
    assert "Question 2 of 9" in (await question(ana)).text


async def test_a_second_tap_on_not_sure_is_no_second_answer(world: World) -> None:
    await world.tess()
    ana = await worried(world)
    asked = await question(ana)
    await ana.press("Not sure", on=asked, times=3)
    await world.settled()
    assert "on a saddle" in (await question(ana)).text
    assert red_flag(world).evidence["tier"] == ""


async def test_a_yes_corrects_a_no_and_a_no_takes_no_yes_back(world: World) -> None:
    await world.tess()
    ana = await worried(world)
    asked = await question(ana)
    number = screens.of_patient(world.db, world.row(ANA).id)[0].id
    await tap(world, ana, "No")
    await ana.forge(asked.id, f"q:{number}:saddle_numbness:yes")
    assert "Call 112 now" in await ana.pop_up()
    await world.settled()
    await ana.forge(asked.id, f"q:{number}:saddle_numbness:no")
    await world.settled()
    await ana.refresh()
    assert red_flag(world).evidence["signs"] == ("saddle_numbness",)
    assert "You answered yes to" in next(m for m in ana.messages if m.id == asked.id).text


async def test_of_the_emergency_questions_the_sexual_one_alone_can_be_skipped(
    world: World,
) -> None:
    flags_of: dict[str, bool] = {f.id: f.skippable for f in world.clinic.screening.red_flag}
    assert {sign for sign in EMERGENCY if flags_of[sign]} == {"sexual"}
    assert all(flags_of[sign] for sign in LATER)


async def test_what_was_skipped_is_never_told_as_a_no(world: World) -> None:
    tess = await world.tess()
    ana = await worried(world)
    await tess.mark()
    await tap(world, ana, "No", 6)
    await tap(world, ana, "Skip")
    await tap(world, ana, "No", 2)
    assert "no sign among those you answered" in (await ana.expect("Saved")).text
    alert = await tess.expect("NO to 8 of 9 questions")
    assert "skipped: fever" in alert.text
    assert "all 9" not in alert.text


async def test_back_asks_again_and_a_question_may_be_skipped(world: World) -> None:
    await world.tess()
    ana = await worried(world)
    await tap(world, ana, "No", 3)
    assert "Skip" in (await question(ana)).labels
    await tap(world, ana, "Skip")
    assert "Question 5 of 9" in (await question(ana)).text
    assert "Skip" not in (await question(ana)).labels
    await tap(world, ana, "Back")
    assert "Question 4 of 9" in (await question(ana)).text


async def test_yes_and_no_may_be_typed_where_the_question_stands_last(world: World) -> None:
    await world.tess()
    ana = await worried(world)
    await ana.say("No.")
    await world.settled()
    assert "Question 2 of 9" in (await question(ana)).text
    await ana.say("yes")
    await ana.expect("Call 112 now")


async def test_a_typed_no_to_something_else_answers_no_question(world: World) -> None:
    tess = await world.tess()
    ana = await worried(world)
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Write")
    await tess.say("Can you come on Monday?")
    await ana.expect("Monday")
    await ana.say("No")
    await ana.expect("I kept this for Tess")
    assert "Question 1 of 9" in (await question(ana)).text


async def test_nothing_resumes_by_itself_in_14_days(world: World) -> None:
    await world.tess()
    ana = await worried(world)
    await tap(world, ana, "Yes")
    await world.move_to(world.clock.now() + timedelta(days=14))
    await ana.refresh()
    assert [m for m in ana.messages if "Today:" in m.text] == []
    assert world.row(ANA).exercises_stopped_at is not None


async def test_the_emergency_text_goes_first_with_every_lane_full_and_a_429(world: World) -> None:
    tess = await world.tess()
    ana = await worried(world)
    with world.db.transaction():
        for lane in (Lane.REPLY, Lane.PROMPT, Lane.DIGEST):
            for _ in range(10):
                notify.patient(world.clinic, world.row(ANA), "help", world.moment(), lane=lane)
    await world.phones.fault("error", method="sendMessage", code=429, retry_after=1, times=2)
    asked = await question(ana)
    await ana.press("Yes", on=asked)
    assert "Call 112 now" in await ana.pop_up()
    await world.settled()
    await ana.refresh()
    first = next(m for m in ana.new if m.id > asked.id)
    assert first.text.startswith("Call 112 now")
    await tess.expect("Answered YES")
