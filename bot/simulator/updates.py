"""The bot's update queue: long polling, offsets, redelivery, the 24-hour limit, conflicts."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulator.errors import ApiError
from bot.simulator.values import Json

KEPT_FOR = timedelta(hours=24)
MAX_ANSWER_BYTES = 4 * 1024 * 1024
MAX_TIMEOUT = 50
CONFLICT_PAUSE = 3.0
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@dataclass
class Queued:
    """One update and when it was made."""

    id: int
    body: Json
    at: datetime


class Updates:
    """Updates wait here until a higher offset acknowledges them."""

    def __init__(
        self,
        now: Callable[[], datetime],
        acknowledged: Callable[[list[Queued]], None],
        changed: Callable[[], None],
    ) -> None:
        self._now = now
        self._acknowledged = acknowledged
        self._changed = changed
        self._next_id = 1000
        self._allowed: list[str] = []
        self._poll: asyncio.Future[str | None] | None = None
        self._conflict_at = 0.0
        self._previous = (0, -10.0)
        self.queue: list[Queued] = []
        self.webhook: Json = {}
        self.polled_at: float | None = None

    def push(self, kind: str, body: Json) -> int | None:
        """Queue an update of a kind; None when the bot does not want that kind."""
        wanted = kind in self._allowed if self._allowed else kind not in NOT_BY_DEFAULT
        return self.push_raw({kind: body}) if wanted else None

    def push_raw(self, update: Json) -> int:
        """Queue any update, also a malformed one; gives it an id unless it has one."""
        self._next_id += 1
        number = int(update.get("update_id", self._next_id))
        self._next_id = max(self._next_id, number)
        self.queue.append(Queued(number, {"update_id": number} | update, self._now()))
        self._wake(None)
        return number

    def allow(self, kinds: list[str] | None) -> None:
        """Set the wanted kinds; None keeps the earlier setting, as Telegram does."""
        if kinds is not None:
            self._allowed = kinds

    @property
    def allowed(self) -> list[str]:
        """The explicit list of wanted kinds, empty by default."""
        return self._allowed

    @property
    def polling(self) -> bool:
        """Whether a long poll is open now."""
        return self._poll is not None

    async def get(self, offset: int, limit: int, timeout: int) -> list[Json]:  # noqa: ASYNC109
        """Answer getUpdates; raises ApiError 409 when another poll or a webhook is in the way."""
        if self.webhook.get("url"):
            await self._conflict(WEBHOOK_ACTIVE)
        self.polled_at = now = time.monotonic()
        self._changed()
        limit, timeout = min(max(limit, 1), 100), min(max(timeout, 0), MAX_TIMEOUT)
        limit, timeout = self._slowed(offset, limit, timeout, now)
        self._acknowledge(offset)
        if not self.queue and timeout:
            await self._wait(timeout)
        self.polled_at = time.monotonic()
        return self._batch(offset, limit)

    def interrupt(self, message: str) -> None:
        """End the open long poll with a conflict."""
        self._wake(message)

    def drop_all(self) -> None:
        """Forget what is pending (drop_pending_updates)."""
        self.queue.clear()

    def pending(self) -> int:
        """How many updates wait, old ones dropped first."""
        self._forget_old()
        return len(self.queue)

    def _slowed(self, offset: int, limit: int, timeout: int, now: float) -> tuple[int, int]:
        """A client that asks the same offset again in a hot loop is made to wait."""
        before, at = self._previous
        self._previous = (offset, now)
        if offset != before or now - at >= CONFLICT_PAUSE:
            return limit, timeout
        return (1 if now - at < 0.5 else limit), max(timeout, 3)

    def _acknowledge(self, offset: int) -> None:
        self._forget_old()
        if offset < 0:
            done, self.queue = self.queue[:offset], self.queue[offset:]
        else:
            done = [one for one in self.queue if one.id < offset]
            self.queue = [one for one in self.queue if one.id >= offset]
        if done:
            self._acknowledged(done)

    def _forget_old(self) -> None:
        oldest = self._now() - KEPT_FOR
        self.queue = [one for one in self.queue if one.at > oldest]

    def _batch(self, offset: int, limit: int) -> list[Json]:
        size = 0
        batch: list[Json] = []
        for one in self.queue:
            if one.id < offset:
                continue
            size += len(json.dumps(one.body))
            if len(batch) == limit or (batch and size > MAX_ANSWER_BYTES):
                break
            batch.append(one.body)
        return batch

    async def _wait(self, seconds: int) -> None:
        self._wake(OTHER_POLL)
        mine: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._poll = mine
        self._changed()
        try:
            async with asyncio.timeout(seconds):
                message = await mine
        except TimeoutError:
            return
        finally:
            if self._poll is mine:
                self._poll = None
            self._changed()
        if message:
            await self._conflict(message)

    def _wake(self, message: str | None) -> None:
        poll, self._poll = self._poll, None
        if poll and not poll.done():
            poll.set_result(message)

    async def _conflict(self, message: str) -> None:
        """At once at most every 3 s, else 3 s later: Telegram's brake on conflicting pollers."""
        now = time.monotonic()
        if now < self._conflict_at:
            await asyncio.sleep(CONFLICT_PAUSE)
        else:
            self._conflict_at = now + CONFLICT_PAUSE
        raise ApiError(409, message)
