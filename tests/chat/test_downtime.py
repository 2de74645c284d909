"""After a gap: what is still worth sending goes, the rest is missed, and people are told."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.daily import PromptState
from bot.services import prompting
from bot.storage import prompts
from tests.simulator.client import Phone
from tests.world import ANA, BEN, TESS, World, running, wishes


def due_of(world: World, account: int) -> datetime:
    due = world.row(account).next_due_at
    assert due is not None
    return due


async def crew(world: World) -> tuple[Phone, Phone]:
    """Tess, Ana at 08:30 and Ben at 11:00."""
    tess = await world.tess()
    ana = await world.patient()
    await world.patient(BEN, wishes("Ben", minute=11 * 60))
    await world.settled()
    return tess, ana


async def asleep_until(world: World, instant: datetime) -> None:
    """The machine sleeps: the process goes on, and its clock has jumped."""
    world.clock.move_to(instant)
    world.app.ticker.tick()
    await world.settled()


def states(world: World, account: int) -> list[PromptState]:
    patient = world.row(account)
    return [p.state for p in prompts.latest(world.db, patient.id, 9) if not p.is_first]


async def test_a_laptop_that_slept_catches_up_and_tells_what_it_missed(world: World) -> None:
    tess, ana = await crew(world)
    await ana.mark()
    await tess.mark()
    slept_until = due_of(world, ANA) + timedelta(hours=3, minutes=30)
    await asleep_until(world, slept_until)
    assert states(world, ANA) == [PromptState.MISSED]
    assert states(world, BEN) == [PromptState.SENT]
    told = await tess.expect("not running")
    assert "Ana" in told.text
    assert "12:00" in told.text
    assert not [m for m in (await ana.refresh()).new if "worst pain" in m.text]
    await asleep_until(world, slept_until + timedelta(seconds=30))
    assert len([m for m in (await tess.refresh()).messages if "not running" in m.text]) == 1


async def test_a_bot_that_was_down_for_days_misses_each_day_once_and_warns(tmp_path: Path) -> None:
    async with running(tmp_path) as world:
        await crew(world)
        back, simulator = world.clock.now() + timedelta(days=3), world.simulator
    # The first clinic's end has closed Telegram's port as well.
    await simulator.start()
    async with running(tmp_path, start=back, simulator=simulator) as world:
        world.app.ticker.tick()
        await world.settled()
        assert states(world, ANA) == [PromptState.MISSED] * 2 + [PromptState.SENT]
        tess = await (await world.phone(TESS, "Tess")).refresh()
        (told,) = [m.text for m in tess.messages if "not running" in m.text]
        assert "24" in told
        assert "Ana, Ben" in told
    await simulator.stop()


async def test_a_restart_is_no_gap(tmp_path: Path) -> None:
    async with running(tmp_path) as world:
        await crew(world)
        world.app.ticker.tick()
        back, simulator = world.clock.now() + timedelta(minutes=5), world.simulator
    await simulator.start()
    async with running(tmp_path, start=back, simulator=simulator) as world:
        world.app.ticker.tick()
        await world.settled()
        assert world.db.value("SELECT count(*) FROM outbox WHERE kind = 'downtime'") == 0
    await simulator.stop()


async def test_a_clock_that_is_set_back_does_nothing_twice(world: World) -> None:
    await crew(world)
    due = due_of(world, ANA)
    await world.move_to(due)
    before = len(await world.phones.calls("sendMessage"))
    for hours in (-1, -30, 0):
        world.clock._base = due + timedelta(hours=hours)
        world.app.ticker.tick()
        await world.settled()
    assert states(world, ANA) == [PromptState.SENT]
    assert world.app.health.report().is_well
    assert len(await world.phones.calls("sendMessage")) <= before + 1
    assert world.db.value("SELECT count(*) FROM prompts WHERE is_first = 0 AND patient_id = 1") == 1


async def test_a_part_of_the_tick_that_fails_is_tried_again_and_seen(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, ana = await crew(world)
    last = world.app.ticker.last
    world.clock.move_to(due_of(world, ANA))
    with monkeypatch.context() as broken:

        def fail(*_: object) -> None:
            raise RuntimeError("Ana has 7 of 10")

        broken.setattr(prompting, "due_nudges", fail)
        world.app.ticker.tick()
        await ana.expect("worst pain")
    assert world.app.ticker.last == last
    assert "RuntimeError at" in caplog.text
    assert "7 of 10" not in caplog.text
    world.app.ticker.tick()
    assert world.app.ticker.last != last
