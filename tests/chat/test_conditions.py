"""What a therapist ticks decides which exercises and advice a patient gets, and what is asked."""

import pytest

from bot.domain.daily import Prompt
from bot.services import conditions, sessions, tips
from bot.storage import prompts, sore
from tests.chat.days import next_prompt
from tests.simulator.client import Phone
from tests.world import ANA, World


def exercises(world: World) -> set[str]:
    """What Ana would do tomorrow."""
    patient = world.row(ANA)
    assert patient.next_due_date is not None
    return {i.exercise for i in sessions.for_day(world.clinic, patient, patient.next_due_date)}


async def test_a_ticked_condition_takes_out_what_it_forbids_and_says_why(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    before = exercises(world)
    barred = {
        e.id for e in world.clinic.programme.exercises.values() if "osteoporosis" in e.not_for
    }
    assert before & barred
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Conditions")
    await tess.press("Weak bones (osteoporosis)")
    shown = await tess.expect("(Weak bones (osteoporosis))")
    assert "✓ Weak bones (osteoporosis)" in shown.labels
    await world.settled()
    assert not exercises(world) & barred
    await tess.press("✓ Weak bones (osteoporosis)")
    await world.settled()
    assert exercises(world) == before


def barred_by(world: World, condition: str) -> set[str]:
    everything = world.clinic.programme.exercises.values()
    return {e.id for e in everything if condition in e.not_for}


def todays(world: World) -> Prompt:
    return prompts.latest(world.db, world.row(ANA).id, 1)[0]


def offered(world: World) -> set[str]:
    return {item.exercise for item in sessions.of_prompt(todays(world))}


async def tick(world: World, tess: Phone, *conditions_: str) -> None:
    card = tess.last.id
    for condition in conditions_:
        await tess.forge(card, f"n:{world.row(ANA).id}:c:{condition}")
        await tess.pop_up()
    await world.settled()


async def test_a_tick_changes_todays_exercises_as_long_as_they_have_not_begun(
    world: World,
) -> None:
    tess = await world.tess()
    ana = await world.patient()
    message = await next_prompt(world, ana)
    before, due_at = offered(world), todays(world).due_at
    barred = barred_by(world, "osteoporosis")
    assert before & barred
    await tick(world, tess, "osteoporosis")
    assert not offered(world) & barred
    assert todays(world).due_at == due_at
    await ana.refresh()
    shown = next(m for m in ana.messages if m.id == message.id)
    gone = next(iter(before & barred - offered(world)))
    name = world.clinic.programme.exercises[gone].name.en
    assert name in message.text
    assert name not in shown.text
    await tick(world, tess, "osteoporosis")
    assert offered(world) == before


@pytest.mark.parametrize("begin", ["Done already", "Start"])
async def test_exercises_that_were_begun_stay_as_they_are(world: World, begin: str) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await ana.press(begin, on=await next_prompt(world, ana))
    await world.settled()
    before = offered(world)
    await tick(world, tess, "osteoporosis")
    assert offered(world) == before
    assert not exercises(world) & barred_by(world, "osteoporosis")


async def test_nothing_left_for_today_reads_like_a_rest_day(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    message = await next_prompt(world, ana)
    await ana.press("Later", on=message)
    await ana.press("In 2 hours")
    await world.settled()
    with world.db.transaction():
        for exercise in world.clinic.programme.exercises:
            if exercise not in barred_by(world, "osteoporosis"):
                day = todays(world).local_date
                sore.substitute(world.db, world.row(ANA).id, exercise, None, day)
    assert offered(world)
    await tick(world, tess, "osteoporosis")
    assert not offered(world)
    await ana.refresh()
    shown = next(m for m in ana.messages if m.id == message.id)
    assert "No exercises today" in shown.text
    assert "not for today any more" in shown.text
    assert "Start" not in shown.labels
    assert todays(world).later_until is None


async def test_what_is_on_hold_is_made_fit_too(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await next_prompt(world, ana)
    before = offered(world)
    await ana.press("Something new or worrying")
    await tess.expect("possible red flag")
    await tick(world, tess, "osteoporosis")
    assert offered(world)
    assert not offered(world) & before & barred_by(world, "osteoporosis")


async def test_advice_is_hidden_and_shown_by_what_is_known(world: World) -> None:
    tess = world.staff_of((await world.tess()).chat)
    await world.patient()
    patient = world.row(ANA)

    def pages() -> set[str]:
        return {page.id for page in tips.pages(world.clinic, patient)}

    assert "heat" in pages()
    assert "tens" not in pages()
    for kind, name in (("contraindication", "numb_skin"), ("confirmation", "tens_enabled")):
        conditions.toggle(world.clinic, patient, kind, name, tess, world.moment())
    assert "heat" not in pages()
    assert not conditions.toggle(
        world.clinic, patient, "contraindication", "invented", tess, world.moment()
    )


async def test_known_legs_are_asked_for_what_is_new_and_stay_an_emergency(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Conditions")
    await tess.press("Both legs known: narrow canal")
    await tess.expect("recorded as known on Monday 2 March (narrow spinal canal)")
    await ana.say("pain in both legs")
    asked = await ana.expect("BOTH legs")
    assert "Tess has known of it since Monday 2 March" in asked.text
    await ana.press("Yes", on=asked)
    await ana.expect("Call 112 now")


async def test_the_therapist_may_have_the_questions_asked_now(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Conditions")
    await tess.press("Ask about warning signs now")
    await ana.expect("Tess would like to know: 9 short questions")
