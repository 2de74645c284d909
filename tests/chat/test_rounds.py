"""When the questions about warning signs come: after worse ratings, weekly, and never too often."""

from datetime import timedelta

import pytest

from bot.domain.flags import Kind
from bot.services import consent
from bot.storage import flags, screens
from tests.chat.signs import question, tap
from tests.simulator.client import Phone
from tests.world import ANA, World


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
