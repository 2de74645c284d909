"""Rows of the questions about warning signs: rounds, answers, known signs, requests."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.asking import Answer, Said
from bot.storage import outbox
from bot.storage.database import Database, Row
from bot.storage.outbox import Entry
from bot.storage.values import (
    instant,
    instant_text,
    json_text,
    optional_date,
    optional_instant,
)


@dataclass(frozen=True)
class Screen:
    """One round of questions to one patient."""

    id: int
    patient_id: int
    cause: str
    signs: tuple[str, ...]
    opened_at: datetime
    opened_on: date
    asked_again_on: date | None
    ended_at: datetime | None
    outcome: str | None

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def was_answered(self) -> bool:
        """To the end: neither left, nor replaced by another round."""
        return self.outcome not in (None, "unanswered", "replaced")


def _screen(row: Row) -> Screen:
    return Screen(
        row["id"],
        row["patient_id"],
        row["cause"],
        tuple(json.loads(row["signs"])),
        instant(row["opened_at"]),
        date.fromisoformat(row["opened_on"]),
        optional_date(row["asked_again_on"]),
        optional_instant(row["ended_at"]),
        row["outcome"],
    )


def add(
    db: Database, patient_id: int, cause: str, signs: tuple[str, ...], now: datetime, on: date
) -> Screen:
    number = db.add(
        """INSERT INTO screens (patient_id, cause, signs, opened_at, opened_on)
        VALUES (?, ?, ?, ?, ?)""",
        patient_id,
        cause,
        json_text(signs),
        instant_text(now),
        str(on),
    )
    return get(db, number)


def find(db: Database, screen_id: int) -> Screen | None:
    row = db.one("SELECT * FROM screens WHERE id = ?", screen_id)
    return _screen(row) if row else None


def get(db: Database, screen_id: int) -> Screen:
    screen = find(db, screen_id)
    if screen is None:
        raise LookupError(f"no screen {screen_id}")
    return screen


def of_patient(db: Database, patient_id: int) -> list[Screen]:
    """All rounds, the latest first."""
    rows = db.all("SELECT * FROM screens WHERE patient_id = ? ORDER BY id DESC", patient_id)
    return [_screen(row) for row in rows]


def open_before(db: Database, day: date) -> list[Screen]:
    """Rounds that were begun before this date and not finished."""
    rows = db.all(
        "SELECT * FROM screens WHERE ended_at IS NULL AND opened_on < ? ORDER BY id", str(day)
    )
    return [_screen(row) for row in rows]


def mark_asked_again(db: Database, screen_id: int, on: date) -> None:
    db.run("UPDATE screens SET asked_again_on = ? WHERE id = ?", str(on), screen_id)


def end(db: Database, screen_id: int, outcome: str, now: datetime) -> None:
    db.run(
        "UPDATE screens SET ended_at = ?, outcome = ? WHERE id = ?",
        instant_text(now),
        outcome,
        screen_id,
    )


def reopen(db: Database, screen_id: int) -> None:
    db.run("UPDATE screens SET ended_at = NULL, outcome = NULL WHERE id = ?", screen_id)


def said(db: Database, screen_id: int) -> list[Said]:
    """The answers that hold, oldest first."""
    rows = db.all(
        """SELECT question, answer FROM screen_answers
        WHERE screen_id = ? AND taken_back_at IS NULL ORDER BY id""",
        screen_id,
    )
    return [Said(row["question"], Answer(row["answer"])) for row in rows]


def say(db: Database, screen: Screen, said_now: Said, now: datetime) -> None:
    db.run(
        """INSERT INTO screen_answers (screen_id, patient_id, question, answer, answered_at)
        VALUES (?, ?, ?, ?, ?)""",
        screen.id,
        screen.patient_id,
        said_now.question,
        said_now.answer.value,
        instant_text(now),
    )


def take_back(db: Database, screen_id: int, now: datetime) -> None:
    """The last answer no longer holds; that it was given stays on record."""
    db.run(
        """UPDATE screen_answers SET taken_back_at = ? WHERE id =
        (SELECT max(id) FROM screen_answers WHERE screen_id = ? AND taken_back_at IS NULL)""",
        instant_text(now),
        screen_id,
    )


@dataclass(frozen=True)
class Known:
    """A sign that a therapist has recorded as known."""

    sign: str
    reason: str
    recorded_on: date
    recorded_by: int


def known(db: Database, patient_id: int) -> dict[str, Known]:
    rows = db.all("SELECT * FROM known_signs WHERE patient_id = ?", patient_id)
    return {
        row["sign"]: Known(
            row["sign"], row["reason"], date.fromisoformat(row["recorded_on"]), row["recorded_by"]
        )
        for row in rows
    }


def set_known(
    db: Database, patient_id: int, sign: str, reason: str, on: date, staff_id: int
) -> None:
    db.run(
        """INSERT INTO known_signs VALUES (?, ?, ?, ?, ?) ON CONFLICT (patient_id, sign)
        DO UPDATE SET reason = excluded.reason, recorded_on = excluded.recorded_on,
            recorded_by = excluded.recorded_by""",
        patient_id,
        sign,
        reason,
        str(on),
        staff_id,
    )


def forget_known(db: Database, patient_id: int, sign: str) -> None:
    db.run("DELETE FROM known_signs WHERE patient_id = ? AND sign = ?", patient_id, sign)


def take_request(db: Database, patient_id: int, day: date, what: str) -> bool:
    """Claim the one request a patient gets on a local date besides the rating."""
    changed = db.run(
        "INSERT INTO requests VALUES (?, ?, ?) ON CONFLICT DO NOTHING", patient_id, str(day), what
    )
    return changed == 1


def add_to_request(db: Database, patient_id: int, day: date, what: str) -> None:
    """Note what the day's one request was used for as well: "screen leg"."""
    db.run(
        """INSERT INTO requests VALUES (?, ?, ?) ON CONFLICT (patient_id, local_date)
        DO UPDATE SET what = what || ' ' || excluded.what""",
        patient_id,
        str(day),
        what,
    )


def last_request(db: Database, patient_id: int, what: str) -> date | None:
    """The last day whose request was, or ended with, this."""
    return optional_date(
        db.value(
            """SELECT max(local_date) FROM requests
            WHERE patient_id = ? AND instr(' ' || what || ' ', ' ' || ? || ' ') > 0""",
            patient_id,
            what,
        )
    )


def request_of(db: Database, patient_id: int, day: date) -> str | None:
    value: str | None = db.value(
        "SELECT what FROM requests WHERE patient_id = ? AND local_date = ?", patient_id, str(day)
    )
    return value


def resumed(db: Database, patient_id: int, staff_id: int, reason: str, now: datetime) -> None:
    db.run(
        "INSERT INTO resumptions (patient_id, staff_id, reason, resumed_at) VALUES (?, ?, ?, ?)",
        patient_id,
        staff_id,
        reason,
        instant_text(now),
    )


def was_resumed(db: Database, patient_id: int) -> bool:
    """Whether a therapist has ever started exercises for this patient, with a reason."""
    return db.value("SELECT 1 FROM resumptions WHERE patient_id = ?", patient_id) is not None


def last_said(db: Database, chat_id: int) -> Entry | None:
    """The newest message that stands in a chat."""
    number = db.value(
        """SELECT id FROM outbox WHERE chat_id = ? AND edits IS NULL AND message_id IS NOT NULL
        ORDER BY message_id DESC LIMIT 1""",
        chat_id,
    )
    return outbox.find(db, number) if number is not None else None
