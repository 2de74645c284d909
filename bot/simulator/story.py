"""The guided story: what happens next in the practice clinic, pressed on the page's real buttons.

The driver decides when and what; a page carries it out and the driver waits to see it arrive.
Every bubble is the bot's own: when the bot stops, so does the story.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import count

from bot.simulator.practice import Practice
from bot.simulator.state import snapshot
from bot.simulator.story_acts import Act, phone_of
from bot.simulator.story_script import CHAPTERS, SCRIPT, Step
from bot.simulator.values import Json

SLOWEST, FASTEST = 0.1, 1000.0
# Real seconds without what the next step needs, after which the page says that the story waits.
PATIENCE = 4.0
# Real seconds after which an action that no page carried out is asked for again.
AGAIN_AFTER = 20.0


class _ClosedError(Exception):
    """The clinic has closed: nothing will happen any more."""


class Story:
    """Plays the script; `reset` makes the practice database, and the bot, fresh."""

    def __init__(
        self,
        sim: Practice,
        reset: Callable[[], Awaitable[None]],
        script: Sequence[Step] = SCRIPT,
    ) -> None:
        self._sim = sim
        self._reset = reset
        self._script = script
        self._speed = 1.0
        self._playing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._asked = count(1)
        self._begin()

    def _begin(self) -> None:
        self._at = 0
        self._caption = ""
        self._act: Json | None = None
        self._waiting = False

    async def play(self, speed: float) -> None:
        """Start or go on; raises ValueError for a speed outside 0.1-1000."""
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"speed must be {SLOWEST:g}-{FASTEST:g}")
        self._speed = speed
        self._playing.set()
        if self._task is None or self._task.done():
            if self._at >= len(self._script):
                await self.restart()
                self._playing.set()
            self._task = asyncio.create_task(self._run())
        self._tell()

    async def pause(self) -> None:
        """Stop before the next action."""
        self._playing.clear()
        self._tell()

    async def restart(self) -> None:
        """Back to the first step, in an empty clinic; waits to be played."""
        await self.close()
        self._playing.clear()
        self._begin()
        await self._reset()
        self._sim.emit("hello", snapshot(self._sim))

    async def close(self) -> None:
        """End the driver."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    def state(self) -> dict[str, object]:
        """What the page shows of the story, and what it is asked to do now (`act`)."""
        step = self._script[min(self._at, len(self._script) - 1)]
        return {
            "playing": self._playing.is_set(),
            "chapters": CHAPTERS,
            "chapter": step.chapter,
            "step": self._at,
            "of": len(self._script),
            "progress": self._progress(step.chapter),
            "caption": self._caption,
            "waiting": self._waiting,
            "speed": self._speed,
            "look": phone_of(self._sim, step.look) if step.look else None,
            "act": self._act,
        }

    def _progress(self, chapter: int) -> float:
        """How much of a chapter is behind us, 0-1."""
        steps = [index for index, step in enumerate(self._script) if step.chapter == chapter]
        return sum(index < self._at for index in steps) / len(steps)

    def _tell(self) -> None:
        self._sim.emit("story", self.state())

    async def _run(self) -> None:
        with contextlib.suppress(_ClosedError):
            await self._play_steps()
        self._playing.clear()
        self._tell()

    async def _play_steps(self) -> None:
        while self._at < len(self._script):
            step = self._script[self._at]
            if step.caption:
                self._caption = step.caption
            self._tell()
            await self._pace(step.seconds)
            if step.act and not (step.optional and step.act.ask(self._sim) is None):
                await self._carry_out(step.act)
            self._at += 1

    async def _pace(self, seconds: float) -> None:
        """Leave time to read; a pause stretches it, a new speed counts at once."""
        left = seconds
        while left > 0:
            await self._playing.wait()
            part = min(left, 0.25 * self._speed)
            await asyncio.sleep(part / self._speed)
            left -= part
        await self._playing.wait()

    async def _carry_out(self, act: Act) -> None:
        """Ask the page for an action once it is possible, and see it through."""
        arrived = False
        while not arrived:
            asked = await self._possible(act)
            before = act.mark(self._sim, asked)
            self._act = {"id": next(self._asked), **asked}
            self._tell()
            done = partial(act.arrived, self._sim, asked, before)
            arrived = await self._happens(done, AGAIN_AFTER)
        self._act = None
        self._tell()
        await self._patiently(partial(act.settled, self._sim, asked, before))

    async def _possible(self, act: Act) -> Json:
        """What the page is to do, once the bot has made that possible and the story plays."""
        while True:
            await self._patiently(lambda: act.ask(self._sim) is not None)
            await self._playing.wait()
            asked = act.ask(self._sim)
            if asked is not None:
                return asked

    async def _patiently(self, condition: Callable[[], bool]) -> None:
        """Wait for the bot; a stall shows on the page and ends by itself."""
        while not await self._happens(condition, PATIENCE):
            self._waits(waiting=True)
        self._waits(waiting=False)

    async def _happens(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Whether a condition comes true in time; raises _ClosedError once nothing can."""
        came = await self._sim.wait_for(condition, seconds)
        if not came and self._sim.world.hub.closed:
            raise _ClosedError
        return came

    def _waits(self, *, waiting: bool) -> None:
        if self._waiting != waiting:
            self._waiting = waiting
            self._tell()
