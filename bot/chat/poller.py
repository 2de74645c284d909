"""Fetch updates and keep them before they are acknowledged.

The offset moves only after a batch is safely in the inbox, so a crash at any moment makes
Telegram deliver the rest again.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from bot.chat.batches import RefusedError, batch_of, chat_of
from bot.chat.gateway import trusted
from bot.chat.incoming import ALLOWED_UPDATES
from bot.chat.places import place_of
from bot.clock import Clock
from bot.storage import inbox
from bot.storage.database import Database, is_disk_trouble

log = logging.getLogger(__name__)

LONG_POLL_SECONDS = 25
ANSWER_WITHIN = 10.0
"""Seconds an answer may take beyond the long poll itself before it counts as lost."""
MOST_WAITING = 2000
"""Above this many unhandled updates polling waits: Telegram keeps them as safely as we do."""
LOOK_AGAIN = 0.1


@dataclass(frozen=True)
class Patience:
    """How long polling goes on against failures; seconds, and answers in a row."""

    first_pause: float = 0.5
    longest_pause: float = 30.0
    conflicts: int = 20
    refusals: int = 30
    """A revoked token answers 401 for ever; a passing one must not end polling."""


class PollingEndedError(Exception):
    """Polling cannot go on; the message says why and what to do."""


class Poller:
    """Asks for updates until cancelled."""

    def __init__(
        self,
        url: str,
        db: Database,
        clock: Clock,
        arrived: Callable[[], None],
        timeout: int = LONG_POLL_SECONDS,
        patience: Patience | None = None,
    ) -> None:
        self._url = url
        self._db = db
        self._clock = clock
        self._arrived = arrived
        self._timeout = timeout
        self._patience = patience or Patience()
        self._offset: int | None = None
        self._pause = 0.0
        self._conflicts = 0
        self._refusals = 0
        self.last_success: float | None = None
        """The monotonic time of the last good answer that was also kept."""

    async def run(self) -> None:
        """Poll for ever; raises `PollingEndedError` when only a person can mend it."""
        while True:
            # A fresh client after each failure: a leaked connection must not stall polling.
            within = self._timeout + ANSWER_WITHIN
            async with httpx.AsyncClient(timeout=within, verify=trusted()) as client:
                await self._until_failure(client)
            await asyncio.sleep(self._pause)

    async def _until_failure(self, client: httpx.AsyncClient) -> None:
        while True:
            try:
                if inbox.count_waiting(self._db) > MOST_WAITING:
                    await asyncio.sleep(LOOK_AGAIN)
                    continue
                # The client's own limit is per read: an answer that drips would outlast it.
                async with asyncio.timeout(self._timeout + ANSWER_WITHIN):
                    answer = await client.post(self._url, json=self._question())
                batch = batch_of(answer)
                if batch:
                    self._keep(batch)
                else:
                    # All before is acknowledged, and after a quiet week Telegram's numbers may
                    # begin anew below the offset.
                    self._offset = None
            except Exception as error:  # noqa: BLE001 - whatever it is, polling goes on
                self._failed(error)
                return
            self._succeeded()

    def _question(self) -> dict[str, Any]:
        question: dict[str, Any] = {
            "timeout": self._timeout,
            "limit": 100,
            # The list is remembered by Telegram across restarts, so it is always sent.
            "allowed_updates": ALLOWED_UPDATES,
        }
        if self._offset is not None:
            question["offset"] = self._offset
        return question

    def _keep(self, batch: list[dict[str, Any]]) -> None:
        # Escaped: half a surrogate pair is valid JSON, but no text a database takes.
        rows = [(u["update_id"], chat_of(u), json.dumps(u)) for u in batch]
        inbox.keep(self._db, rows, self._clock.now())
        # Never from the table: after a quiet week Telegram may begin anew with smaller ids.
        self._offset = batch[-1]["update_id"] + 1
        self._arrived()

    def _succeeded(self) -> None:
        self.last_success = time.monotonic()
        self._pause = 0.0
        self._conflicts = self._refusals = 0

    def _failed(self, error: Exception) -> None:
        code = error.code if isinstance(error, RefusedError) else 0
        wait = error.retry_after if isinstance(error, RefusedError) else None
        limits = self._patience
        doubled = min(max(self._pause * 2, limits.first_pause), limits.longest_pause)
        self._pause = wait or doubled
        self._conflicts = self._conflicts + 1 if code == 409 else 0
        self._refusals = self._refusals + 1 if code in (401, 404) else 0
        log.warning("polling failed: %s, again in %.1f s", _described(error), self._pause)
        if self._conflicts >= limits.conflicts:
            raise PollingEndedError(_CONFLICT)
        if self._refusals >= limits.refusals:
            raise PollingEndedError(_REFUSED.format(code=code))


_CONFLICT = (
    "Another program is polling with this bot's token, or a webhook is set (409). Stop the other "
    "program, or get a new token from @BotFather; run_bot.py check --online names a webhook."
)
_REFUSED = (
    "Telegram does not accept the token any more ({code}). Get the current one from @BotFather and "
    "write it into TELEGRAM_BOT_TOKEN."
)


def _described(error: Exception) -> str:
    if isinstance(error, RefusedError | httpx.HTTPError | TimeoutError):
        # The library's own words hold the address, and so the token.
        return str(error) if isinstance(error, RefusedError) else type(error).__name__
    return f"the database says {error}" if is_disk_trouble(error) else place_of(error)
