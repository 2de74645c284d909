"""Rows of alerts that are repeated until somebody has seen them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.screening import Tier
from bot.storage.database import Database, Row
from bot.storage.values import instant, instant_text, optional_instant, optional_text

Ladder = Tier | Literal["high"]
"""A red flag's tier, or a high flag of another kind."""

_WAITING = """FROM escalations e JOIN flags f ON f.id = e.flag_id
WHERE e.next_at IS NOT NULL AND f.acknowledged_at IS NULL AND f.closed_at IS NULL"""


@dataclass(frozen=True)
class Escalation:
    """How far the repeating of one flag's alert has come."""

    flag_id: int
    patient_id: int
    tier: Ladder
    started_at: datetime
    rung: int


def _escalation(row: Row) -> Escalation:
    return Escalation(
        row["flag_id"],
        row["patient_id"],
        row["tier"],
        instant(row["started_at"]),
        row["rung"],
    )


def begin(
    db: Database, flag_id: int, patient_id: int, tier: Ladder, now: datetime, next_at: datetime
) -> None:
    """From the first rung on, whatever an earlier raise of the same flag had reached."""
    db.run(
        "INSERT OR REPLACE INTO escalations VALUES (?, ?, ?, ?, 0, ?)",
        flag_id,
        patient_id,
        tier,
        instant_text(now),
        instant_text(next_at),
    )


def of_flag(db: Database, flag_id: int) -> Escalation | None:
    row = db.one("SELECT * FROM escalations WHERE flag_id = ?", flag_id)
    return _escalation(row) if row else None


def climb(db: Database, one: Escalation, next_at: datetime | None) -> None:
    db.run(
        "UPDATE escalations SET rung = ?, next_at = ? WHERE flag_id = ?",
        one.rung + 1,
        optional_text(next_at),
        one.flag_id,
    )


def due(db: Database, now: datetime) -> list[Escalation]:
    rows = db.all(f"SELECT e.* {_WAITING} AND e.next_at <= ?", instant_text(now))
    return [_escalation(row) for row in rows]


def next_at(db: Database) -> datetime | None:
    return optional_instant(db.value(f"SELECT min(e.next_at) {_WAITING}"))
