"""Rows of what is known of a patient that decides which exercises and advice they may get."""

from datetime import datetime

from bot.storage.database import Database
from bot.storage.values import instant_text


def held(db: Database, patient_id: int, kind: str) -> frozenset[str]:
    """Ids of the contraindications, or of the confirmations, that hold."""
    rows = db.all(
        "SELECT condition FROM conditions WHERE patient_id = ? AND kind = ? AND holds = 1",
        patient_id,
        kind,
    )
    return frozenset(row["condition"] for row in rows)


def decided(db: Database, patient_id: int, kind: str) -> frozenset[str]:
    """Ids on which a therapist has spoken, either way."""
    rows = db.all(
        """SELECT condition FROM conditions
        WHERE patient_id = ? AND kind = ? AND staff_id IS NOT NULL""",
        patient_id,
        kind,
    )
    return frozenset(row["condition"] for row in rows)


def note(
    db: Database,
    patient_id: int,
    kind: str,
    condition: str,
    *,
    holds: bool,
    staff_id: int | None,
    now: datetime,
) -> None:
    db.run(
        """INSERT INTO conditions VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (patient_id, kind, condition) DO UPDATE SET holds = excluded.holds,
            staff_id = excluded.staff_id, noted_at = excluded.noted_at""",
        patient_id,
        condition,
        kind,
        int(holds),
        staff_id,
        instant_text(now),
    )
