"""Living through days in a story: each due prompt is answered, or left."""

from collections.abc import Iterable

from tests.simulator.client import Phone, Seen
from tests.world import World


async def next_prompt(world: World, phone: Phone) -> Seen:
    """Move from one due instant to the next until this phone has a new day's message."""
    for _ in range(20):
        await world.next_due()
        fresh = [m for m in phone.new if "24 hours?" in m.text or "últimas 24 horas?" in m.text]
        fresh = [m for m in fresh if m.text[:4] in ("Good", "Buen")]
        if fresh:
            return fresh[-1]
    raise AssertionError("no prompt came")


async def live(world: World, phone: Phone, pains: Iterable[int | None]) -> None:
    """One day after the other; None leaves the day without an answer."""
    for pain in pains:
        prompt = await next_prompt(world, phone)
        if pain is not None:
            await phone.press(str(pain), on=prompt)
            await world.settled()
