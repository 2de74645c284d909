"""Rows of who did what to whom; they are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database, Row
from bot.storage.values import instant, instant_text


@dataclass(frozen=True)
class Line:
    """One act. `subject` is a pseudonym: it outlives the patient's name."""

    at: datetime
    who: str
    action: str
    subject: str
    detail: str


def _line(row: Row) -> Line:
    return Line(instant(row["at"]), row["who"], row["action"], row["subject"], row["detail"])


def add(db: Database, at: datetime, who: str, action: str, subject: str, detail: str) -> None:
    db.run(
        "INSERT INTO audit (at, who, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
        instant_text(at),
        who,
        action,
        subject,
        detail,
    )


def latest(db: Database, count: int) -> list[Line]:
    """The newest lines, oldest first."""
    rows = db.all("SELECT * FROM audit ORDER BY id DESC LIMIT ?", count)
    return [_line(row) for row in reversed(rows)]


def about(db: Database, subject: str) -> list[Line]:
    rows = db.all("SELECT * FROM audit WHERE subject = ? ORDER BY id", subject)
    return [_line(row) for row in rows]


def created_at(db: Database, patient_id: int) -> str:
    """When an enrolment was made, as it is written: one half of its pseudonym."""
    text: str = db.value("SELECT created_at FROM patients WHERE id = ?", patient_id)
    return text
