"""Flare mode: three gentle days and back by itself; and the one question about a rating."""

from datetime import date, timedelta

import pytest

from bot.domain.flags import ComparedToUsual, Kind
from bot.services import sessions
from bot.storage import compared, flags, flares, prompts, screens
from tests.chat.days import live, next_prompt
from tests.simulator.client import Phone, Seen
from tests.world import ANA, World, wishes

SUSPECT = (4, 3, 4, 4, 3, 4, 4, 3, 4, 6)
"""Calm days, then one that stands out without being enough for a flag."""


def gentle(world: World) -> list[str]:
    plan = sessions.plan_of(world.clinic, world.row(ANA))
    assert plan is not None
    return [item.exercise for item in world.clinic.programme.flare_session(plan).items]


def offered(world: World, day: date) -> list[str]:
    prompt = prompts.of_day(world.db, world.row(ANA).id, day)
    assert prompt is not None
    return [item.exercise for item in sessions.of_prompt(prompt)]


def today(world: World) -> date:
    return world.clock.now().astimezone(world.row(ANA).zone).date()


@pytest.mark.parametrize("days", [frozenset(range(7)), frozenset[int]()])
async def test_three_gentle_days_every_day_and_back_by_themselves(
    world: World, days: frozenset[int]
) -> None:
    await world.tess()
    ana = await world.patient(asked=wishes(days=days))
    first = await next_prompt(world, ana)
    usual = offered(world, today(world))
    assert usual != gentle(world)
    await ana.say("/flare")
    await ana.press("Begin 3 gentle days")
    assert await ana.pop_up() == "Gentle days: set"
    changed = await ana.expect("Gentle day 1 of 3")
    assert changed.id == first.id
    for number in (2, 3):
        prompt = await next_prompt(world, ana)
        assert f"Gentle day {number} of 3" in prompt.text
        assert "24 hours?" in prompt.text
        assert offered(world, today(world)) == gentle(world)
    over = await next_prompt(world, ana)
    assert "The gentle days are over" in over.text
    assert offered(world, today(world)) != gentle(world)
    assert bool(offered(world, today(world))) == bool(days)
    await next_prompt(world, ana)
    assert "gentle" not in ana.last.text


async def test_begun_exercises_are_not_exchanged_the_flare_begins_tomorrow(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await next_prompt(world, ana)
    before = offered(world, today(world))
    await ana.press("Done already")
    await world.settled()
    await ana.say("/flare")
    await ana.press("Begin 3 gentle days")
    await ana.expect("Gentle days begin on Wednesday 4 March")
    assert offered(world, today(world)) == before
    prompt = await next_prompt(world, ana)
    assert "Gentle day 1 of 3" in prompt.text


async def test_a_flare_is_offered_after_a_jump_and_can_be_ended(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await live(world, ana, (4, 3, 4, 4))
    await ana.refresh()
    assert "A flare: 3 gentle days" not in ana.last.labels
    prompt = await next_prompt(world, ana)
    await ana.press("6", on=prompt)
    answered = await ana.expect("Saved: 6 of 10")
    assert "A flare: 3 gentle days" in answered.labels
    await ana.press("A flare: 3 gentle days", on=answered)
    await ana.press("Begin 3 gentle days")
    await ana.expect("Gentle days are on")
    await ana.press("Back to my usual plan")
    await ana.expect("Your usual plan is back")
    await world.settled()
    assert flares.of_patient(world.db, world.row(ANA).id) == []


async def test_no_flare_while_exercises_are_stopped(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await next_prompt(world, ana)
    await ana.press("Something new or worrying")
    await ana.expect("Question 1 of 9")
    await ana.say("/flare")
    await ana.expect("not possible at the moment")
    await ana.forge(ana.last.id, "fl:begin")
    await ana.pop_up()
    assert flares.of_patient(world.db, world.row(ANA).id) == []


async def test_flares_are_counted_on_the_card_and_named_in_the_digest(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await next_prompt(world, ana)
    await ana.say("/flare")
    await ana.press("Begin 3 gentle days")
    await ana.expect("Gentle days are on")
    await world.move_to(world.clock.now() + timedelta(days=1))
    told = next(m.text for m in tess.messages if m.text.startswith("Your day at a glance"))
    assert "Began 3 gentle days (flare)\nAna" in told
    await live(world, ana, (4, 4, 9))
    await tess.refresh()
    card = next(m for m in tess.messages if "Ana: severe pain" in m.text)
    assert "Flares: 1, Tue 3 to Thu 5." in card.text.replace("3 Tue", "Tue 3")


async def asked(world: World, ana: Phone) -> Seen:
    await live(world, ana, SUSPECT)
    await ana.refresh()
    return next(m for m in ana.messages if "stands out a little" in m.text)


async def test_one_question_where_the_number_alone_cannot_tell(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    question = await asked(world, ana)
    assert question.labels == ["As usual for me", "A flare, I know it", "Something new"]
    patient = world.row(ANA)
    assert screens.request_of(world.db, patient.id, today(world)) == compared.WHAT
    assert flags.open_of(world.db, patient.id) == []
    await ana.press("As usual for me", on=question)
    await ana.expect("Saved: as usual for you")
    prompt = prompts.of_day(world.db, patient.id, today(world))
    assert prompt is not None
    assert compared.of_prompt(world.db, prompt.id) is ComparedToUsual.USUAL
    # Once a week is enough, whatever the numbers say.
    await live(world, ana, (4, 6, 4))
    await ana.refresh()
    assert len([m for m in ana.messages if "stands out" in m.text or "as usual" in m.text]) == 1


async def test_something_new_brings_the_questions_and_the_day_is_judged_again(
    world: World,
) -> None:
    await world.tess()
    ana = await world.patient()
    question = await asked(world, ana)
    await ana.press("Something new", on=question)
    await ana.expect("Question 1 of 9")
    patient = world.row(ANA)
    assert flags.open_kind(world.db, patient.id, Kind.WORSENING) is not None


async def test_an_answer_of_another_day_changes_nothing(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    question = await asked(world, ana)
    day = today(world)
    await next_prompt(world, ana)
    await ana.press("Something new", on=question)
    assert "closed" in await ana.pop_up()
    await ana.expect("This question was about another day")
    prompt = prompts.of_day(world.db, world.row(ANA).id, day)
    assert prompt is not None
    assert compared.of_prompt(world.db, prompt.id) is None


async def test_in_spanish(world: World) -> None:
    await world.tess()
    ana = await world.patient(asked=wishes(language="es"))
    await next_prompt(world, ana)
    await ana.say("/flare")
    await ana.press("Empezar 3 días suaves")
    await ana.expect("Días suaves en curso")
    await ana.expect("Día suave 1 de 3")
