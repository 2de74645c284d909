"""Rows of what patients answered at the first visit and since, and of their therapist's notes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.first_visit import Given
from bot.storage.database import Database
from bot.storage.values import instant, instant_text

FIRST, AGAIN = "first_visit", "activities"
"""What the day's one request is used for."""


def given(db: Database, patient_id: int) -> list[Given]:
    """Every answer, oldest first."""
    rows = db.all(
        """SELECT question, item, value, answered_on, is_open FROM assessment_answers
        WHERE patient_id = ? ORDER BY answered_on, id""",
        patient_id,
    )
    return [
        Given(
            row["question"],
            row["item"],
            row["value"],
            date.fromisoformat(row["answered_on"]),
            bool(row["is_open"]),
        )
        for row in rows
    ]


def keep(db: Database, patient_id: int, answer: Given, now: datetime) -> None:
    """Write an answer; one of the same day is replaced, those of other days stay."""
    db.run(
        """INSERT INTO assessment_answers
            (patient_id, question, item, value, answered_on, is_open, answered_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (patient_id, question, item, answered_on)
        DO UPDATE SET value = excluded.value, is_open = excluded.is_open,
            answered_at = excluded.answered_at""",
        patient_id,
        answer.question,
        answer.item,
        answer.value,
        str(answer.on),
        int(answer.is_open),
        instant_text(now),
    )


def count_asked(db: Database, patient_id: int, what: str) -> int:
    """On how many days the request of the day was used for this."""
    found: int = db.value(
        """SELECT count(*) FROM requests
        WHERE patient_id = ? AND instr(' ' || what || ' ', ' ' || ? || ' ') > 0""",
        patient_id,
        what,
    )
    return found


class NoteKind(StrEnum):
    """What a therapist writes on a card."""

    EXAMINATION = "examination"
    DIAGNOSIS = "diagnosis"
    GOALS = "goals"


@dataclass(frozen=True)
class Note:
    """The newest words of one kind; earlier ones stay on record."""

    kind: NoteKind
    text: str
    staff_id: int
    written_at: datetime


def notes(db: Database, patient_id: int) -> dict[NoteKind, Note]:
    rows = db.all("SELECT * FROM notes WHERE patient_id = ? ORDER BY id", patient_id)
    return {
        NoteKind(row["kind"]): Note(
            NoteKind(row["kind"]), row["text"], row["staff_id"], instant(row["written_at"])
        )
        for row in rows
    }


def write_note(
    db: Database, patient_id: int, kind: NoteKind, text: str, staff_id: int, now: datetime
) -> None:
    db.run(
        """INSERT INTO notes (patient_id, kind, text, staff_id, written_at)
        VALUES (?, ?, ?, ?, ?)""",
        patient_id,
        kind.value,
        text,
        staff_id,
        instant_text(now),
    )
