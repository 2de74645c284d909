"""The one tick that asks the database what is due. No job per patient."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.chat.copying import DailyCopy
from bot.chat.places import place_of
from bot.clock import Clock
from bot.services import digest, downtime, enrolment, escalation, prompting, rights
from bot.services.clinic import Clinic, Moment
from bot.services.prompting import Due
from bot.storage import inbox, outbox
from bot.storage.database import is_disk_trouble

log = logging.getLogger(__name__)

PRUNE_EVERY = timedelta(hours=6)
TIDY_EVERY = timedelta(minutes=5)


class Ticker:
    """Each tick does everything that is due; doing it twice does nothing."""

    def __init__(self, clinic: Clinic, clock: Clock, queued: Callable[[], None]) -> None:
        self._clinic = clinic
        self._clock = clock
        self._queued = queued
        self._pruned: datetime | None = None
        self._tidied: datetime | None = None
        self._copy = DailyCopy(clinic)
        self.began = time.monotonic()
        self.last: float | None = None
        """The monotonic time of the last tick in which everything went well."""

    @property
    def backup_failed(self) -> bool:
        return self._copy.has_failed

    async def finish(self, seconds: float) -> None:
        """Let a copy of the database that is being made end."""
        await self._copy.finish(seconds)

    def tick(self) -> None:
        """Prompts, sessions put off, nudges; and after a gap the report of what it cost.

        What fails is logged and tried again by the next tick; the other parts go on without it.
        """
        now = self._clock.now()
        at = Moment(now, f"t{now.isoformat()}")
        self.began = time.monotonic()
        parts = (
            lambda: self._prompts(at),
            lambda: prompting.due_later(self._clinic, at),
            lambda: prompting.due_nudges(self._clinic, at),
            lambda: escalation.due(self._clinic, at),
            lambda: self._erase(at),
            lambda: digest.due(self._clinic, at),
            lambda: self._lapse(at),
            lambda: self._prune(now),
            lambda: self._tidy(now),
            lambda: self._copy.begin_if_due(now),
        )
        results = [self._went_well(part) for part in parts]
        if all(results):
            self.last = time.monotonic()
        self._queued()

    def _went_well(self, part: Callable[[], object]) -> bool:
        try:
            part()
        except Exception as error:  # noqa: BLE001 - the next tick tries again; health turns red
            said = f" ({error})" if is_disk_trouble(error) else ""
            log.error("a part of the tick failed: %s%s", place_of(error), said)  # noqa: TRY400 - values may be health data
            return False
        return True

    def _prompts(self, at: Moment) -> None:
        was_down = downtime.gap(self._clinic, at.now)
        if was_down is None:
            due = prompting.due_prompts(self._clinic, at)
        else:
            due = self._all_prompts(at)
            downtime.report(self._clinic, was_down, due, at)
        downtime.alive(self._clinic, at.now)
        for error in due.errors[1:]:
            log.error("a patient's day failed: %s", place_of(error))
        if due.errors:
            raise due.errors[0]

    def _all_prompts(self, at: Moment) -> Due:
        """After a gap everything at once, as the report names what it cost."""
        whole = Due()
        while True:
            done = prompting.due_prompts(self._clinic, at)
            whole.add(done)
            if not done.handled:
                return whole

    def _erase(self, at: Moment) -> None:
        """Not while the file is being copied: emptying its log would wait for that."""
        if not self._copy.is_running:
            rights.due(self._clinic, at)

    def _prune(self, now: datetime) -> None:
        if self._pruned is None or abs(now - self._pruned) >= PRUNE_EVERY:
            with self._clinic.db.transaction() as db:
                inbox.prune(db, now)
                outbox.prune(db, now)
            self._pruned = now

    def _tidy(self, now: datetime) -> None:
        """Empty the write-ahead log: what was stripped or erased must not linger in it."""
        if self._tidied is None or abs(now - self._tidied) >= TIDY_EVERY:
            self._clinic.db.tidy()
            self._tidied = now

    def _lapse(self, at: Moment) -> None:
        with self._clinic.db.transaction():
            enrolment.lapse(self._clinic, at)
