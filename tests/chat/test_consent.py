"""The consent text has a version: agreed to at the start, asked for again when it changes."""

from datetime import timedelta

import pytest

from bot.services import consent
from bot.storage import consents
from tests.simulator.client import Phone
from tests.world import ANA, World


async def changed(world: World, monkeypatch: pytest.MonkeyPatch) -> Phone:
    await world.tess()
    ana = await world.patient()
    assert consents.latest(world.db, world.row(ANA).id) == consent.VERSION
    monkeypatch.setattr(consent, "VERSION", consent.VERSION + 1)
    await world.next_due()
    await ana.expect("what is kept has changed")
    return ana


async def test_a_changed_text_is_asked_once_a_day_until_it_is_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await changed(world, monkeypatch)
    await world.move_to(world.clock.now() + timedelta(days=1))
    await ana.expect("Do you agree?")
    await ana.press("I agree")
    await ana.expect("Noted that you agree")
    await world.settled()
    await world.move_to(world.clock.now() + timedelta(days=1))
    await ana.refresh()
    assert not [m for m in ana.new if "Do you agree?" in m.text]


async def test_who_does_not_agree_gets_no_more_messages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await changed(world, monkeypatch)
    await ana.press("No, stop all messages")
    await ana.expect("All messages have ended")
    await world.settled()
    assert world.row(ANA).state == "stopped"


async def test_the_weekly_signs_are_not_held_up_by_a_consent_left_unanswered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await changed(world, monkeypatch)
    await world.move_to(world.clock.now() + timedelta(days=6))
    await ana.refresh()
    assert any("Once a week I ask" in m.text for m in ana.messages)
