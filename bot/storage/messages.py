"""Rows of what patients and therapists wrote to each other."""

from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database, Row
from bot.storage.values import instant, instant_text


@dataclass(frozen=True)
class Message:
    """One relayed message; media is kept as Telegram's file id."""

    id: int
    patient_id: int
    staff_id: int | None
    from_patient: bool
    text: str
    media_kind: str | None
    media_id: str | None
    created_at: datetime


def _message(row: Row) -> Message:
    return Message(
        row["id"],
        row["patient_id"],
        row["staff_id"],
        row["direction"] == "from_patient",
        row["text"],
        row["media_kind"],
        row["media_id"],
        instant(row["created_at"]),
    )


def add(
    db: Database,
    patient_id: int,
    text: str,
    now: datetime,
    *,
    staff_id: int | None = None,
    media_kind: str | None = None,
    media_id: str | None = None,
) -> int:
    """Keep a message; with a `staff_id` it goes to the patient, without it comes from them."""
    return db.add(
        """INSERT INTO messages (patient_id, staff_id, direction, text, media_kind, media_id,
            created_at) VALUES (?, ?, ?, ?, ?, ?, ?)""",
        patient_id,
        staff_id,
        "from_patient" if staff_id is None else "to_patient",
        text,
        media_kind,
        media_id,
        instant_text(now),
    )


def find(db: Database, message_id: int) -> Message | None:
    row = db.one("SELECT * FROM messages WHERE id = ?", message_id)
    return _message(row) if row else None


def get(db: Database, message_id: int) -> Message:
    message = find(db, message_id)
    if message is None:
        raise LookupError(f"no message {message_id}")
    return message


def was_kept(db: Database, patient_id: int, at: datetime) -> bool:
    """Whether words came from a patient at this very instant."""
    found = db.value(
        """SELECT 1 FROM messages
        WHERE patient_id = ? AND staff_id IS NULL AND created_at = ? LIMIT 1""",
        patient_id,
        instant_text(at),
    )
    return found is not None


def latest(db: Database, patient_id: int, count: int) -> list[Message]:
    rows = db.all(
        "SELECT * FROM messages WHERE patient_id = ? ORDER BY id DESC LIMIT ?", patient_id, count
    )
    return [_message(row) for row in reversed(rows)]
