"""Rows of who covers for whom, and when the digest of a therapist comes."""

from dataclasses import dataclass
from datetime import date

from bot.storage.database import Database
from bot.storage.values import optional_date

DIGEST_MINUTE = 510
"""08:30, when nobody has chosen otherwise: before the first patients, after the first prompts."""


@dataclass(frozen=True)
class Duty:
    """How one member of staff is told."""

    staff_id: int
    cover_id: int | None = None
    digest_minute: int = DIGEST_MINUTE
    digested_on: date | None = None
    """The local date of the last digest that was looked at, sent or not."""


def of(db: Database, staff_id: int) -> Duty:
    row = db.one("SELECT * FROM duties WHERE staff_id = ?", staff_id)
    if row is None:
        return Duty(staff_id)
    digested = optional_date(row["digested_on"])
    return Duty(staff_id, row["cover_id"], row["digest_minute"], digested)


def set_cover(db: Database, staff_id: int, cover_id: int | None) -> None:
    _make(db, staff_id)
    db.run("UPDATE duties SET cover_id = ? WHERE staff_id = ?", cover_id, staff_id)


def set_digest_minute(db: Database, staff_id: int, minute: int) -> None:
    _make(db, staff_id)
    db.run("UPDATE duties SET digest_minute = ? WHERE staff_id = ?", minute, staff_id)


def digested(db: Database, staff_id: int, day: date) -> None:
    _make(db, staff_id)
    db.run("UPDATE duties SET digested_on = ? WHERE staff_id = ?", str(day), staff_id)


def _make(db: Database, staff_id: int) -> None:
    db.run("INSERT INTO duties (staff_id) VALUES (?) ON CONFLICT DO NOTHING", staff_id)


def is_called(db: Database, staff_id: int, patient_id: int, rungs: int) -> bool:
    """Whether the alert of a flag that is still open has climbed to the cover of this patient."""
    found = db.value(
        """SELECT 1 FROM patients p JOIN duties d ON d.staff_id = p.therapist_id
        JOIN flags f ON f.patient_id = p.id JOIN escalations e ON e.flag_id = f.id
        WHERE p.id = ? AND d.cover_id = ? AND f.closed_at IS NULL AND e.rung >= ? LIMIT 1""",
        patient_id,
        staff_id,
        rungs,
    )
    return found is not None
