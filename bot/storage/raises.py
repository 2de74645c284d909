"""Rows of raises: each time a therapist was to hear of a flag, and whether it was right."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.flags import Kind, OpenFlag, Priority
from bot.storage.database import Database, Row
from bot.storage.flags import Flag
from bot.storage.values import instant_text, json_text, optional_date


@dataclass(frozen=True)
class Raised:
    """One raise of one flag; without a verdict `is_right` is None."""

    flag_id: int
    patient_id: int
    number: int
    kind: Kind
    priority: Priority
    rule: str
    raised_on: date
    is_right: bool | None
    word: str


def _raised(row: Row) -> Raised:
    return Raised(
        row["flag_id"],
        row["patient_id"],
        row["number"],
        Kind(row["kind"]),
        Priority(row["priority"]),
        row["rule"],
        date.fromisoformat(row["raised_on"]),
        None if row["is_right"] is None else bool(row["is_right"]),
        row["word"],
    )


_STATE = """raised_on, priority, rule, reason, evidence, acknowledged_at, acknowledged_on,
acknowledged_by"""


def state(db: Database, flag_id: int) -> str:
    """How a flag stands, to be kept with the raise that changes it."""
    row = db.one(f"SELECT {_STATE} FROM flags WHERE id = ?", flag_id)  # noqa: S608 - fixed columns
    return json_text(dict(row)) if row else ""


def before(db: Database, flag: Flag) -> OpenFlag | None:
    """How a flag stood before its latest raise, for the engine; None for the first one."""
    kept = _kept(db, flag)
    if not kept:
        return None
    facts = {k: tuple(v) if isinstance(v, list) else v for k, v in kept["evidence"].items()}
    return OpenFlag(
        flag.kind,
        flag.opened_on,
        date.fromisoformat(kept["raised_on"]),
        optional_date(kept["acknowledged_on"]),
        facts,
        flag.raise_count - 1,
    )


def _kept(db: Database, flag: Flag) -> dict[str, Any]:
    text = db.value(
        "SELECT before FROM raises WHERE flag_id = ? AND number = ?", flag.id, flag.raise_count
    )
    if not text:
        return {}
    kept: dict[str, Any] = json.loads(text)
    return kept | {"evidence": json.loads(kept["evidence"])}


def take_back(db: Database, flag: Flag) -> None:
    """The latest raise never was: the flag stands as it did before it."""
    kept = _kept(db, flag)
    db.run(
        """UPDATE flags SET raise_count = raise_count - 1, raised_on = ?, priority = ?, rule = ?,
        reason = ?, evidence = ?, acknowledged_at = ?, acknowledged_on = ?, acknowledged_by = ?
        WHERE id = ?""",
        kept["raised_on"],
        kept["priority"],
        kept["rule"],
        kept["reason"],
        json_text(kept["evidence"]),
        kept["acknowledged_at"],
        kept["acknowledged_on"],
        kept["acknowledged_by"],
        flag.id,
    )
    db.run("DELETE FROM raises WHERE flag_id = ? AND number = ?", flag.id, flag.raise_count)


def add(db: Database, flag: Flag, now: datetime, before: str = "") -> None:
    """Note a raise; `before` is the `state` of a flag that was open already."""
    db.run(
        """INSERT INTO raises (flag_id, patient_id, number, kind, priority, rule, raised_on,
            raised_at, before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        flag.id,
        flag.patient_id,
        flag.raise_count,
        flag.kind.value,
        flag.priority.value,
        flag.rule,
        str(flag.raised_on),
        instant_text(now),
        before,
    )


def of_flag(db: Database, flag: Flag) -> Raised | None:
    """The latest raise of a flag."""
    row = db.one("SELECT * FROM raises WHERE flag_id = ? ORDER BY number DESC LIMIT 1", flag.id)
    return _raised(row) if row else None


def judge(db: Database, flag: Flag, *, is_right: bool, staff_id: int, now: datetime) -> None:
    """Write or change the verdict on the latest raise; a word written before stays."""
    db.run(
        """UPDATE raises SET is_right = ?, judged_by = ?, judged_at = ?
        WHERE flag_id = ? AND number = ?""",
        int(is_right),
        staff_id,
        instant_text(now),
        flag.id,
        flag.raise_count,
    )


def set_word(db: Database, flag_id: int, number: int, word: str) -> None:
    db.run("UPDATE raises SET word = ? WHERE flag_id = ? AND number = ?", word, flag_id, number)


def since(db: Database, start: datetime, therapist_id: int | None = None) -> list[Raised]:
    """What was raised from an instant on, without test patients and what was corrected."""
    rows = db.all(
        """SELECT r.* FROM raises r JOIN patients p ON p.id = r.patient_id
        JOIN flags f ON f.id = r.flag_id
        WHERE r.raised_at >= ? AND p.is_test = 0 AND coalesce(f.closed_reason, '') != 'corrected'
        AND (? IS NULL OR p.therapist_id = ?) ORDER BY r.id""",
        instant_text(start),
        therapist_id,
        therapist_id,
    )
    return [_raised(row) for row in rows]


def of_patient(db: Database, patient_id: int) -> list[Raised]:
    """All raises that stand, oldest first."""
    rows = db.all(
        """SELECT r.* FROM raises r JOIN flags f ON f.id = r.flag_id
        WHERE r.patient_id = ? AND coalesce(f.closed_reason, '') != 'corrected'
        ORDER BY r.raised_on, r.id""",
        patient_id,
    )
    return [_raised(row) for row in rows]
