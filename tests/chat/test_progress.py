"""The week's proposal in Tess's chat, and what her tap means in Ana's."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from tests.simulator.client import Phone
from tests.simulator.seen import Seen
from tests.world import ANA, BEN, World, wishes


async def a_week(
    world: World,
    *,
    pain: int = 2,
    done: str = "Done already",
    before: Callable[[World], Awaitable[Phone]] = World.tess,
) -> tuple[Phone, Phone]:
    """Ana's first week, and the morning after it."""
    tess = await before(world)
    ana = await world.patient(first=3)
    await days(world, ana, 6, pain, done)
    await world.move_to(world.clock.now() + timedelta(days=1))
    return tess, ana


async def days(world: World, ana: Phone, count: int, pain: int, done: str) -> None:
    for _ in range(count):
        await world.settled()
        await world.move_to(world.clock.now() + timedelta(days=1))
        prompt = await ana.expect("Today: ")
        await ana.press(done, on=prompt)
        await ana.press(str(pain), on=prompt)
    await world.settled()


def place(world: World) -> tuple[int, int]:
    ana = world.row(ANA)
    return ana.phase, ana.dose_step


async def proposed(tess: Phone) -> Seen:
    return await tess.expect("Ana: next step proposed")


async def test_a_good_week_is_proposed_and_one_tap_moves_ana_on(world: World) -> None:
    tess, ana = await a_week(world)
    card = await proposed(tess)
    assert "6 of 6 sessions, middle rating 2" in card.text
    assert "Now: Gentle start, step 1 of 2\nThen: Gentle start, step 2 of 2" in card.text
    assert place(world) == (0, 0)
    await tess.press("Advance", on=card)
    await ana.expect("A little more from your next session on")
    await tess.expect("Done by Tess")
    await world.settled()
    assert place(world) == (0, 1)
    await world.move_to(world.clock.now() + timedelta(days=1))
    assert "Bridge, 10 times" in (await ana.expect("Today: ")).text


async def test_nobody_is_asked_to_go_on_with_a_patient_who_got_worse_since(world: World) -> None:
    tess, ana = await a_week(world)
    card = await proposed(tess)
    await ana.press("9", on=await ana.expect("Today: "))
    await world.settled()
    flag = await tess.expect("Ana: ")
    assert "Plan proposes" not in flag.text
    shown = next(m for m in (await tess.refresh()).messages if m.id == card.id)
    assert "a worsening since then" in shown.text
    assert "Advance" not in shown.labels
    await tess.forge(card.id, f"course:{world.row(ANA).id}:yes:1")
    await world.settled()
    assert place(world) == (0, 0)


async def test_tapping_twice_moves_one_step(world: World) -> None:
    tess, _ = await a_week(world)
    card = await proposed(tess)
    await tess.press("Advance", on=card, times=3)
    await world.settled()
    await tess.forge(card.id, f"course:{world.row(ANA).id}:yes:1")
    assert "changed since" in await tess.pop_up()
    assert place(world) == (0, 1)


async def test_stay_is_one_tap_and_the_next_look_is_a_week_later(world: World) -> None:
    tess, ana = await a_week(world)
    await tess.press("Stay", on=await proposed(tess))
    await tess.expect("Stays: Tess")
    await days(world, ana, 6, 2, "Done already")
    assert not [m for m in tess.new if "next step proposed" in m.text]
    await world.move_to(world.clock.now() + timedelta(days=1))
    await proposed(tess)
    assert place(world) == (0, 0)


async def test_a_week_that_asks_for_nothing_stands_on_the_card_only(world: World) -> None:
    tess, _ = await a_week(world, done="Partly")
    await world.settled()
    await tess.refresh()
    assert not [m for m in tess.messages if "proposed" in m.text]
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.expect("Last week, on Monday 9 March: stay. 3 of 6 sessions; going on takes 4.")


async def test_the_card_moves_by_hand_and_switches_the_step_back(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Plan and steps")
    course = await tess.expect("Stands at: Gentle start, step 1 of 2")
    assert "Step back" not in course.labels
    await tess.press("Advance")
    await tess.expect("Stands at: Gentle start, step 2 of 2")
    await ana.expect("A little more")
    await tess.press("Advance")
    await tess.expect("Stands at: Build, step 1 of 3")
    await ana.expect("Your plan moves on: Build.")
    await tess.press("Step back")
    await tess.expect("Stands at: Gentle start, step 2 of 2")
    await ana.expect("Your plan goes back to: Gentle start.")
    await tess.press("Let it step back by itself")
    await tess.expect("Steps back by itself after a bad week.")
    await tess.press("Always ask before a step back")
    await tess.press("Back")
    await tess.expect("Every day at 08:30")


async def test_a_patient_may_not_decide_and_a_proposal_of_others_is_refused(world: World) -> None:
    tess, ana = await a_week(world)
    card = await proposed(tess)
    await ana.forge(ana.last.id, f"course:{world.row(ANA).id}:yes:1")
    assert "does nothing" in await ana.pop_up()
    await world.patient(BEN, wishes("Ben"))
    await tess.forge(card.id, f"course:{world.row(BEN).id}:yes:1")
    assert "changed since" in await tess.pop_up()
    assert place(world) == (0, 0)


async def test_the_move_is_told_in_spanish_too(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient(asked=wishes(language="es"))
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Plan and steps")
    await tess.press("Advance")
    await ana.expect("Un poco más desde su próxima sesión. Tess lo decidió")
