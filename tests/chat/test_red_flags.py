"""Warning signs: every yes is told what to do within one answer, and nothing resumes by itself."""

from datetime import timedelta

import pytest

from bot.domain.flags import Kind
from bot.services import consent, notify
from bot.storage import flags, screens
from bot.storage.flags import Flag
from bot.storage.outbox import Lane
from tests.simulator.client import Phone, Seen
from tests.world import ANA, World, wishes

EMERGENCY = ("saddle_numbness", "bladder", "bowel", "sexual", "both_legs")
LATER = {
    "leg_weakness": "same_day",
    "fever": "same_day",
    "fall": "same_day",
    "weight_night": "within_days",
}
WORDS = {
    "en": {
        "worry": "Something new or worrying",
        "yes": "Yes",
        "no": "No",
        "unsure": "Not sure",
        "emergency": "Call 112 now",
        "same_day": "Please see a doctor today",
        "within_days": "Please talk to your doctor or your therapist",
        "drive": "Do not drive",
    },
    "es": {
        "worry": "Algo nuevo o preocupante",
        "yes": "Sí",
        "no": "No",
        "unsure": "No sé",
        "emergency": "Llame al 112 ahora",
        "same_day": "consulte hoy mismo a un médico",
        "within_days": "hable de esto con su médico",
        "drive": "No conduzca",
    },
}


def signs(world: World) -> list[str]:
    return [sign.id for sign in world.clinic.screening.red_flag]


def red_flag(world: World, account: int = ANA) -> Flag:
    found = flags.open_kind(world.db, world.row(account).id, Kind.RED_FLAG)
    assert found is not None
    return found


async def question(phone: Phone) -> Seen:
    """The newest message that asks about a sign."""
    await phone.refresh()
    found = [m for m in phone.messages if m.by_bot and {"Yes", "Sí"} & set(m.labels)]
    assert found, [m.text for m in phone.messages]
    return found[-1]


async def tap(world: World, phone: Phone, label: str, times: int = 1) -> None:
    """Answer the open question `times` times, one after the other."""
    for _ in range(times):
        asked = await question(phone)
        await phone.press(label, on=asked)
        await world.settled()
    await phone.refresh()


async def worried(world: World, lang: str = "en") -> Phone:
    """A patient who has pressed the button and has the first question before them."""
    ana = await world.patient(ANA, wishes(language=lang))
    await world.next_due()
    await ana.press(WORDS[lang]["worry"])
    await world.settled()
    return ana


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


async def test_a_worse_rating_brings_the_questions_once_that_day(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    for pain in (4, 3, 4, 4, 7):
        await world.next_due()
        await ana.press(str(pain))
        await world.settled()
    await world.next_due()
    await ana.press("7")
    told = await ana.expect("more than your usual 4")
    await world.settled()
    asked = await question(ana)
    assert "Because your pain is higher than usual: 9 short questions" in asked.text
    assert asked.id > told.id
    alert = await tess.expect("Ana: pain rising")
    assert "asked at" in alert.text
    await tap(world, ana, "No", 9)
    await ana.say("/pain 8")
    await world.settled()
    assert len(screens.of_patient(world.db, world.row(ANA).id)) == 1
    await tess.refresh()
    alert = next(m for m in tess.messages if "pain rising" in m.text)
    assert "all 9 answered with no" in alert.text
    assert world.row(ANA).exercises_stopped_at is None


async def test_once_a_week_comes_one_calm_screen(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    for _ in range(7):
        await world.next_due()
        await ana.press("4")
        await world.settled()
    await ana.refresh()
    prompt, asked = ana.messages[-2:]
    assert prompt.text.startswith("Good morning")
    assert "Once a week I ask" in asked.text
    assert asked.labels == ["None of these", "One of these", "Not sure"]
    assert asked.text.count("•") == 9
    await ana.press("None of these")
    await ana.expect("Saved: none of these signs")
    for _ in range(6):
        await world.next_due()
        await ana.press("4")
        await world.settled()
    assert len(screens.of_patient(world.db, world.row(ANA).id)) == 1
    await world.next_due()
    await ana.expect("Once a week I ask")


async def weekly(world: World) -> Phone:
    ana = await world.patient()
    for _ in range(7):
        await world.next_due()
        await ana.press("4")
        await world.settled()
    return ana


async def test_one_of_these_is_an_alarm_at_once_and_then_which(world: World) -> None:
    tess = await world.tess()
    ana = await weekly(world)
    await ana.press("One of these")
    assert "112" in await ana.pop_up()
    await ana.expect("Call 112 now")
    await tess.expect("One of these")
    await world.settled()
    assert "Question 1 of 9" in (await question(ana)).text
    assert world.row(ANA).exercises_stopped_at is not None


async def test_not_sure_about_the_list_goes_question_by_question(world: World) -> None:
    await world.tess()
    ana = await weekly(world)
    await ana.press("Not sure")
    await world.settled()
    assert "Question 1 of 9" in (await question(ana)).text
    await tap(world, ana, "No", 9)
    assert flags.open_kind(world.db, world.row(ANA).id, Kind.RED_FLAG) is None


async def test_an_unanswered_screen_comes_once_more_and_then_the_therapist_knows(
    world: World,
) -> None:
    tess = await world.tess()
    ana = await weekly(world)
    await world.move_to(world.clock.now() + timedelta(days=1))
    again = await ana.expect("Once a week I ask")
    assert [m for m in tess.messages if "not answered" in m.text] == []
    await world.move_to(world.clock.now() + timedelta(days=1))
    await tess.expect("questions about warning signs not answered")
    # A yes is never too late, and an old list still answers.
    await ana.press("One of these", on=again)
    await ana.expect("Call 112 now")


async def test_never_more_than_one_request_a_day_besides_the_rating(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed consent, never answered, the weekly signs and the leg map want the same days."""
    await world.tess()
    ana = await world.patient()
    monkeypatch.setattr(consent, "VERSION", consent.VERSION + 1)
    asked: list[str] = []
    for day in range(1, 10):
        before = {m.id for m in ana.messages}
        await world.next_due()
        await ana.press("4", on=await ana.expect("Good morning"))
        await world.settled()
        await ana.refresh()
        new = [m for m in ana.messages if m.by_bot and m.id not in before]
        assert len(new) == 2, [m.text for m in new]
        asked.append(new[1].text)
        if day > 6:
            await ana.press({7: "None of these", 8: "I agree"}.get(day, "Back only"), on=new[1])
            await world.settled()
            await ana.refresh()
    kinds = ("Do you agree?", "Once a week I ask", "How far down")
    assert [sum(kind in text for text in asked) for kind in kinds] == [7, 1, 1]


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
