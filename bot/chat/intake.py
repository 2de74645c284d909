"""Handle the inbox: in order within a chat, side by side across chats, each exactly once."""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.chat import handlers, router
from bot.chat.gateway import ANSWERS_AT_ONCE
from bot.chat.handlers import start, talk
from bot.chat.incoming import Incoming, What, parse
from bot.chat.places import place_of
from bot.chat.turn import Pop, Turn
from bot.clock import Clock
from bot.services import access, delivery, notify
from bot.services.clinic import Clinic, Moment
from bot.storage import inbox, outbox, patients
from bot.storage.database import is_disk_trouble
from bot.storage.inbox import MAX_ATTEMPTS, Received
from bot.storage.outbox import Lane
from bot.texts import Texts

log = logging.getLogger(__name__)

ROUTES = handlers.MODULES
AGAIN_FIRST = 0.2
AGAIN_MOST = 10.0


class Intake:
    """Takes new rows of the inbox and hands each to its handler."""

    def __init__(
        self, clinic: Clinic, texts: Texts, clock: Clock, bot: Bot, queued: Callable[[], None]
    ) -> None:
        self._clinic = clinic
        self._texts = texts
        self._clock = clock
        self._bot = bot
        self._queued = queued
        self._wake = asyncio.Event()
        self._seen = 0
        self._lanes: dict[int | None, deque[Received]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._answering = asyncio.Semaphore(ANSWERS_AT_ONCE)

    def arrived(self) -> None:
        """New rows are in the inbox."""
        self._wake.set()

    @property
    def is_idle(self) -> bool:
        return not self._tasks and inbox.count_waiting(self._clinic.db) == 0

    async def run(self) -> None:
        """Handle rows until cancelled, beginning with those a previous run left."""
        self._wake.set()
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                rows = inbox.waiting(self._clinic.db, after=self._seen)
            except sqlite3.Error as error:
                if not is_disk_trouble(error):
                    raise
                log.error("the inbox cannot be read: the database says %s", error)  # noqa: TRY400 - one line is enough
                self._wake.set()
                await asyncio.sleep(AGAIN_MOST)
                continue
            for row in rows:
                self._seen = row.seq
                self._line_up(row)
                self._wake.set()
            await asyncio.sleep(0)

    async def finish(self, seconds: float) -> None:
        """Let running handlers end; what has not begun stays in the inbox for the next start."""
        for lane in self._lanes.values():
            lane.clear()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _line_up(self, row: Received) -> None:
        lane = self._lanes.get(row.chat_id)
        if lane is not None:
            lane.append(row)
            return
        self._lanes[row.chat_id] = deque([row])
        self._begin(self._work_off(row.chat_id))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, chat_id: int | None) -> None:
        lane = self._lanes[chat_id]
        try:
            while lane:
                await self._handle(lane.popleft())
                await asyncio.sleep(0)
        finally:
            del self._lanes[chat_id]

    async def _handle(self, row: Received) -> None:
        """Try until it is done or set aside; a disk in trouble is not the update's fault."""
        failures, waited = 0, 0
        started: int | None = None
        while True:
            try:
                # Counted before it starts: an update that kills the process is not tried for ever.
                started = started or inbox.attempt(self._clinic.db, row.seq)
                if max(started - 1, failures) >= MAX_ATTEMPTS:
                    self._set_aside(row)
                else:
                    self._run(row)
            except Exception as error:  # noqa: BLE001 - one bad update must not stop the rest
                in_trouble = is_disk_trouble(error)
                failures, waited = failures + (not in_trouble), waited + 1
                log.error("update %d failed, try %d: %s", row.seq, waited, place_of(error))  # noqa: TRY400 - values may be health data
                await asyncio.sleep(min(AGAIN_FIRST * 2 ** min(waited - 1, 10), AGAIN_MOST))
            else:
                return

    def _run(self, row: Received) -> None:
        incoming, pop = self._apply(row)
        self._queued()
        if incoming is not None and incoming.query_id:
            self._begin(self._answer(incoming.query_id, pop))

    def _apply(self, row: Received) -> tuple[Incoming | None, Pop | None]:
        """Everything an update changes and says, with the row done: one transaction, no await."""
        incoming = parse(row.body)
        # Not the update's id: after a quiet week Telegram may use numbers again.
        at = Moment(self._clock.now(), f"u{row.seq}")
        with self._clinic.db.transaction() as db:
            pop = self._dispatch(incoming, at) if incoming else None
            inbox.done(db, row.seq, at.now)
        return incoming, pop

    def _dispatch(self, incoming: Incoming, at: Moment) -> Pop | None:
        actor = access.identify(self._clinic, incoming.user_id, incoming.language_code)
        turn = Turn(
            self._clinic,
            self._texts,
            at,
            actor,
            incoming,
            access.language(self._clinic, actor),
            entry=self._pressed(incoming),
        )
        _ACTS[incoming.what](turn)
        return turn.pop

    def _pressed(self, incoming: Incoming) -> outbox.Entry | None:
        if incoming.what is not What.PRESS:
            return None
        return outbox.by_message(self._clinic.db, incoming.chat_id, incoming.message_id)

    async def _answer(self, query_id: str, pop: Pop | None) -> None:
        """Stop the button's spinner. Too late is no harm: the answer is saved already."""
        try:
            async with self._answering:
                await self._bot.answer_callback_query(
                    query_id, text=pop.text if pop else None, show_alert=pop.is_box if pop else None
                )
        except TelegramError as error:
            log.info("a button's answer came too late (%s)", type(error).__name__)

    def _set_aside(self, row: Received) -> None:
        """Quarantine; a patient is asked to send it again, and the admins hear of it."""
        at = Moment(self._clock.now(), f"q{row.seq}")
        try:
            with self._clinic.db.transaction() as db:
                inbox.quarantine(db, row.seq, at.now)
                self._tell_of_loss(row, at)
        except Exception as error:
            if is_disk_trouble(error):
                raise
            log.error("nobody is told of update %d: %s", row.seq, place_of(error))  # noqa: TRY400 - values may be health data
            inbox.quarantine(self._clinic.db, row.seq, at.now)
        log.error("update %d is set aside", row.seq)
        self._queued()

    def _tell_of_loss(self, row: Received, at: Moment) -> None:
        patient = patients.by_account(self._clinic.db, row.chat_id) if row.chat_id else None
        if patient is not None:
            notify.patient(
                self._clinic,
                patient,
                "text",
                at,
                lane=Lane.ALERT,
                lang=patient.language,
                wording="quarantined.patient",
                args={},
            )
        key = f"quarantined:{at.now:%Y-%m-%d}"
        notify.admins(self._clinic, "quarantined", at, key=key, lane=Lane.DIGEST)


def _press(turn: Turn) -> None:
    if not router.run_press(turn) and turn.pop is None:
        turn.note("pop.not_yours")


def _command(turn: Turn) -> None:
    if turn.actor.staff is not None and turn.incoming.command == "start":
        delivery.member_is_back(turn.clinic, turn.incoming.chat_id, turn.at)
    if not router.run_command(turn, turn.incoming.command):
        start.unknown_command(turn)


def _blocked(turn: Turn) -> None:
    if turn.actor.patient is not None:
        delivery.unreachable(turn.clinic, turn.patient, turn.at)


def _unblocked(turn: Turn) -> None:
    if turn.actor.patient is not None:
        delivery.reachable(turn.clinic, turn.patient, turn.at)
    if turn.actor.staff is not None:
        delivery.member_is_back(turn.clinic, turn.incoming.chat_id, turn.at)


_ACTS: dict[What, Callable[[Turn], None]] = {
    What.PRESS: _press,
    What.COMMAND: _command,
    What.TEXT: talk.typed,
    What.MEDIA: talk.media,
    What.BLOCKED: _blocked,
    What.UNBLOCKED: _unblocked,
}
