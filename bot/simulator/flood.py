"""Telegram's sending limits, when they are switched on: 1/s a chat, 30/s overall."""

from __future__ import annotations

import math
import time
from collections import deque

from bot.simulator.errors import too_many_requests

PER_CHAT_SECONDS = 1.0
OVERALL_PER_SECOND = 30
WEBHOOK = 0  # setWebhook has the same limit as a chat
# A client that paces itself to exactly one a second must not fail by a hair of jitter.
TOLERANCE = 0.05


class Flood:
    """Counts sends in real time; raises ApiError 429 with the seconds to wait."""

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled
        self.seconds = time.monotonic
        self._last: dict[int, float] = {}
        self._recent: deque[float] = deque()

    def check(self, chat: int) -> None:
        """Count one send to a chat, or refuse it (a refused one is not counted)."""
        if not self.enabled:
            return
        now = self.seconds()
        while self._recent and now - self._recent[0] >= 1.0:
            self._recent.popleft()
        wait = PER_CHAT_SECONDS - (now - self._last.get(chat, -PER_CHAT_SECONDS))
        if len(self._recent) >= OVERALL_PER_SECOND:
            wait = max(wait, 1.0 - (now - self._recent[0]))
        if wait > TOLERANCE:
            raise too_many_requests(math.ceil(wait))
        self._last[chat] = now
        self._recent.append(now)
