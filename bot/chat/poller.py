"""Fetch updates and keep them before they are acknowledged.

The offset moves only after a batch is safely in the inbox, so a crash at any moment makes
Telegram deliver the rest again.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx

from bot.chat.incoming import ALLOWED_UPDATES
from bot.clock import Clock
from bot.storage import inbox
from bot.storage.database import Database

log = logging.getLogger(__name__)

LONG_POLL_SECONDS = 25
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
MOST_WAITING = 2000
"""Above this many unhandled updates polling waits: Telegram keeps them as safely as we do."""
CONFLICTS_UNTIL_STOP = 20
REFUSALS_UNTIL_STOP = 30
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
    ) -> None:
        self._url = url
        self._db = db
        self._clock = clock
        self._arrived = arrived
        self._timeout = timeout
        self._offset: int | None = None
        self._pause = 0.0
        self._conflicts = 0
        self._refusals = 0
        self.last_success: float | None = None
        """The loop's time of the last good answer."""

    async def run(self) -> None:
        """Poll for ever; raises `PollingEndedError` when only a person can mend it."""
        while True:
            # A fresh client after each failure: a leaked connection must not stall polling for good.
            async with httpx.AsyncClient(timeout=self._timeout + 10) as client:
                await self._until_failure(client)
            await asyncio.sleep(self._pause)

    async def _until_failure(self, client: httpx.AsyncClient) -> None:
        while True:
            while inbox.count_waiting(self._db) > MOST_WAITING:
                await asyncio.sleep(0.1)
            try:
                answer = await client.post(self._url, json=self._question())
                batch = _batch(answer)
            except (httpx.HTTPError, _RefusedError) as error:
                self._failed(error)
                return
            self._succeeded()
            if batch:
                self._keep(batch)

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
        rows = [(u["update_id"], _chat(u), json.dumps(u, ensure_ascii=False)) for u in batch]
        inbox.keep(self._db, rows, self._clock.now())
        # Never from the table: after a quiet week Telegram may begin anew with smaller ids.
        self._offset = batch[-1]["update_id"] + 1
        self._arrived()

    def _succeeded(self) -> None:
        self.last_success = asyncio.get_running_loop().time()
        self._pause = 0.0
        self._conflicts = self._refusals = 0

    def _failed(self, error: Exception) -> None:
        code = error.code if isinstance(error, _RefusedError) else 0
        wait = error.retry_after if isinstance(error, _RefusedError) else None
        self._pause = wait or min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        self._conflicts = self._conflicts + 1 if code == 409 else 0
        self._refusals = self._refusals + 1 if code in (401, 404) else 0
        log.warning("polling failed: %s, again in %.1f s", _described(error), self._pause)
        if self._conflicts >= CONFLICTS_UNTIL_STOP:
            raise PollingEndedError(
                "Another program is polling with this bot's token (409). Stop it, or make a new "
                "token with @BotFather."
            )
        if self._refusals >= REFUSALS_UNTIL_STOP:
            raise PollingEndedError(
                "Telegram does not accept the token any more (401). Get the current one from "
                "@BotFather and write it into TELEGRAM_BOT_TOKEN."
            )


class _RefusedError(Exception):
    """An answer that is not a batch of updates."""

    def __init__(self, code: int, retry_after: float | None = None) -> None:
        super().__init__(f"HTTP {code}")
        self.code = code
        self.retry_after = retry_after


def _batch(answer: httpx.Response) -> list[dict[str, Any]]:
    try:
        body = answer.json()
    except ValueError:
        raise _RefusedError(answer.status_code) from None
    if not isinstance(body, dict) or body.get("ok") is not True:
        parameters = body.get("parameters") if isinstance(body, dict) else None
        wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
        raise _RefusedError(answer.status_code, float(wait) if wait else None)
    result = body.get("result")
    if not isinstance(result, list):
        raise _RefusedError(answer.status_code)
    return [u for u in result if isinstance(u, dict) and isinstance(u.get("update_id"), int)]


def _chat(update: dict[str, Any]) -> int | None:
    """Whose turn it is in the order of things; None for what belongs to no chat."""
    for kind in ("message", "edited_message", "my_chat_member"):
        if isinstance(update.get(kind), dict):
            return _id(update[kind].get("chat"))
    query = update.get("callback_query")
    return _id(query.get("from")) if isinstance(query, dict) else None


def _id(holder: Any) -> int | None:
    number = holder.get("id") if isinstance(holder, dict) else None
    return number if isinstance(number, int) and abs(number) < 2**62 else None


def _described(error: Exception) -> str:
    return str(error) if isinstance(error, _RefusedError) else type(error).__name__
