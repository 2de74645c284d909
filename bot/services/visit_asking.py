"""When the first visit's questions come, how they are put, and when the therapist hears of them."""

from datetime import date
from typing import Any

from bot.domain.first_visit import due_again
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import notify, rounds
from bot.services.clinic import Clinic, Moment
from bot.services.visit_state import answers, current
from bot.storage import assessments, screens
from bot.storage.assessments import AGAIN, FIRST
from bot.storage.outbox import Lane

REMINDERS = 2
"""So often the questions come once more with a day's message; then the therapist hears how far
they got, and the patient is left in peace."""


def offer(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """After the first rating: the other questions of the first visit, for whoever began with it."""
    is_asked = rounds.was_asked_first(clinic, patient)
    if is_asked and patient.exercises_stopped_at is None and not answers(clinic, patient):
        put(clinic, patient, at, view="intro", key=f"first_visit:{patient.id}")


def put(
    clinic: Clinic,
    patient: Patient,
    at: Moment,
    *,
    view: str = "",
    key: str | None = None,
    lane: Lane = Lane.REPLY,
) -> None:
    """Show the open question, or the way to it, at the end of the chat."""
    notify.leave(clinic, "first_visit", "patient", patient.id, at)
    shown: dict[str, Any] = {"view": view} if view else {}
    notify.patient(
        clinic, patient, "first_visit", at, key=key, lane=lane, patient=patient.id, **shown
    )


def of_the_day(clinic: Clinic, patient: Patient, day: date, at: Moment) -> None:
    """With the day's message, as its one request: questions left open, or activities once more."""
    if rounds.keeps_exercises_back(clinic, patient) or patient.exercises_stopped_at is not None:
        return
    asked = screens.last_request(clinic.db, patient.id, AGAIN)
    if due_again(clinic.screening, answers(clinic, patient), asked, day):
        if screens.take_request(clinic.db, patient.id, day, AGAIN):
            put(clinic, patient, at, view="again", lane=Lane.PROMPT)
    elif _is_left_open(clinic, patient):
        _remind(clinic, patient, day, at)


def _is_left_open(clinic: Clinic, patient: Patient) -> bool:
    return rounds.was_asked_first(clinic, patient) and current(clinic, patient) is not None


def _remind(clinic: Clinic, patient: Patient, day: date, at: Moment) -> None:
    if assessments.count_asked(clinic.db, patient.id, FIRST) >= REMINDERS:
        tell_therapist(clinic, patient, at)
    elif screens.take_request(clinic.db, patient.id, day, FIRST):
        put(clinic, patient, at, view="intro", lane=Lane.PROMPT)


def tell_therapist(clinic: Clinic, patient: Patient, at: Moment) -> None:
    key = f"visited:{patient.id}"
    notify.therapist(clinic, patient, "visited", at, key=key, lane=Lane.DIGEST, patient=patient.id)


def ask_now(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """A therapist wants the questions answered: those open, or the activities once more."""
    today = local_date(at.now, patient.zone)
    if current(clinic, patient) is None:
        screens.take_request(clinic.db, patient.id, today, AGAIN)
    put(clinic, patient, at, view="intro")
