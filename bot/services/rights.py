"""The patient's rights: a copy of everything held, and its erasure."""

import json
from datetime import timedelta
from typing import Any

from bot.domain.flags import Kind
from bot.domain.people import Patient, PatientState, Staff
from bot.services import audit, enrolment, menus, notify
from bot.services.clinic import Clinic, Moment
from bot.storage import flags, outbox, patients, rights
from bot.storage.outbox import Lane

_UNASKED = ("prompt", "nudge", "later", "question", "tip", "compare")


def copy(clinic: Clinic, patient: Patient) -> dict[str, list[dict[str, Any]]]:
    """Everything held of a patient, table by table."""
    return rights.held(clinic.db, patient.id, patient.telegram_id)


def as_json(clinic: Clinic, patient: Patient) -> bytes:
    return json.dumps(copy(clinic, patient), ensure_ascii=False, indent=1).encode()


def as_text(clinic: Clinic, patient: Patient) -> bytes:
    """The same to be read by a person: one block a table, one line a value."""
    lines: list[str] = []
    for table, rows in copy(clinic, patient).items():
        if not rows:
            continue
        lines += [f"== {table.replace('_', ' ')} ({len(rows)}) ==", ""]
        for row in rows:
            lines += [f"{name}: {value}" for name, value in row.items() if value is not None]
            lines.append("")
    return "\n".join(lines).encode()


def hand_over(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """Send the patient their copy, to read and for machines."""
    audit.note(clinic, patient, "export", patient, at)
    for form in ("txt", "json"):
        notify.patient(clinic, patient, "mydata", at, patient=patient.id, form=form)


def export(clinic: Clinic, patient: Patient, by: Staff, at: Moment) -> None:
    """Send a therapist the record that the law may oblige the clinic to keep."""
    audit.note(clinic, by, "export", patient, at)
    for form in ("txt", "json"):
        notify.member(clinic, by, "record", at, about=patient.id, patient=patient.id, form=form)


def ask_erasure(clinic: Clinic, patient: Patient, at: Moment) -> bool:
    """Stop and hide at once, erase after the days of grace; False when that was asked before.

    An open red flag stays open and goes on being escalated.
    """
    due_at = at.now + timedelta(days=clinic.settings.erase_after_days)
    if not rights.plan_erasure(clinic.db, patient.id, "asked", at.now, due_at):
        return False
    audit.note(clinic, patient, "ask_erasure", patient, at)
    _close(clinic, patient, at)
    _tell_therapist(clinic, patient, at)
    return True


def is_to_be_forgotten(clinic: Clinic, patient: Patient) -> bool:
    """Somebody who has asked for erasure: nothing new of theirs is kept in the days of grace."""
    return rights.cause_of_erasure(clinic.db, patient.id) == "asked"


def _close(clinic: Clinic, patient: Patient, at: Moment) -> None:
    outbox.withdraw(clinic.db, patient_id=patient.id, kinds=_UNASKED)
    enrolment.withdraw(clinic, patient.id, at)
    if patient.state is PatientState.DISCHARGED:
        return
    patients.change(
        clinic.db,
        patient.id,
        state=PatientState.DISCHARGED,
        outcome="left",
        closed_at=at.now,
        next_due_at=None,
        next_due_date=None,
    )
    for flag in flags.open_of(clinic.db, patient.id):
        if flag.kind is not Kind.RED_FLAG:
            flags.close(clinic.db, flag.id, "erasure", at.now, flag.raised_on)
    if patient.telegram_id is not None:
        menus.clear(clinic, patient.telegram_id, at)


def _tell_therapist(clinic: Clinic, patient: Patient, at: Moment) -> None:
    notify.therapist(clinic, patient, "erasure", at, lane=Lane.ALERT, patient=patient.id)


def due(clinic: Clinic, at: Moment) -> int:
    """Erase whose days of grace are over, and plan the erasure of what was kept long enough."""
    _plan_retention(clinic, at)
    found = rights.due(clinic.db, at.now)
    for number in found:
        with clinic.db.transaction():
            _erase(clinic, patients.get(clinic.db, number), at)
    rights.scrub(clinic.db)
    return len(found)


def _plan_retention(clinic: Clinic, at: Moment) -> None:
    kept = clinic.settings.retention_days
    if not kept:
        return
    for number in rights.closed_before(clinic.db, at.now - timedelta(days=kept)):
        with clinic.db.transaction():
            grace = at.now + timedelta(days=clinic.settings.erase_after_days)
            rights.plan_erasure(clinic.db, number, "retention", at.now, grace)
            _tell_therapist(clinic, patients.get(clinic.db, number), at)


def _erase(clinic: Clinic, patient: Patient, at: Moment) -> None:
    audit.note(clinic, None, "erase", patient, at)
    rights.erase(clinic.db, patient.id, patient.name, patient.telegram_id)
