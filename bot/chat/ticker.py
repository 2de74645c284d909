"""The one tick that asks the database what is due. No job per patient."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.services import backups, downtime, prompting
from bot.services.clinic import Clinic, Moment
from bot.services.prompting import Due
from bot.storage import inbox, outbox

log = logging.getLogger(__name__)

PRUNE_EVERY = timedelta(hours=6)


class Ticker:
    """Each tick does everything that is due; doing it twice does nothing."""

    def __init__(self, clinic: Clinic, clock: Clock, queued: Callable[[], None]) -> None:
        self._clinic = clinic
        self._clock = clock
        self._queued = queued
        self._pruned: datetime | None = None
        self.last: datetime | None = None

    def tick(self) -> None:
        """Prompts, sessions put off, nudges; and after a gap the report of what it cost."""
        now = self._clock.now()
        at = Moment(now, f"t{now.isoformat()}")
        was_down = downtime.gap(self._clinic, now)
        due = self._all_prompts(at)
        prompting.due_later(self._clinic, at)
        prompting.due_nudges(self._clinic, at)
        if was_down is not None:
            downtime.report(self._clinic, was_down, due, at)
        downtime.alive(self._clinic, now)
        self._keep_house(now)
        self.last = now
        self._queued()

    def _all_prompts(self, at: Moment) -> Due:
        whole = Due()
        while True:
            done = prompting.due_prompts(self._clinic, at)
            whole.add(done)
            if not done.looked_at:
                return whole

    def _keep_house(self, now: datetime) -> None:
        if self._pruned is None or now - self._pruned >= PRUNE_EVERY:
            with self._clinic.db.transaction() as db:
                inbox.prune(db, now)
                outbox.prune(db, now)
            self._pruned = now
        backups.daily(self._clinic, now)
