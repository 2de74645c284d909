"""Sessions, sessions put off, nudges, pauses: what a day brings and what it does not."""

from datetime import UTC, date, datetime, timedelta

from bot.storage import prompts
from tests.simulator.client import Phone
from tests.world import ANA, World, wishes


def labels(phone: Phone) -> list[str]:
    return phone.last.labels


def nudges(phone: Phone) -> int:
    return sum("Only if you like" in message.text for message in phone.messages)


async def test_a_rest_day_asks_for_one_number_only(world: World) -> None:
    await world.tess()
    ana = await world.patient(asked=wishes(days=frozenset({2})))
    await world.next_due()
    await ana.expect("No exercises today. One number is enough.")
    assert "Start" not in labels(ana)
    await ana.press("4")
    await world.next_due()
    await ana.expect("Today: 6 moves")
    assert "Start" in labels(ana)


async def test_could_not_asks_why_and_keeps_the_reason(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Could not")
    await ana.press("Too much pain")
    await ana.expect("Exercises: not today")
    prompt = prompts.latest(world.db, world.row(ANA).id, 1)[0]
    assert prompt.could_not_reason == "pain"


async def test_later_offers_the_session_again_at_that_time_and_once(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Later")
    await ana.press("In 2 hours")
    assert "10:30" in await ana.pop_up()
    passed = await world.move_to(world.clock.now() + timedelta(hours=3))
    assert passed == [datetime(2026, 3, 3, 9, 30, tzinfo=UTC)]
    again = await ana.expect("6 moves")
    await ana.press("Done already", on=again)
    await world.settled()
    days = [m for m in ana.messages if "Exercises: done" in m.text]
    await ana.refresh()
    assert len([m for m in ana.messages if "Exercises: done" in m.text]) == 2, days


async def test_late_in_the_evening_only_times_of_the_same_day_are_offered(world: World) -> None:
    await world.tess()
    ana = await world.patient(asked=wishes(minute=22 * 60))
    await world.move_to(datetime(2026, 3, 3, 22, 45, tzinfo=UTC))
    await ana.press("Later")
    await ana.refresh()
    assert "In 2 hours" not in labels(ana)
    assert "This evening" not in labels(ana)


async def test_one_nudge_after_four_hours_when_nothing_was_recorded(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    sent = world.clock.now()
    await world.move_to(sent + timedelta(hours=3, minutes=59))
    assert nudges(ana) == 0
    await world.move_to(sent + timedelta(hours=9))
    assert nudges(ana) == 1
    await ana.press("5")
    await world.settled()
    assert world.pain_on(ANA, date(2026, 3, 3)) == 5


async def test_no_nudge_when_something_was_recorded(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Done already")
    await world.move_to(world.clock.now() + timedelta(hours=9))
    assert nudges(ana) == 0


async def test_no_nudge_after_two_silent_days_in_a_row(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.move_to(world.clock.now() + timedelta(days=6))
    assert nudges(ana) == 2


async def test_quiet_hours_bind_the_nudge_and_never_the_chosen_time(world: World) -> None:
    await world.tess()
    ana = await world.patient(asked=wishes(minute=5 * 60))
    await world.move_to(datetime(2026, 3, 3, 4, 30, tzinfo=UTC))
    assert "Good morning" in ana.last.text
    late = wishes("Ben", minute=19 * 60)
    ben = await world.patient(2002, late)
    await world.move_to(datetime(2026, 3, 4, 7, 0, tzinfo=UTC))
    # 19:00 and four hours is 23:00: quiet, and the next morning is another day.
    assert nudges(ben) == 0


async def test_a_pause_brings_nothing_and_ends_by_itself(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await ana.say("/pause")
    await ana.press("3 days")
    await ana.expect("goes on by itself on Thursday 5 March")
    before = len(ana.messages)
    await world.move_to(datetime(2026, 3, 5, 7, 0, tzinfo=UTC))
    assert len(ana.messages) == before
    await world.move_to(datetime(2026, 3, 5, 8, 0, tzinfo=UTC))
    assert "Good morning" in ana.last.text
    await world.move_to(datetime(2026, 3, 7, 6, 0, tzinfo=UTC))
    assert not [m for m in tess.messages if "no answers" in m.text]


async def test_stop_ends_all_messages_and_resume_starts_them_again(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await ana.say("/stop")
    await ana.press("Yes, end all messages")
    await ana.expect("All messages have ended")
    await tess.expect("Ana has stopped all messages")
    before = len(ana.messages)
    await world.move_to(world.clock.now() + timedelta(days=4))
    assert len(ana.messages) == before
    await ana.say("/resume")
    await ana.expect("Good to have you back")
    await world.next_due()
    await ana.expect("Good morning")


async def test_a_new_time_takes_effect_and_gives_no_second_prompt_that_day(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.say("/time")
    await ana.say("9pm")
    await ana.expect("every day at 21:00. Next: Wednesday 4 March")
    await world.move_to(datetime(2026, 3, 4, 19, 0, tzinfo=UTC))
    count = world.db.value("SELECT count(*) FROM prompts WHERE is_first = 0")
    assert count == 1
    await world.next_due()
    assert world.clock.now() == datetime(2026, 3, 4, 20, 0, tzinfo=UTC)


async def test_ana_reads_spanish_once_she_asks_for_it(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await ana.say("/language")
    await ana.press("Español")
    await ana.expect("Ahora le hablo en español")
    await world.next_due()
    prompt = await ana.expect("Buenos días, Ana. Hoy: 6 ejercicios")
    assert "peor dolor" in prompt.text
    await ana.say("como 5")
    await ana.expect("Guardado: 5 de 10")


async def test_today_shows_the_day_again_and_both_messages_agree(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.say("/today")
    await ana.expect("6 moves")
    await ana.press("4")
    await world.settled()
    await ana.refresh()
    assert len([m for m in ana.messages if "Saved: 4 of 10. Yesterday" in m.text]) == 2
