"""One message a day at the therapist's hour, or none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services.digest import newly_improved
from tests.chat.days import live
from tests.simulator.client import Phone
from tests.world import BEN, World, wishes

START = date(2026, 3, 2)


def digests(phone: Phone, head: str = "Your day at a glance") -> list[str]:
    return [m.text for m in phone.messages if m.text.startswith(head)]


async def test_nothing_to_tell_is_no_message(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await live(world, ana, (4, 4, 4))
    await world.move_to(world.clock.now() + timedelta(hours=12))
    assert digests(tess) == []


async def test_silence_comes_at_the_chosen_hour_and_goes_once_seen(world: World) -> None:
    tess = await world.tess()
    await tess.say("/digest")
    await tess.press("17:00")
    await tess.expect("Your digest comes at 17:00")
    await world.patient(asked=wishes(minute=540))
    await world.move_to(datetime(2026, 3, 6, 15, 59, tzinfo=UTC))
    assert digests(tess) == []
    await world.move_to(datetime(2026, 3, 6, 16, 0, tzinfo=UTC))
    assert len(digests(tess)) == 1
    assert "○ Ana: no answers. No answer to the last 3 prompts" in digests(tess)[0]
    digest = next(m for m in tess.messages if m.text.startswith("Your day"))
    assert digest.raw["disable_notification"] is True
    await tess.press("Ana", on=digest)
    card = await tess.expect("Ana: no answers")
    await tess.press("Seen", on=card)
    await world.settled()
    await world.move_to(datetime(2026, 3, 7, 16, 30, tzinfo=UTC))
    assert len(digests(tess)) == 1


async def test_two_therapists_read_only_of_their_own(world: World) -> None:
    await world.olga()
    tess = await world.tess()
    tim = await world.member(1002, "Tim")
    await world.patient(asked=wishes("Ana"))
    await world.patient(BEN, wishes("Ben"), by=1002)
    await world.move_to(datetime(2026, 3, 6, 8, 0, tzinfo=UTC))
    assert ["Ana" in text and "Ben" not in text for text in digests(tess)] == [True]
    assert ["Ben" in text and "Ana" not in text for text in digests(tim)] == [True]


async def test_discreet_digests_show_names_only_when_opened(world: World) -> None:
    tess = await world.tess()
    await tess.say("/settings")
    await tess.press("Hide names in alerts")
    await world.patient()
    await world.move_to(datetime(2026, 3, 6, 8, 0, tzinfo=UTC))
    digest = next(m for m in tess.messages if "digest is ready" in m.text)
    assert "Ana" not in digest.text
    await tess.press("Open", on=digest)
    await tess.expect("Ana: no answers")


async def test_a_therapist_who_reads_spanish_gets_it_in_spanish(world: World) -> None:
    tess = await world.tess()
    await tess.say("/settings")
    await tess.press("Español")
    await world.patient()
    await world.move_to(datetime(2026, 3, 6, 8, 0, tzinfo=UTC))
    told = digests(tess, "Su día de un vistazo")
    assert ["Ana: sin respuestas" in text for text in told] == [True]


async def test_who_improved_by_two_points_is_named_once(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient(first=6)
    await live(world, ana, (6, 6, 6, 6, 5, 6, 6, 5, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3))
    await tess.refresh()
    told = [text for text in digests(tess) if "Better" in text]
    assert len(told) == 1
    assert "✓ Ana: week's median 4, at the start 6." in told[0]


pains = st.lists(st.none() | st.integers(0, 10), min_size=1, max_size=60)


@given(pains)
@example([0] * 10 + [None] * 3 + [0] * 5)
def test_each_step_is_told_at_most_once(days: list[int | None]) -> None:
    told = []
    known: dict[date, int] = {}
    for n, pain in enumerate(days):
        day = START + timedelta(days=n)
        if pain is not None:
            known[day] = pain
        found = newly_improved(known, day)
        if found is not None:
            start, now = found
            assert start - now >= 2
            told.append(int((start - now) // 2))
    assert told == sorted(set(told))


@pytest.mark.parametrize("pains", [[5] * 20, [3, 4, 5, 6, 7, 8] * 4, [2] * 7 + [1] * 10])
def test_no_change_and_worse_are_no_improvement(pains: list[int]) -> None:
    known = {START + timedelta(days=n): pain for n, pain in enumerate(pains)}
    assert [newly_improved(known, day) for day in known] == [None] * len(known)
