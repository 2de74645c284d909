"""The daily copy of the database, made beside the loop so that nobody waits for it."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Thread

from bot.chat.places import place_of
from bot.services import backups
from bot.services.clinic import Clinic

log = logging.getLogger(__name__)

AGAIN = timedelta(hours=1)
"""A copy that failed is tried again after this long."""


class DailyCopy:
    """One copy at a time. It reads through a connection of its own; what it means is noted here."""

    def __init__(self, clinic: Clinic) -> None:
        self._clinic = clinic
        self._failed: datetime | None = None
        self._running: asyncio.Future[None] | None = None

    @property
    def has_failed(self) -> bool:
        return self._failed is not None

    @property
    def is_running(self) -> bool:
        return self._running is not None

    def begin_if_due(self, now: datetime) -> None:
        if self.is_running or (self._failed is not None and abs(now - self._failed) < AGAIN):
            return
        target = backups.due(self._clinic, now)
        if target is None:
            return
        loop = asyncio.get_running_loop()
        self._running = loop.create_future()
        self._running.add_done_callback(partial(self._ended, now))
        # Not in the loop's executor: leaving must not wait for a slow disk.
        work = partial(_copy, self._clinic.db.path, target, loop, self._running)
        Thread(target=work, name="backup", daemon=True).start()

    async def finish(self, seconds: float) -> None:
        """Wait so long for a copy under way; after that it is left, without its final name."""
        if self._running is not None:
            await asyncio.wait([self._running], timeout=seconds)
            if self._running is not None:
                self._running.cancel()

    def _ended(self, now: datetime, running: asyncio.Future[None]) -> None:
        self._running = None
        if running.cancelled():
            return
        try:
            running.result()
            backups.made(self._clinic, now)
        except backups.BackupError as error:
            self._failed = now
            log.error("no daily backup: %s", error)  # noqa: TRY400 - the message says what to do
        except Exception as error:  # noqa: BLE001 - tried again; health turns red
            self._failed = now
            log.error("no daily backup: %s", place_of(error))  # noqa: TRY400 - one line is enough
        else:
            self._failed = None


def _copy(
    database: Path, target: Path, loop: asyncio.AbstractEventLoop, running: asyncio.Future[None]
) -> None:
    error: Exception | None = None
    try:
        backups.make(database, target)
    except Exception as found:  # noqa: BLE001 - it is looked at where it can be reported
        error = found
    # Once everything has ended there is nobody left to tell.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(_settle, running, error)


def _settle(running: asyncio.Future[None], error: Exception | None) -> None:
    if running.done():
        return
    if error is None:
        running.set_result(None)
    else:
        running.set_exception(error)
