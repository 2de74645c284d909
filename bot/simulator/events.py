"""Server-sent events: numbered, kept for a while, so that a page can pick up where it was."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.simulator.values import Json

KEPT = 2000


@dataclass(frozen=True)
class Event:
    """One event; `number` counts within this server's life, named by `epoch`."""

    epoch: str
    number: int
    name: str
    data: Json

    def encoded(self) -> bytes:
        """The event on the wire."""
        body = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        return f"id: {self.epoch}-{self.number}\nevent: {self.name}\ndata: {body}\n\n".encode()


class Hub:
    """Emits events to everyone who listens, and lets coroutines wait for a change."""

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(4)
        self.number = 0
        self.closed = False
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._changed = asyncio.Event()

    def emit(self, name: str, data: Json) -> Event:
        """Number, keep and publish an event."""
        self.number += 1
        event = Event(self.epoch, self.number, name, data)
        self._kept.append(event)
        self.wake()
        return event

    def close(self) -> None:
        """End every stream and every wait."""
        self.closed = True
        self.wake()

    def since(self, last_id: str | None) -> list[Event] | None:
        """Events after an id; None when that is too old or of another life: send the full state."""
        epoch, _, number = (last_id or "").partition("-")
        if epoch != self.epoch or not number.isascii() or not number.isdigit():
            return None
        after = int(number)
        if after > self.number or (self._kept and after < self._kept[0].number - 1):
            return None
        return [event for event in self._kept if event.number > after]

    async def change(self) -> None:
        """Wait for the next event or for the end."""
        if not self.closed:
            await self._changed.wait()

    async def wait_for(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until a condition holds, looking at each event; False after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    if self.closed:
                        return False
                    await self.change()
        except TimeoutError:
            return False
        return True

    async def stream(
        self,
        last_id: str | None,
        hello: Callable[[], Json],
        send: Callable[[bytes], Awaitable[None]],
    ) -> None:
        """Send events for ever: the missed ones, or a hello with the full state first."""
        missed = self.since(last_id)
        after = self.number
        if missed is None:
            await send(Event(self.epoch, after, "hello", hello()).encoded())
        for event in missed or []:
            await send(event.encoded())
        while not self.closed:
            if self.number == after:
                await self.change()
            fresh = self.since(f"{self.epoch}-{after}")
            if fresh is None:
                return  # too slow a reader: it reconnects and gets the full state
            for event in fresh:
                await send(event.encoded())
                after = event.number

    def wake(self) -> None:
        """Let waiting coroutines look again, without an event."""
        before, self._changed = self._changed, asyncio.Event()
        before.set()
