"""Rows of flares: the days on which a patient does only the gentle set."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.storage.database import Database, Row
from bot.storage.values import instant_text


@dataclass(frozen=True)
class Flare:
    """Some days in a row, on the patient's own calendar."""

    id: int
    begins_on: date
    ends_on: date
    """The first day of the usual plan again."""

    def covers(self, day: date) -> bool:
        return self.begins_on <= day < self.ends_on


def _flare(row: Row) -> Flare:
    begins, ends = (date.fromisoformat(row[name]) for name in ("begins_on", "ends_on"))
    return Flare(row["id"], begins, ends)


def add(db: Database, patient_id: int, begins_on: date, ends_on: date, now: datetime) -> None:
    db.run(
        "INSERT INTO flares (patient_id, begins_on, ends_on, asked_at) VALUES (?, ?, ?, ?)",
        patient_id,
        str(begins_on),
        str(ends_on),
        instant_text(now),
    )


def of_patient(db: Database, patient_id: int) -> list[Flare]:
    """All that were not taken back on their first day, oldest first."""
    rows = db.all(
        "SELECT * FROM flares WHERE patient_id = ? AND begins_on < ends_on ORDER BY id", patient_id
    )
    return [_flare(row) for row in rows]


def end(db: Database, flare_id: int, ends_on: date) -> None:
    db.run("UPDATE flares SET ends_on = max(begins_on, ?) WHERE id = ?", str(ends_on), flare_id)


def phases(db: Database, patient_id: int, since: date) -> dict[date, int]:
    """The plan's phase (from 0) by the local date of its prompt."""
    rows = db.all(
        "SELECT local_date, phase FROM prompts WHERE patient_id = ? AND local_date >= ?",
        patient_id,
        str(since),
    )
    return {date.fromisoformat(row["local_date"]): row["phase"] for row in rows}
