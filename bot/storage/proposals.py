"""Rows of what the plan proposed after each week, and what the therapist made of it."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.people import Patient
from bot.domain.program.progress import Proposal
from bot.domain.program.session import Position
from bot.storage.database import Database, Row
from bot.storage.values import instant_text, json_text, optional_instant


@dataclass(frozen=True)
class Proposed:
    """One week's proposal; `decision` is moved, stayed, by_itself or replaced, None while open."""

    id: int
    patient_id: int
    plan_id: str
    made_on: date
    since: Position
    """Where the patient stood when it was made."""
    proposal: Proposal
    decision: str | None
    decided_at: datetime | None
    decided_by: int | None


def _proposed(row: Row) -> Proposed:
    return Proposed(
        id=row["id"],
        patient_id=row["patient_id"],
        plan_id=row["plan_id"],
        made_on=date.fromisoformat(row["made_on"]),
        since=Position(row["from_phase"], row["from_step"]),
        proposal=Proposal(
            row["direction"],
            Position(row["to_phase"], row["to_step"]),
            row["reason"],
            json.loads(row["params"]),
        ),
        decision=row["decision"],
        decided_at=optional_instant(row["decided_at"]),
        decided_by=row["decided_by"],
    )


def add(
    db: Database, patient: Patient, since: Position, proposal: Proposal, made_on: date
) -> Proposed:
    new_id = db.add(
        """INSERT INTO proposals (patient_id, plan_id, made_on, direction, from_phase, from_step,
            to_phase, to_step, reason, params) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        patient.id,
        patient.plan_id,
        str(made_on),
        proposal.direction,
        since.phase,
        since.step,
        proposal.to.phase,
        proposal.to.step,
        proposal.reason,
        json_text(dict(proposal.params)),
    )
    found = find(db, new_id)
    assert found is not None  # noqa: S101 - it was just written
    return found


def find(db: Database, proposal_id: int) -> Proposed | None:
    row = db.one("SELECT * FROM proposals WHERE id = ?", proposal_id)
    return _proposed(row) if row else None


def latest(db: Database, patient_id: int) -> Proposed | None:
    row = db.one(
        "SELECT * FROM proposals WHERE patient_id = ? ORDER BY made_on DESC, id DESC LIMIT 1",
        patient_id,
    )
    return _proposed(row) if row else None


def open_of(db: Database, patient_id: int) -> list[Proposed]:
    rows = db.all(
        "SELECT * FROM proposals WHERE patient_id = ? AND decision IS NULL ORDER BY id", patient_id
    )
    return [_proposed(row) for row in rows]


def decide(db: Database, proposal_id: int, decision: str, by: int | None, now: datetime) -> None:
    db.run(
        "UPDATE proposals SET decision = ?, decided_by = ?, decided_at = ? WHERE id = ?",
        decision,
        by,
        instant_text(now),
        proposal_id,
    )


def steps_back_alone(db: Database, patient_id: int) -> bool:
    """Whether a step back needs no tap for this patient."""
    return bool(db.value("SELECT 1 FROM step_back_alone WHERE patient_id = ?", patient_id))


def set_step_back_alone(db: Database, patient_id: int, *, is_on: bool) -> None:
    if is_on:
        db.run("INSERT OR IGNORE INTO step_back_alone VALUES (?)", patient_id)
    else:
        db.run("DELETE FROM step_back_alone WHERE patient_id = ?", patient_id)
