"""Handle what is in the inbox: in order within a chat, side by side across chats, each exactly once."""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Callable

from telegram import Bot
from telegram.error import TelegramError

from bot.chat import handlers, router
from bot.chat.handlers import start, talk
from bot.chat.incoming import Incoming, What, parse
from bot.chat.turn import Pop, Turn
from bot.clock import Clock
from bot.services import access, delivery, notify
from bot.services.clinic import Clinic, Moment
from bot.storage import inbox, outbox, patients
from bot.storage.inbox import MAX_ATTEMPTS, Received
from bot.storage.outbox import Lane
from bot.texts import Texts

log = logging.getLogger(__name__)

ROUTES = handlers.MODULES
AGAIN_AFTER = 0.2


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

    def arrived(self) -> None:
        """New rows are in the inbox."""
        self._wake.set()

    @property
    def is_idle(self) -> bool:
        return not self._tasks and not self._wake.is_set()

    async def run(self) -> None:
        """Handle rows until cancelled, beginning with those a previous run left."""
        self._wake.set()
        while True:
            await self._wake.wait()
            self._wake.clear()
            for row in inbox.waiting(self._clinic.db, after=self._seen):
                self._seen = row.seq
                self._line_up(row)
                self._wake.set()
            await asyncio.sleep(0)

    async def finish(self, seconds: float) -> None:
        """Let running handlers end; what has not begun stays in the inbox for the next start."""
        for lane in self._lanes.values():
            lane.clear()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    def _line_up(self, row: Received) -> None:
        lane = self._lanes.get(row.chat_id)
        if lane is not None:
            lane.append(row)
            return
        self._lanes[row.chat_id] = deque([row])
        task = asyncio.create_task(self._work_off(row.chat_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, chat_id: int | None) -> None:
        lane = self._lanes[chat_id]
        try:
            while lane:
                row = lane.popleft()
                while not await self._handle(row):
                    await asyncio.sleep(AGAIN_AFTER)
                await asyncio.sleep(0)
        finally:
            del self._lanes[chat_id]

    async def _handle(self, row: Received) -> bool:
        """One try; False when it is to be tried again."""
        attempts = inbox.attempt(self._clinic.db, row.seq)
        if attempts > MAX_ATTEMPTS:
            self._set_aside(row)
            return True
        try:
            incoming, pop = self._apply(row)
        except sqlite3.OperationalError:
            # A full or locked disk is not the update's fault: nothing was answered, so wait.
            log.exception("update %d waits for the database", row.update_id)
            self._clinic.db.run("UPDATE inbox SET attempts = attempts - 1 WHERE seq = ?", row.seq)
            return False
        except Exception as error:  # noqa: BLE001 - one bad update must not stop the rest
            _log_failure(row, attempts, error)
            if attempts < MAX_ATTEMPTS:
                return False
            self._set_aside(row)
            return True
        self._queued()
        if incoming is not None and incoming.query_id:
            await self._answer(incoming.query_id, pop)
        return True

    def _apply(self, row: Received) -> tuple[Incoming | None, Pop | None]:
        """Everything an update changes and says, with the row done: one transaction, no await."""
        incoming = parse(row.body)
        at = Moment(self._clock.now(), f"u{row.update_id}")
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
            await self._bot.answer_callback_query(
                query_id, text=pop.text if pop else None, show_alert=pop.is_box if pop else None
            )
        except TelegramError as error:
            log.info("a button's answer came too late (%s)", type(error).__name__)

    def _set_aside(self, row: Received) -> None:
        """Quarantine; a patient is asked to send it again, and the admins hear of it."""
        at = Moment(self._clock.now(), f"q{row.update_id}")
        with self._clinic.db.transaction() as db:
            patient = patients.by_account(db, row.chat_id) if row.chat_id else None
            inbox.quarantine(db, row.seq, at.now)
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
        self._queued()


def _log_failure(row: Received, attempts: int, error: Exception) -> None:
    """Where it failed, without the values: messages and locals may hold health data."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    log.error(
        "update %d failed, try %d: %s at %s", row.update_id, attempts, type(error).__name__, where
    )


def _press(turn: Turn) -> None:
    if not router.run_press(turn) and turn.pop is None:
        turn.note("pop.not_yours")


def _command(turn: Turn) -> None:
    if not router.run_command(turn, turn.incoming.command):
        start.unknown_command(turn)


def _blocked(turn: Turn) -> None:
    if turn.actor.patient is not None:
        delivery.unreachable(turn.clinic, turn.patient, turn.at)


def _unblocked(turn: Turn) -> None:
    if turn.actor.patient is not None:
        delivery.reachable(turn.clinic, turn.patient, turn.at)


_ACTS: dict[What, Callable[[Turn], None]] = {
    What.PRESS: _press,
    What.COMMAND: _command,
    What.TEXT: talk.typed,
    What.MEDIA: talk.media,
    What.BLOCKED: _blocked,
    What.UNBLOCKED: _unblocked,
}
