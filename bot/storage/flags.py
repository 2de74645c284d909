"""Rows of flags: what was raised, why, and whether somebody has seen it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.flags import Fact, Finding, Kind, OpenFlag, Priority, Raise, Reason
from bot.storage.database import Database, Row
from bot.storage.values import instant, instant_text, json_text, optional_date, optional_instant


@dataclass(frozen=True)
class Flag:
    """One flag of one patient, open or ended."""

    id: int
    patient_id: int
    kind: Kind
    priority: Priority
    rule: str
    reason: Reason
    evidence: dict[str, Fact]
    opened_at: datetime
    opened_on: date
    raised_on: date
    raise_count: int
    acknowledged_at: datetime | None
    acknowledged_on: date | None
    acknowledged_by: int | None
    closed_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Nobody has seen it yet."""
        return self.closed_at is None and self.acknowledged_at is None

    def for_engine(self) -> OpenFlag:
        return OpenFlag(
            kind=self.kind,
            opened=self.opened_on,
            raised=self.raised_on,
            acknowledged=self.acknowledged_on,
            evidence=self.evidence,
            raises=self.raise_count,
        )


def _reason(text: str) -> Reason:
    found = json.loads(text)
    labels = {name: tuple(keys) for name, keys in found["labels"].items()}
    return Reason(found["key"], found["params"], labels)


def _reason_text(reason: Reason) -> str:
    labels = {name: list(keys) for name, keys in reason.labels.items()}
    return json_text({"key": reason.key, "params": dict(reason.params), "labels": labels})


def _flag(row: Row) -> Flag:
    return Flag(
        id=row["id"],
        patient_id=row["patient_id"],
        kind=Kind(row["kind"]),
        priority=Priority(row["priority"]),
        rule=row["rule"],
        reason=_reason(row["reason"]),
        evidence=_tuples(json.loads(row["evidence"])),
        opened_at=instant(row["opened_at"]),
        opened_on=date.fromisoformat(row["opened_on"]),
        raised_on=date.fromisoformat(row["raised_on"]),
        raise_count=row["raise_count"],
        acknowledged_at=optional_instant(row["acknowledged_at"]),
        acknowledged_on=optional_date(row["acknowledged_on"]),
        acknowledged_by=row["acknowledged_by"],
        closed_at=optional_instant(row["closed_at"]),
    )


def _tuples(evidence: dict[str, Any]) -> dict[str, Fact]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in evidence.items()}


def find(db: Database, flag_id: int) -> Flag | None:
    row = db.one("SELECT * FROM flags WHERE id = ?", flag_id)
    return _flag(row) if row else None


def get(db: Database, flag_id: int) -> Flag:
    flag = find(db, flag_id)
    if flag is None:
        raise LookupError(f"no flag {flag_id}")
    return flag


def open_of(db: Database, patient_id: int) -> list[Flag]:
    """Flags that have not ended, seen ones included."""
    rows = db.all(
        "SELECT * FROM flags WHERE patient_id = ? AND closed_at IS NULL ORDER BY id", patient_id
    )
    return [_flag(row) for row in rows]


def open_kind(db: Database, patient_id: int, kind: Kind) -> Flag | None:
    row = db.one(
        "SELECT * FROM flags WHERE patient_id = ? AND kind = ? AND closed_at IS NULL",
        patient_id,
        kind.value,
    )
    return _flag(row) if row else None


def waiting(db: Database, therapist_id: int | None = None) -> list[Flag]:
    """Flags nobody has seen, the most urgent first; of one therapist's patients or of all."""
    rows = db.all(
        """SELECT f.* FROM flags f JOIN patients p ON p.id = f.patient_id
        WHERE f.closed_at IS NULL AND f.acknowledged_at IS NULL
        AND (? IS NULL OR p.therapist_id = ?)
        ORDER BY CASE f.priority WHEN 'high' THEN 0 WHEN 'medium' THEN 1 ELSE 2 END, f.id""",
        therapist_id,
        therapist_id,
    )
    return [_flag(row) for row in rows]


def since(db: Database, patient_id: int, day: date) -> list[Flag]:
    """Flags raised on or after a local date, for the chart."""
    rows = db.all(
        "SELECT * FROM flags WHERE patient_id = ? AND raised_on >= ? ORDER BY id",
        patient_id,
        str(day),
    )
    return [_flag(row) for row in rows]


def add(db: Database, patient_id: int, raised: Raise, now: datetime) -> Flag:
    finding = raised.finding
    new_id = db.add(
        """INSERT INTO flags (patient_id, kind, priority, rule, reason, evidence,
            opened_at, opened_on, raised_on, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        patient_id,
        finding.kind.value,
        finding.priority.value,
        finding.rule,
        _reason_text(finding.reason),
        json_text(finding.evidence),
        instant_text(now),
        str(raised.on),
        str(raised.on),
        instant_text(now),
    )
    return get(db, new_id)


def raise_again(db: Database, flag: Flag, raised: Raise, now: datetime) -> Flag:
    db.run(
        """UPDATE flags SET raised_on = ?, raise_count = raise_count + 1, acknowledged_at = NULL,
        acknowledged_on = NULL, acknowledged_by = NULL WHERE id = ?""",
        str(raised.on),
        flag.id,
    )
    update(db, flag, raised.finding, now)
    return get(db, flag.id)


def update(db: Database, flag: Flag, finding: Finding, now: datetime) -> None:
    db.run(
        """UPDATE flags SET priority = ?, rule = ?, reason = ?, evidence = ?, updated_at = ?
        WHERE id = ?""",
        finding.priority.value,
        finding.rule,
        _reason_text(finding.reason),
        json_text(finding.evidence),
        instant_text(now),
        flag.id,
    )


def acknowledge(db: Database, flag_id: int, staff_id: int, now: datetime, on: date) -> bool:
    """Mark as seen; False when it already was, or has ended."""
    changed = db.run(
        """UPDATE flags SET acknowledged_at = ?, acknowledged_on = ?, acknowledged_by = ?
        WHERE id = ? AND acknowledged_at IS NULL AND closed_at IS NULL""",
        instant_text(now),
        str(on),
        staff_id,
        flag_id,
    )
    return changed == 1


def close(db: Database, flag_id: int, why: str, now: datetime, on: date) -> None:
    db.run(
        """UPDATE flags SET closed_at = ?, closed_on = ?, closed_reason = ?
        WHERE id = ? AND closed_at IS NULL""",
        instant_text(now),
        str(on),
        why,
        flag_id,
    )


def updated_at(db: Database, flag_id: int) -> datetime:
    return instant(db.value("SELECT updated_at FROM flags WHERE id = ?", flag_id))
