"""Send what is in the outbox: best lane first, in each chat's order, at Telegram's pace."""

import asyncio
import logging
from datetime import timedelta

from telegram import Bot

from bot.chat.deliver import Outcome, Verdict, deliver
from bot.chat.drawing import draw
from bot.chat.gateway import CONCURRENT_SENDS
from bot.chat.pace import Pace
from bot.clock import Clock
from bot.services import delivery
from bot.services.clinic import Clinic, Moment
from bot.storage import outbox
from bot.storage.outbox import Entry, Lane
from bot.texts import Texts

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0
RETRY_FIRST = timedelta(seconds=2)
RETRY_MOST = timedelta(minutes=5)
COURTESY_TRIES = 2
"""An unknown outcome is tried once more at most, except for alerts: a doubled alert is harmless."""


class Sender:
    """Works the outbox off."""

    def __init__(self, clinic: Clinic, texts: Texts, clock: Clock, bot: Bot, pace: Pace) -> None:
        self._clinic = clinic
        self._texts = texts
        self._clock = clock
        self._bot = bot
        self._pace = pace
        self._wake = asyncio.Event()
        self._busy: dict[asyncio.Task[None], int] = {}
        self._drawing: dict[str, asyncio.Lock] = {}

    def queued(self) -> None:
        """Something new is in the outbox."""
        self._wake.set()

    @property
    def is_idle(self) -> bool:
        return not self._busy and not outbox.ready(self._clinic.db, self._clock.now(), limit=1)

    async def run(self) -> None:
        """Send until cancelled; rows a previous run was sending when it ended are settled first."""
        self._settle_interrupted()
        while True:
            self._wake.clear()
            wait = self._send_ready()
            try:
                await asyncio.wait_for(self._wake.wait(), wait)
            except TimeoutError:
                continue

    async def finish(self, seconds: float) -> None:
        """Let what is on the wire end; the rest stays queued."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=seconds)

    def _settle_interrupted(self) -> None:
        for entry in outbox.interrupted(self._clinic.db):
            unknown = Verdict(Outcome.UNKNOWN, "interrupted")
            self._settle(entry, unknown, Moment(self._clock.now(), f"o{entry.id}"))

    def _send_ready(self) -> float:
        """Start as many sends as may go now; answers how long nothing more can be done, in seconds."""
        now = self._clock.now()
        busy_chats = set(self._busy.values())
        for entry in outbox.ready(self._clinic.db, now, limit=4 * CONCURRENT_SENDS):
            if len(self._busy) >= CONCURRENT_SENDS:
                return LOOK_AGAIN
            if entry.chat_id in busy_chats:
                continue
            wait = self._pace.wait(entry.chat_id)
            if wait > 0:
                if self._pace.is_held:
                    return min(wait, LOOK_AGAIN)
                continue
            if outbox.claim(self._clinic.db, entry, now):
                self._pace.took(entry.chat_id)
                busy_chats.add(entry.chat_id)
                task = asyncio.create_task(self._send(entry))
                self._busy[task] = entry.chat_id
                task.add_done_callback(self._ended)
        return self._pace.next_wait(LOOK_AGAIN)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._busy.pop(task, None)
        self._wake.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("a send failed: %s", type(task.exception()).__name__)

    async def _send(self, entry: Entry) -> None:
        at = Moment(self._clock.now(), f"o{entry.id}a{entry.attempts}")
        try:
            verdict = await self._deliver(entry, at)
        except Exception as error:  # noqa: BLE001 - a drawing that fails must not stall the chat
            log.error("row %d (%s) cannot be drawn: %s", entry.id, entry.kind, type(error).__name__)  # noqa: TRY400 - values may be health data
            verdict = Verdict(Outcome.REFUSED, f"not drawn: {type(error).__name__}")
        if verdict.retry_after is not None:
            self._pace.hold(verdict.retry_after)
        self._settle(entry, verdict, at)

    async def _deliver(self, entry: Entry, at: Moment) -> Verdict:
        if delivery.is_stale(self._clinic, entry, at):
            return Verdict(Outcome.STALE, "stale")
        drawn = draw(entry, self._clinic, self._texts, at.now)
        if drawn is None:
            return Verdict(Outcome.STALE, "pointless")
        original = outbox.find(self._clinic.db, entry.edits) if entry.edits else None
        if entry.edits and (original is None or original.message_id is None):
            return Verdict(Outcome.STALE, "nothing to edit")
        return await deliver(self._bot, self._clinic.db, entry, drawn, original)

    def _settle(self, entry: Entry, verdict: Verdict, at: Moment) -> None:
        """Write what came of it and what follows: one transaction."""
        with self._clinic.db.transaction() as db:
            if verdict.outcome is Outcome.SENT:
                outbox.sent(db, entry, at.now, verdict.message_id, media=verdict.has_media)
                delivery.delivered(self._clinic, entry, at)
            elif verdict.outcome is Outcome.STALE:
                outbox.fail(db, entry, "failed", verdict.error)
                delivery.dropped(self._clinic, entry)
            elif self._may_retry(entry, verdict):
                outbox.retry(db, entry, at.now + self._pause(entry, verdict), verdict.error)
            else:
                state = "unknown" if verdict.outcome is Outcome.UNKNOWN else "failed"
                outbox.fail(db, entry, state, verdict.error)
                delivery.refused(self._clinic, entry, at, is_gone=verdict.outcome is Outcome.GONE)
        if verdict.outcome is not Outcome.SENT:
            log.info("row %d (%s): %s", entry.id, entry.kind, verdict.error)

    def _may_retry(self, entry: Entry, verdict: Verdict) -> bool:
        if verdict.outcome is Outcome.NOT_SENT:
            return True
        if verdict.outcome is Outcome.UNKNOWN:
            is_safe_twice = entry.edits is not None or entry.lane is Lane.ALERT
            return is_safe_twice or entry.attempts + 1 < COURTESY_TRIES
        return False

    def _pause(self, entry: Entry, verdict: Verdict) -> timedelta:
        if verdict.retry_after is not None:
            return timedelta(seconds=verdict.retry_after)
        factor: int = 2 ** min(entry.attempts, 10)
        return min(RETRY_FIRST * factor, RETRY_MOST)
