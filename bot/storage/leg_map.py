"""Rows of the leg map: how far down the pain reaches and on which side, kept with the day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.flags import Leg
from bot.storage.database import Database, Row

WHAT = "leg"
"""What the day's one request is used for."""


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True)
class LegReport:
    """The lowest place of one day; without a side until the second tap."""

    leg: Leg
    side: Side | None

    @property
    def has_side(self) -> bool:
        return self.leg >= Leg.BUTTOCK

    @property
    def wants_side(self) -> bool:
        return self.has_side and self.side is None


def _report(row: Row) -> LegReport:
    return LegReport(Leg(row["leg"]), Side(row["leg_side"]) if row["leg_side"] else None)


def of_prompt(db: Database, prompt_id: int) -> LegReport | None:
    row = db.one("SELECT leg, leg_side FROM prompts WHERE id = ? AND leg IS NOT NULL", prompt_id)
    return _report(row) if row else None


def write_leg(db: Database, prompt_id: int, leg: Leg) -> None:
    """Another place asks for its side anew."""
    db.run("UPDATE prompts SET leg = ?, leg_side = NULL WHERE id = ?", leg.value, prompt_id)


def write_side(db: Database, prompt_id: int, side: Side) -> None:
    db.run("UPDATE prompts SET leg_side = ? WHERE id = ?", side.value, prompt_id)


def last_before(db: Database, patient_id: int, day: date) -> LegReport | None:
    row = db.one(
        """SELECT leg, leg_side FROM prompts
        WHERE patient_id = ? AND local_date < ? AND leg IS NOT NULL
        ORDER BY local_date DESC LIMIT 1""",
        patient_id,
        str(day),
    )
    return _report(row) if row else None


def reports_after(db: Database, patient_id: int, day: date) -> list[LegReport]:
    """Oldest first."""
    rows = db.all(
        """SELECT leg, leg_side FROM prompts
        WHERE patient_id = ? AND local_date > ? AND leg IS NOT NULL ORDER BY local_date""",
        patient_id,
        str(day),
    )
    return [_report(row) for row in rows]
