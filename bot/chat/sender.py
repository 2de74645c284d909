"""Send what is in the outbox: best lane first, in each chat's order, at Telegram's pace."""

import asyncio
import contextlib
import logging
import sqlite3
from datetime import datetime, timedelta

from telegram import Bot

from bot.chat.deliver import deliver
from bot.chat.drawing import draw
from bot.chat.gateway import CONCURRENT_SENDS
from bot.chat.pace import Pace
from bot.chat.places import place_of
from bot.chat.verdicts import Outcome, Verdict
from bot.clock import Clock
from bot.services import delivery
from bot.services.clinic import Clinic, Moment
from bot.storage import outbox, sending
from bot.storage.database import is_disk_trouble
from bot.storage.outbox import Entry, Lane
from bot.texts import Texts

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0
LOOKED_AT = 100
"""Rows looked at in one go, so that none waits behind chats that have to keep their pace."""
RETRY_FIRST = timedelta(seconds=2)
RETRY_MOST = timedelta(minutes=5)
COURTESY_TRIES = 2
"""An unknown outcome is tried once more at most, except for alerts: a doubled alert is harmless."""
COURTESY_PAUSE = timedelta(seconds=5)
TROUBLE_FIRST = 0.5
TROUBLE_MOST = 30.0
DISK_PAUSE = 1.0


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
        self._failures = 0

    def queued(self) -> None:
        """Something new is in the outbox."""
        self._wake.set()

    @property
    def is_idle(self) -> bool:
        """Nothing may go now, and nothing is on the wire."""
        db = self._clinic.db
        return not sending.interrupted(db) and not sending.ready(db, self._clock.now(), limit=1)

    async def run(self) -> None:
        """Send until cancelled; rows a previous run was sending when it ended are settled first."""
        await self._settle_interrupted()
        while True:
            self._wake.clear()
            try:
                wait = self._send_ready()
            except sqlite3.Error as error:
                if not is_disk_trouble(error):
                    raise
                log.error("nothing can be sent: the database says %s", error)  # noqa: TRY400 - one line is enough
                wait = DISK_PAUSE
            # Not wait_for: in Python 3.11 it can lose a cancellation that meets a wake-up.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()

    async def finish(self, seconds: float) -> None:
        """Let what is on the wire end; the rest stays queued."""
        if self._busy:
            _, late = await asyncio.wait(self._busy, timeout=seconds)
            for task in late:
                # Its row stays in `sending`: the next start treats it as unknown.
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _settle_interrupted(self) -> None:
        for entry in sending.interrupted(self._clinic.db):
            unknown = Verdict(Outcome.UNKNOWN, "interrupted")
            await self._settle(entry, unknown, Moment(self._clock.now(), f"o{entry.id}"))

    def _send_ready(self) -> float:
        """Start as many sends as may go; answers for how many seconds nothing more can be done."""
        now = self._clock.now()
        if len(self._busy) >= self._at_once:
            return LOOK_AGAIN
        for entry in sending.ready(self._clinic.db, now, limit=LOOKED_AT):
            wait = self._pace.wait(entry.chat_id)
            if wait > 0:
                if self._pace.is_held:
                    return min(wait, LOOK_AGAIN)
                continue
            self._start(entry, now)
            if len(self._busy) >= self._at_once:
                return LOOK_AGAIN
        return self._pace.next_wait(LOOK_AGAIN)

    @property
    def _at_once(self) -> int:
        """While nothing gets through, one message at a time finds out when it does again."""
        return 1 if self._failures else CONCURRENT_SENDS

    def _start(self, entry: Entry, now: datetime) -> None:
        claimed = sending.claim(self._clinic.db, entry, now)
        if claimed is not None:
            self._pace.took(claimed.chat_id)
            task = asyncio.create_task(self._send(claimed))
            self._busy[task] = claimed.chat_id
            task.add_done_callback(self._ended)

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
            where = place_of(error)
            log.error("row %d (%s) cannot be drawn: %s", entry.id, entry.kind, where)  # noqa: TRY400 - values may be health data
            verdict = Verdict(Outcome.REFUSED, f"not drawn: {type(error).__name__}")
        self._heed(verdict)
        await self._settle(entry, verdict, at)

    def _heed(self, verdict: Verdict) -> None:
        """Hold everything when Telegram asks for it, and ever longer while nothing gets through."""
        if verdict.retry_after is not None:
            self._pace.hold(verdict.retry_after)
        elif verdict.outcome not in (Outcome.NOT_SENT, Outcome.UNKNOWN):
            self._failures = 0
        elif not self._pace.is_stopped:
            self._failures += 1
            self._pace.hold(min(TROUBLE_FIRST * 2 ** min(self._failures - 1, 10), TROUBLE_MOST))

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

    async def _settle(self, entry: Entry, verdict: Verdict, at: Moment) -> None:
        """Write what came of it, however long the disk takes: nothing is sent twice for that."""
        while True:
            try:
                self._write(entry, verdict, at)
            except Exception as error:  # noqa: BLE001 - the row must never stay in `sending`
                log.error("row %d is not settled: %s", entry.id, place_of(error))  # noqa: TRY400 - values may be health data
                if not is_disk_trouble(error):
                    self._write_outcome(entry, verdict, at)
                    break
                await asyncio.sleep(DISK_PAUSE)
            else:
                break
        if verdict.outcome is not Outcome.SENT:
            log.info("row %d (%s): %s", entry.id, entry.kind, verdict.error)

    def _write(self, entry: Entry, verdict: Verdict, at: Moment) -> None:
        """The outcome and what follows from it: one transaction."""
        with self._clinic.db.transaction():
            is_over = self._write_outcome(entry, verdict, at)
            if verdict.outcome is Outcome.SENT:
                delivery.delivered(self._clinic, entry, at)
            elif verdict.outcome is Outcome.STALE:
                delivery.dropped(self._clinic, entry)
            elif is_over:
                is_gone = verdict.outcome is Outcome.GONE
                delivery.refused(self._clinic, entry, at, is_gone=is_gone)
            elif verdict.outcome is Outcome.UNKNOWN:
                delivery.delayed(self._clinic, entry, at)

    def _write_outcome(self, entry: Entry, verdict: Verdict, at: Moment) -> bool:
        """Answers whether this was the last try."""
        db = self._clinic.db
        if verdict.outcome is Outcome.SENT:
            sending.sent(db, entry, at.now, verdict.message_id, media=verdict.has_media)
        elif verdict.outcome is Outcome.NOT_SENT:
            sending.put_back(db, entry, verdict.error)
            return False
        elif verdict.outcome is Outcome.UNKNOWN and _is_tried_again(entry):
            sending.retry(db, entry, at.now + _pause(entry), verdict.error)
            return False
        else:
            state = "unknown" if verdict.outcome is Outcome.UNKNOWN else "failed"
            sending.fail(db, entry, state, verdict.error)
        return True


def _is_tried_again(entry: Entry) -> bool:
    """Drawing a message twice shows it once, and a doubled alert is harmless; a lost one is not."""
    is_safe_twice = entry.edits is not None or entry.lane is Lane.ALERT
    return is_safe_twice or entry.attempts < COURTESY_TRIES


def _pause(entry: Entry) -> timedelta:
    if entry.lane is not Lane.ALERT and entry.edits is None:
        return COURTESY_PAUSE
    doublings: int = 2 ** min(max(entry.attempts - 1, 0), 10)
    return min(RETRY_FIRST * doublings, RETRY_MOST)
