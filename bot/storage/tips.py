"""Rows of the tips that went out with a prompt."""

from datetime import date

from bot.storage.database import Database
from bot.storage.values import optional_date


def sent(db: Database, patient_id: int, plan_id: str) -> frozenset[str]:
    """Advice ids whose tip this patient had within a plan."""
    rows = db.all(
        "SELECT advice FROM tips WHERE patient_id = ? AND plan_id = ?", patient_id, plan_id
    )
    return frozenset(row["advice"] for row in rows)


def last_sent(db: Database, patient_id: int) -> date | None:
    return optional_date(db.value("SELECT max(sent_on) FROM tips WHERE patient_id = ?", patient_id))


def of_day(db: Database, patient_id: int, day: date) -> str | None:
    found: str | None = db.value(
        "SELECT advice FROM tips WHERE patient_id = ? AND sent_on = ?", patient_id, str(day)
    )
    return found


def add(db: Database, patient_id: int, plan_id: str, advice: str, day: date) -> None:
    db.run("INSERT OR IGNORE INTO tips VALUES (?, ?, ?, ?)", patient_id, plan_id, advice, str(day))
