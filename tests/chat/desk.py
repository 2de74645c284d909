"""The bot's inside without a wire: an update goes in, rows and the button's answer come out.

For what needs thousands of updates; stories use the real thing (`tests/world.py`).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram import Bot

from bot import program_files, screening_file, texts
from bot.chat.drawing import draw
from bot.chat.drawing.canvas import Drawn
from bot.chat.intake import Intake
from bot.chat.turn import Pop
from bot.clock import MovableClock
from bot.practice import BOT_USERNAME, TOKEN
from bot.services import delivery
from bot.services.clinic import Clinic, Moment
from bot.storage import inbox, sending
from bot.storage.database import Database
from bot.storage.inbox import Received
from bot.storage.outbox import Entry
from tests.world import MONDAY, PROGRAMS, clinic_settings, reviewed

BOOKKEEPING = frozenset({"inbox", "outbox", "sqlite_sequence", "_sqlite_migrations"})
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Desk:
    """A clinic in memory, and its intake."""

    clinic: Clinic
    clock: MovableClock
    intake: Intake
    texts: texts.Texts
    _numbers: int = 0

    @property
    def db(self) -> Database:
        return self.clinic.db

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def moment(self) -> Moment:
        return Moment(self.clock.now(), f"desk{self.number()}")

    def say(self, account: int, text: str, name: str = "Somebody") -> Pop | None:
        return self._take(account, _message(account, name, text))

    def press(self, account: int, data: str, *, on: int = 1) -> Pop | None:
        """A tap on message `on` of the account's own chat."""
        message = _message(account, "Bot", "?")["message"] | {"message_id": on}
        query = {
            "id": "1",
            "from": _user(account, "Somebody"),
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        return self._take(account, {"callback_query": query})

    def _take(self, account: int, update: dict[str, Any]) -> Pop | None:
        number = self.number()
        body = json.dumps({"update_id": number, **update})
        with self.db.transaction():
            inbox.keep(self.db, [(number, account, body)], self.clock.now())
            seq = self.db.value("SELECT max(seq) FROM inbox")
            _, pop = self.intake._apply(Received(seq, number, account, body, 0))
        return pop

    def send_all(self) -> list[tuple[Entry, Drawn | None]]:
        """Draw what is queued and settle it as delivered; answers what was drawn, in order."""
        gone = []
        while waiting := sending.ready(self.db, self.clock.now()):
            for entry in waiting:
                drawn = draw(entry, self.clinic, self.texts, self.clock.now())
                gone.append((entry, drawn))
                with self.db.transaction():
                    sending.claim(self.db, entry, self.clock.now())
                    self._settle(entry, drawn)
        return gone

    def _settle(self, entry: Entry, drawn: Drawn | None) -> None:
        if drawn is None:
            sending.fail(self.db, entry, "failed", "pointless")
            return
        number = None if entry.edits else 1000 + entry.id
        sending.sent(self.db, entry, self.clock.now(), number, media=drawn.picture is not None)
        delivery.delivered(self.clinic, entry, self.moment())

    def rows(self) -> Rows:
        """Everything stored, but the bookkeeping of what came in and goes out."""
        names = self.db.all("SELECT name FROM sqlite_master WHERE type = 'table'")
        kept = [row["name"] for row in names if row["name"] not in BOOKKEEPING]
        return {name: self.table(name) for name in kept}

    def table(self, name: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.db.all(f"SELECT * FROM {name} ORDER BY 1")]  # noqa: S608

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever happens inside is rolled back."""
        self.db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            self.db.conn.rollback()


def _user(account: int, name: str) -> dict[str, Any]:
    return {"id": account, "is_bot": False, "first_name": name, "language_code": "en"}


def _message(account: int, name: str, text: str) -> dict[str, Any]:
    chat = {"id": account, "type": "private", "first_name": name}
    kept = {"message_id": 1, "date": 0, "chat": chat, "from": _user(account, name), "text": text}
    return {"message": kept}


def open_desk(folder: Path, **given: Any) -> Desk:
    """A clinic nobody has entered yet; `given` changes its settings."""
    db = Database(":memory:")
    settings = clinic_settings(folder, **given)
    programme, screening = program_files.load(PROGRAMS), screening_file.load(PROGRAMS)
    clinic = reviewed(Clinic(db, settings, programme, screening, BOT_USERNAME), MONDAY)
    clock, wording = MovableClock(MONDAY), texts.load()
    intake = Intake(clinic, wording, clock, Bot(TOKEN), lambda: None)
    return Desk(clinic, clock, intake, wording)
