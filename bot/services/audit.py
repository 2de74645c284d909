"""Who did what to whom, and when: kept for the clinic, without names or health data of patients."""

from hashlib import sha256
from typing import Literal

from bot.domain.people import Patient, Staff
from bot.services.clinic import Clinic, Moment
from bot.storage import audit, patients

Action = Literal[
    "enrol",
    "join",
    "view_list",
    "view_card",
    "view_flag",
    "view_conditions",
    "view_course",
    "view_message",
    "change_plan",
    "write_note",
    "acknowledge",
    "resume_exercises",
    "known_sign",
    "discharge",
    "export",
    "ask_erasure",
    "keep_record",
    "erase",
    "accept_wording",
]


def pseudonym(clinic: Clinic, patient: Patient) -> str:
    """The same for all acts on one enrolment, and nobody's once that is erased."""
    made = audit.created_at(clinic.db, patient.id)
    return "patient-" + sha256(f"{patient.id}:{made}".encode()).hexdigest()[:10]


def note(
    clinic: Clinic,
    by: Staff | Patient | None,
    action: Action,
    about: Patient | None,
    at: Moment,
    detail: str = "",
) -> None:
    """Add a line. `detail` names files, plans or kinds, never a person's words."""
    subject = pseudonym(clinic, about) if about else ""
    who = _who(clinic, by)
    audit.add(clinic.db, at.now, who, action, subject, detail)


def _who(clinic: Clinic, by: Staff | Patient | None) -> str:
    if isinstance(by, Staff):
        return f"{by.name} (staff {by.id})"
    return pseudonym(clinic, by) if by else "the bot"


def names(clinic: Clinic) -> dict[str, str]:
    """Which patient a pseudonym stands for, as long as they are here."""
    everyone = patients.everybody(clinic.db)
    return {pseudonym(clinic, patient): patient.name for patient in everyone}
