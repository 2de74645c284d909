"""Rows of what patients agreed to, by version of the text."""

from datetime import datetime

from bot.storage.database import Database
from bot.storage.values import instant_text


def add(db: Database, patient_id: int, version: int, now: datetime) -> None:
    db.run(
        "INSERT INTO consents VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        patient_id,
        version,
        instant_text(now),
    )


def latest(db: Database, patient_id: int) -> int:
    """The newest version agreed to; 0 = none."""
    value: int | None = db.value(
        "SELECT max(version) FROM consents WHERE patient_id = ?", patient_id
    )
    return value or 0
