"""A new patient's first questions: warning signs before anything else, then the rest at leisure."""

from bot.domain.asking import Answer
from bot.domain.people import Patient
from bot.domain.screening import Tier
from bot.services import (
    enrolment,
    rounds,
    screening,
    sessions_refit,
    visit_asking,
)
from bot.services.clinic import Clinic, Moment
from bot.storage import patients, screens
from bot.storage.screens import Screen


def begin(clinic: Clinic, patient: Patient, at: Moment) -> bool:
    """The time is confirmed: warning signs for whoever was not asked yet, else the first rating.

    False when nothing is to be asked.
    """
    standing = rounds.open_first(clinic, patient)
    if standing is not None:
        rounds.put(clinic, patient, standing, at)
        return True
    if rounds.wants_first(clinic, patient):
        rounds.begin(clinic, patient, rounds.AT_ENROLMENT, at)
        return True
    return enrolment.ask_first(clinic, patient, at)


def put_signs(clinic: Clinic, patient: Patient, at: Moment) -> bool:
    """Bring the open questions of the first visit to the end of the chat; False without any."""
    standing = rounds.open_first(clinic, patient)
    if standing is not None:
        rounds.put(clinic, patient, standing, at)
    return standing is not None


def answered(
    clinic: Clinic, patient: Patient, screen: Screen, question: str, said: Answer, at: Moment
) -> Tier | None:
    """Keep an answer about a warning sign; after the first round the first rating comes."""
    tier = screening.answer(clinic, patient, screen, question, said, at)
    _go_on(clinic, patient, screen, at)
    return tier


def typed(clinic: Clinic, patient: Patient, text: str, replies_to: int, at: Moment) -> bool:
    """Take a typed "yes" or "no" to a question about a warning sign."""
    screen = screening.typed(clinic, patient, text, replies_to, at)
    if screen is not None:
        _go_on(clinic, patient, screen, at)
    return screen is not None


def _go_on(clinic: Clinic, patient: Patient, before: Screen, at: Moment) -> None:
    after = screens.get(clinic.db, before.id)
    is_just_clear = after.outcome == "clear" and before.outcome != "clear"
    if before.cause != rounds.AT_ENROLMENT or not is_just_clear:
        return
    patient = patients.get(clinic.db, patient.id)
    sessions_refit.begin_today(clinic, patient, at)
    if not enrolment.ask_first(clinic, patient, at):
        visit_asking.offer(clinic, patient, at)
