"""The guided session: one message from the first exercise to "how was it"."""

from datetime import date

from bot.domain.daily import SessionResult
from bot.domain.flags import AfterExercise
from bot.storage import guided, prompts
from tests.simulator.client import Phone
from tests.simulator.seen import Seen
from tests.world import ANA, World

TUESDAY = date(2026, 3, 3)


def prompt_id(world: World, day: date = TUESDAY) -> int:
    prompt = prompts.of_day(world.db, world.row(ANA).id, day)
    assert prompt is not None
    return prompt.id


def result(world: World, day: date = TUESDAY) -> SessionResult | None:
    return prompts.get(world.db, prompt_id(world, day)).session_result


async def begun(world: World) -> tuple[Phone, Seen]:
    """Ana's phone with the first exercise on it."""
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Start")
    return ana, await ana.expect("1 of 6 · Pelvic tilt")


async def test_a_session_is_walked_through_in_one_message(world: World) -> None:
    ana, walk = await begun(world)
    assert walk.media is not None
    assert walk.media["kind"] == "animation"
    assert "1. " in walk.text
    assert "10 times" in walk.text
    for number in range(2, 7):
        await ana.press("Done, next")
        walk_now = await ana.expect(f"{number} of 6")
        assert walk_now.id == walk.id
    await ana.press("Done, finish")
    asked = await ana.expect("How was your pain while exercising")
    assert asked.id == walk.id
    await ana.press("More, but it settled")
    end = await ana.expect("Done: 6 of 6")
    assert guided.after(world.db, prompt_id(world)) is AfterExercise.SETTLED
    await ana.press("3", on=end)
    await ana.expect("Saved: 3 of 10")
    await world.settled()
    assert result(world) is SessionResult.DONE
    assert world.pain_on(ANA, TUESDAY) == 3
    day = next(m for m in ana.messages if "Good morning" in m.text)
    assert "Exercises: done" in day.text
