"""One rating for one prompt, however it comes and however often."""

from datetime import date

import pytest

from tests.world import ANA, World

TUESDAY, WEDNESDAY = date(2026, 3, 3), date(2026, 3, 4)


def changes(world: World) -> int:
    count: int = world.db.value("SELECT count(*) FROM rating_changes")
    return count


async def test_a_button_tapped_many_times_is_one_rating(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("6", times=5)
    await world.settled()
    assert world.pain_on(ANA, TUESDAY) == 6
    assert changes(world) == 0


@pytest.mark.parametrize("typed", ["4", "4/10", "four", "about 4", "٤", "4️⃣", "a 4 today"])
async def test_a_typed_number_counts_like_a_button(world: World, typed: str) -> None:
    await world.tess()
    ana = await world.patient(first=2)
    await world.next_due()
    await ana.say(typed)
    await ana.expect("Saved: 4 of 10.")
    assert world.pain_on(ANA, TUESDAY) == 4


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("5-6", ["5", "6"]), ("4.5", ["4", "5"]), ("-3", ["3"]), ("was 7 now 4", ["7", "4"])],
)
async def test_an_unclear_number_is_asked_again_and_never_guessed(
    world: World, typed: str, offered: list[str]
) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.say(typed)
    asked = await ana.expect("24 hours")
    labels = asked.labels
    assert sorted(labels[:-1]) == sorted(offered)
    assert world.pain_on(ANA, TUESDAY) is None
    await ana.press(offered[0], on=asked)
    await world.settled()
    assert world.pain_on(ANA, TUESDAY) == int(offered[0])


@pytest.mark.parametrize("typed", ["12", "11/10"])
async def test_a_number_off_the_scale_is_asked_again_with_all_numbers(
    world: World, typed: str
) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.say(typed)
    asked = await ana.expect("from 0, no pain, to 10")
    assert len([label for label in asked.labels if label.isdigit()]) == 11
    assert world.pain_on(ANA, TUESDAY) is None


async def test_the_answer_can_be_changed_for_the_rest_of_the_day_only(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("3")
    prompt = await ana.expect("Saved: 3 of 10")
    await ana.press("Change")
    await ana.press("5")
    await ana.expect("Saved: 5 of 10")
    assert (world.pain_on(ANA, TUESDAY), changes(world)) == (5, 1)

    await world.next_due()
    await ana.forge(prompt.id, "p:2:9")
    assert "closed" in await ana.pop_up()
    assert world.pain_on(ANA, TUESDAY) == 5


async def test_a_late_reply_belongs_to_the_prompt_it_answers(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    tuesday = await ana.expect("Good morning")
    await world.move_to(world.clock.now().replace(day=4, hour=8))
    await ana.press("2", on=tuesday)
    assert "Tuesday 3 March" in await ana.pop_up()
    await ana.say("6")
    await ana.expect("Saved: 6")
    assert world.pain_on(ANA, TUESDAY) == 2
    assert world.pain_on(ANA, WEDNESDAY) == 6


async def test_a_question_left_for_three_days_is_closed(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    tuesday = await ana.expect("Good morning")
    await world.move_to(world.clock.now().replace(day=6, hour=8))
    await ana.press("2", on=tuesday)
    assert "closed" in await ana.pop_up()
    assert world.pain_on(ANA, TUESDAY) is None
    closed = await ana.expect("is closed")
    assert not [label for label in closed.labels if label.isdigit()]


async def test_a_typed_reply_to_an_older_message_is_for_that_day(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    tuesday = await ana.expect("Good morning")
    await world.move_to(world.clock.now().replace(day=4, hour=8))
    await ana.say("1", reply_to=tuesday)
    await ana.expect("Saved for Tuesday 3 March: 1 of 10")
    assert world.pain_on(ANA, TUESDAY) == 1
    assert world.pain_on(ANA, WEDNESDAY) is None


async def test_pain_corrects_the_number_between_prompts(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("3")
    await ana.say("/pain")
    asked = await ana.expect("Which number is right")
    await ana.press("8", on=asked)
    await world.settled()
    assert world.pain_on(ANA, TUESDAY) == 8


async def test_pain_before_the_question_brings_the_day_forward_once(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.move_to(world.clock.now().replace(day=3, hour=5))
    await ana.say("7")
    await ana.expect("Saved: 7")
    assert world.pain_on(ANA, TUESDAY) == 7
    await world.move_to(world.clock.now().replace(hour=12))
    count = world.db.value("SELECT count(*) FROM prompts WHERE local_date = '2026-03-03'")
    assert count == 1
