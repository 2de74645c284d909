"""Somebody else opened an invitation: what they told is forgotten, and the right one is asked."""

from typing import Any

from bot.domain.people import Patient, PatientState, Staff
from bot.services import accounts, enrolment, notify
from bot.services.clinic import Clinic, Moment
from bot.storage import chats, patients, prompts


def not_them(clinic: Clinic, patient: Patient, by: Staff, at: Moment) -> None:
    """Somebody else opened the link: take the account off, forget what it told, make a new link.

    What the patient told before, on the phone they had then, stays.
    """
    stranger = patient.telegram_id
    if stranger is None or patient.consented_at is None:
        return
    first = prompts.first(clinic.db, patient.id)
    had_joined_before = first is not None and first.due_at < patient.consented_at
    if had_joined_before:
        chats.erase_since(clinic.db, patient.id, patient.consented_at)
    else:
        chats.erase_told(clinic.db, patient.id)
    patient = patients.change(
        clinic.db,
        patient.id,
        telegram_id=None,
        consented_at=None,
        next_due_at=None,
        next_due_date=None,
        unreachable_at=None,
        # A history that has begun must not be erased with its invitation, so it only rests.
        **({"state": PatientState.STOPPED} if had_joined_before else _AS_INVITED),
    )
    chats.forget_patient(clinic.db, stranger, patient.id)
    accounts.part(
        clinic, stranger, "removed", {"patient": patient.id, "lang": patient.language}, at
    )
    notify.redraw(clinic, ("joined", "relinked"), "patient", patient.id, at)
    enrolment.invite(clinic, by, patient, at)


_AS_INVITED: dict[str, Any] = {
    "state": PatientState.INVITED,
    "started_on": None,
    "is_test": False,
    "exercises_stopped_at": None,
    "paused_until": None,
}
