"""Rows of enrolments."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.domain.people import Patient, PatientState
from bot.storage.database import Database, Row
from bot.storage.values import (
    days,
    days_text,
    instant,
    instant_text,
    optional_date,
    optional_instant,
)


def _patient(row: Row) -> Patient:
    return Patient(
        id=row["id"],
        therapist_id=row["therapist_id"],
        name=row["name"],
        telegram_id=row["telegram_id"],
        language=row["language"],
        timezone=row["timezone"],
        prompt_minute=row["prompt_minute"],
        training_days=days(row["training_days"]),
        plan_id=row["plan_id"],
        plan_version=row["plan_version"],
        phase=row["phase"],
        dose_step=row["dose_step"],
        phase_started=optional_date(row["phase_started"]),
        is_test=bool(row["is_test"]),
        state=PatientState(row["state"]),
        paused_until=optional_date(row["paused_until"]),
        exercises_stopped_at=optional_instant(row["exercises_stopped_at"]),
        unreachable_at=optional_instant(row["unreachable_at"]),
        examined_at=instant(row["examined_at"]),
        consented_at=optional_instant(row["consented_at"]),
        started_on=optional_date(row["started_on"]),
        next_due_at=optional_instant(row["next_due_at"]),
        next_due_date=optional_date(row["next_due_date"]),
        outcome=row["outcome"],
    )


def find(db: Database, patient_id: int) -> Patient | None:
    row = db.one("SELECT * FROM patients WHERE id = ?", patient_id)
    return _patient(row) if row else None


def get(db: Database, patient_id: int) -> Patient:
    patient = find(db, patient_id)
    if patient is None:
        raise LookupError(f"no patient {patient_id}")
    return patient


def by_account(db: Database, telegram_id: int) -> Patient | None:
    """The current patient behind this account."""
    row = db.one(
        "SELECT * FROM patients WHERE telegram_id = ? AND state IN ('active', 'stopped')",
        telegram_id,
    )
    return _patient(row) if row else None


def former_by_account(db: Database, telegram_id: int) -> Patient | None:
    row = db.one(
        """SELECT * FROM patients WHERE telegram_id = ? AND state = 'discharged'
        ORDER BY closed_at DESC LIMIT 1""",
        telegram_id,
    )
    return _patient(row) if row else None


def of_therapist(db: Database, staff_id: int) -> list[Patient]:
    rows = db.all(
        "SELECT * FROM patients WHERE therapist_id = ? AND state != 'discharged' ORDER BY name, id",
        staff_id,
    )
    return [_patient(row) for row in rows]


def all_open(db: Database) -> list[Patient]:
    rows = db.all("SELECT * FROM patients WHERE state != 'discharged' ORDER BY name, id")
    return [_patient(row) for row in rows]


def everybody(db: Database) -> list[Patient]:
    """Open and closed enrolments alike."""
    return [_patient(row) for row in db.all("SELECT * FROM patients ORDER BY id")]


def add(
    db: Database,
    *,
    therapist_id: int,
    name: str,
    language: str,
    timezone: str,
    prompt_minute: int,
    training_days: frozenset[int],
    plan_id: str,
    plan_version: int,
    now: datetime,
) -> Patient:
    """A new enrolment, waiting for its invitation to be opened."""
    new_id = db.add(
        """INSERT INTO patients (therapist_id, name, language, timezone, prompt_minute,
            training_days, plan_id, plan_version, state, examined_at, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'invited', ?, ?)""",
        therapist_id,
        name,
        language,
        timezone,
        prompt_minute,
        days_text(training_days),
        plan_id,
        plan_version,
        instant_text(now),
        instant_text(now),
    )
    return get(db, new_id)


_COLUMNS = frozenset(
    [
        "therapist_id",
        "name",
        "telegram_id",
        "language",
        "timezone",
        "prompt_minute",
        "training_days",
        "plan_id",
        "plan_version",
        "phase",
        "dose_step",
        "phase_started",
        "is_test",
        "state",
        "paused_until",
        "exercises_stopped_at",
        "unreachable_at",
        "consented_at",
        "started_on",
        "next_due_at",
        "next_due_date",
        "closed_at",
        "outcome",
    ]
)


def change(db: Database, patient_id: int, **columns: Any) -> Patient:
    """Set the named columns; instants, dates, days and booleans are written in their own form."""
    unknown = columns.keys() - _COLUMNS
    if unknown:
        raise ValueError(f"no such columns: {sorted(unknown)}")
    names = ", ".join(f"{name} = ?" for name in columns)
    db.run(
        f"UPDATE patients SET {names} WHERE id = ?",  # noqa: S608 - names are from _COLUMNS
        *_written(columns).values(),
        patient_id,
    )
    return get(db, patient_id)


def _written(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _column(value) for name, value in columns.items()}


def _column(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return days_text(value)
    if isinstance(value, bool):
        return int(value)
    return value


def due(db: Database, now: datetime, limit: int) -> list[Patient]:
    rows = db.all(
        """SELECT * FROM patients WHERE state = 'active' AND next_due_at <= ?
        ORDER BY next_due_at, id LIMIT ?""",
        instant_text(now),
        limit,
    )
    return [_patient(row) for row in rows]


def next_due_at(db: Database) -> datetime | None:
    text = db.value("SELECT min(next_due_at) FROM patients WHERE state = 'active'")
    return optional_instant(text)


def without_due(db: Database) -> list[Patient]:
    """Active patients for whom no next prompt is planned yet."""
    rows = db.all("SELECT * FROM patients WHERE state = 'active' AND next_due_at IS NULL")
    return [_patient(row) for row in rows]


def hand_over(db: Database, from_staff: int, to_staff: int) -> int:
    """Give all open enrolments of one therapist to another; answers how many."""
    return db.run(
        "UPDATE patients SET therapist_id = ? WHERE therapist_id = ? AND state != 'discharged'",
        to_staff,
        from_staff,
    )


def forget_account(db: Database, telegram_id: int, except_patient: int) -> None:
    """A former enrolment gives its account up when the person comes back as a new one."""
    db.run(
        "UPDATE patients SET telegram_id = NULL WHERE telegram_id = ? AND id != ?",
        telegram_id,
        except_patient,
    )


def erase_invited(db: Database, patient_id: int) -> bool:
    """Delete an enrolment nobody joined."""
    return bool(db.run("DELETE FROM patients WHERE id = ? AND state = 'invited'", patient_id))
