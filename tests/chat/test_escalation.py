"""An alert nobody opens: repeated, taken to others, and the patient told so honestly."""

from datetime import timedelta
from pathlib import Path

from tests.simulator.client import Phone
from tests.world import TIM, World, running

MINUTE = timedelta(minutes=1)


async def emergency(world: World) -> Phone:
    """A patient of Tess who has just answered the first question with yes."""
    ana = await world.patient()
    await world.next_due()
    await ana.press("Something new or worrying")
    await ana.expect("Question 1 of 9")
    await ana.press("Yes")
    await ana.expect("Call 112 now")
    await world.settled()
    return ana


def alerts(phone: Phone) -> int:
    """The alert of the worry shows the answer too, once it is there."""
    return len([m for m in phone.messages if m.by_bot and "Answered YES" in m.text])


async def after(world: World, minutes: int) -> None:
    await world.move_to(world.clock.now() + minutes * MINUTE)


async def test_it_is_repeated_then_goes_to_the_admins_and_then_the_patient_is_told(
    world: World,
) -> None:
    olga = await world.olga()
    tess = await world.tess()
    ana = await emergency(world)
    await tess.refresh()
    assert alerts(tess) == 2
    counts = []
    for minutes in (14, 1, 15, 30):
        await after(world, minutes)
        counts.append((alerts(tess), alerts(olga)))
    assert counts == [(2, 0), (3, 0), (4, 1), (5, 2)]
    honest = [m for m in ana.messages if "has opened the alert about you yet" in m.text]
    assert len(honest) == 1
    assert "If you have not called 112" in honest[0].text
    assert "nobody has tapped Seen since" in tess.last.text
    # The cap: a day later nobody has been rung again.
    await world.move_to(world.clock.now() + timedelta(hours=20))
    assert (alerts(tess), alerts(olga)) == (5, 2)


async def test_seen_by_anybody_ends_it(world: World) -> None:
    olga = await world.olga()
    tess = await world.tess()
    ana = await emergency(world)
    await after(world, 30)
    await olga.press("Seen")
    await ana.expect("Olga opened your report")
    await world.settled()
    await after(world, 120)
    assert (alerts(tess), alerts(olga)) == (4, 1)
    assert not [m for m in ana.messages if "has opened the alert about you yet" in m.text]


async def test_an_unreachable_therapist_is_passed_over_at_once(world: World) -> None:
    olga = await world.olga()
    tim = await world.member(TIM, "Tim")
    tess = await world.tess()
    await tess.block()
    ana = await emergency(world)
    assert any(m.text.startswith("Call 112 now") for m in ana.messages)
    await olga.refresh()
    assert alerts(olga) >= 1
    await tim.refresh()
    assert alerts(tim) == 0


async def test_a_solo_clinic_hears_it_alone_and_the_patient_still_gets_the_last_word(
    world: World,
) -> None:
    tess = await world.tess()
    ana = await emergency(world)
    await after(world, 60)
    assert alerts(tess) == 5
    assert any("has opened the alert about you yet" in m.text for m in ana.messages)


async def test_after_a_gap_the_latest_repeat_comes_once(world: World) -> None:
    tess = await world.tess()
    ana = await emergency(world)
    # Straight to an hour later, as after a restart: no stop on the way.
    world.clock.move_to(world.clock.now() + 60 * MINUTE)
    world.app.ticker.tick()
    await world.settled()
    await tess.refresh()
    assert alerts(tess) == 3
    await ana.expect("has opened the alert about you yet")


async def test_a_sign_of_the_same_day_is_repeated_over_hours(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Something new or worrying")
    for _ in range(6):
        await world.settled()
        await ana.press("No")
    await ana.expect("Fever")
    await ana.press("Yes")
    await ana.expect("Please see a doctor today")
    await world.settled()
    await tess.refresh()
    assert alerts(tess) == 1
    await after(world, 119)
    assert alerts(tess) == 1
    await after(world, 1)
    assert alerts(tess) == 2
    await after(world, 6 * 60)
    assert any("see a doctor today, or call" in m.text for m in ana.messages)


async def test_a_clinic_sets_its_own_minutes(tmp_path: Path) -> None:
    async with running(tmp_path, escalate_minutes="20,40,80") as world:
        tess = await world.tess()
        await emergency(world)
        await after(world, 19)
        assert alerts(tess) == 2
        await after(world, 1)
        assert alerts(tess) == 3
