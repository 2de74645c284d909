"""What makes the tick come: at a steady interval, also when the machine's clock is set back."""

import asyncio
import logging
import time
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.chat.ticker import Ticker

log = logging.getLogger(__name__)

BEATS_MISSED = 1.5


class Pulse:
    """One job for everything that is ever due; no limit after which a late tick is dropped."""

    def __init__(self, ticker: Ticker, seconds: float) -> None:
        self._ticker = ticker
        self._seconds = seconds
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._tick,
            IntervalTrigger(seconds=seconds, timezone=UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    async def run(self) -> None:
        """Tick until cancelled.

        The scheduler waits for a time of day: set back by an hour, the clock would silence it for
        an hour. So the beats are counted by a clock that nobody sets, and a missing one is made up.
        """
        self._ticker.tick()
        self._scheduler.start()
        try:
            while True:
                await asyncio.sleep(self._seconds)
                if time.monotonic() - self._ticker.began > BEATS_MISSED * self._seconds:
                    log.warning("a tick is made up for: the machine's clock was set back")
                    self._ticker.tick()
        finally:
            self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        self._ticker.tick()
