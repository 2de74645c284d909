"""What a patient has agreed to: kept by version, asked for again when the text changes."""

from datetime import date

from bot.domain.people import Patient
from bot.services import audit, notify
from bot.services.clinic import Clinic, Moment
from bot.storage import consents, screens
from bot.storage.outbox import Lane

VERSION = 2
"""Raise by one whenever the wording under `consent.` says something new."""


def agree(clinic: Clinic, patient: Patient, at: Moment) -> None:
    consents.add(clinic.db, patient.id, VERSION, at.now)
    audit.note(clinic, patient, "join", patient, at, f"consent {VERSION}")


def is_current(clinic: Clinic, patient: Patient) -> bool:
    return consents.latest(clinic.db, patient.id) >= VERSION


def ask_again(clinic: Clinic, patient: Patient, day: date, at: Moment) -> None:
    """The day's one request, until the new text is answered."""
    if is_current(clinic, patient):
        return
    if screens.take_request(clinic.db, patient.id, day, "consent"):
        notify.patient(clinic, patient, "consent_again", at, lane=Lane.PROMPT, patient=patient.id)
