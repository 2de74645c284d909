"""Rows of exercises that were too painful, and of what a patient does instead from then on."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.storage.database import Database, Row
from bot.storage.values import instant, instant_text


@dataclass(frozen=True)
class Sore:
    """One tap on "too painful" and what was chosen: open, easier, stopped, worry, taken_back."""

    id: int
    patient_id: int
    prompt_id: int
    exercise: str
    choice: str
    instead: str | None
    reported_at: datetime


def _sore(row: Row) -> Sore:
    return Sore(
        row["id"],
        row["patient_id"],
        row["prompt_id"],
        row["exercise"],
        row["choice"],
        row["instead"],
        instant(row["reported_at"]),
    )


def report(db: Database, patient_id: int, prompt_id: int, exercise: str, now: datetime) -> Sore:
    new_id = db.add(
        """INSERT INTO sore_exercises (patient_id, prompt_id, exercise, reported_at)
        VALUES (?, ?, ?, ?)""",
        patient_id,
        prompt_id,
        exercise,
        instant_text(now),
    )
    return get(db, new_id)


def get(db: Database, sore_id: int) -> Sore:
    row = db.one("SELECT * FROM sore_exercises WHERE id = ?", sore_id)
    if row is None:
        raise LookupError(f"no sore exercise {sore_id}")
    return _sore(row)


def open_of(db: Database, prompt_id: int) -> Sore | None:
    """The one whose question is not answered yet."""
    row = db.one(
        """SELECT * FROM sore_exercises WHERE prompt_id = ? AND choice = 'open'
        ORDER BY id DESC LIMIT 1""",
        prompt_id,
    )
    return _sore(row) if row else None


def choose(db: Database, sore_id: int, choice: str, instead: str | None = None) -> None:
    db.run(
        "UPDATE sore_exercises SET choice = ?, instead = ? WHERE id = ?", choice, instead, sore_id
    )


def by_prompt(db: Database, patient_id: int) -> dict[int, tuple[str, ...]]:
    """Prompt to the ids of the exercises that were too painful, taps taken back left out."""
    rows = db.all(
        """SELECT prompt_id, exercise FROM sore_exercises
        WHERE patient_id = ? AND choice != 'taken_back' ORDER BY id""",
        patient_id,
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        found[row["prompt_id"]] = (*found.get(row["prompt_id"], ()), row["exercise"])
    return found


def substitutes(db: Database, patient_id: int) -> dict[str, str | None]:
    """Exercise to what is done instead; None: nothing, it is left out."""
    rows = db.all(
        "SELECT exercise, instead FROM substitutes WHERE patient_id = ? ORDER BY since, exercise",
        patient_id,
    )
    return {row["exercise"]: row["instead"] for row in rows}


def substitute(
    db: Database, patient_id: int, exercise: str, instead: str | None, since: date
) -> None:
    db.run(
        "INSERT OR REPLACE INTO substitutes VALUES (?, ?, ?, ?)",
        patient_id,
        exercise,
        instead,
        str(since),
    )


def give_again(db: Database, patient_id: int, exercise: str) -> bool:
    changed = db.run(
        "DELETE FROM substitutes WHERE patient_id = ? AND exercise = ?", patient_id, exercise
    )
    return changed == 1
