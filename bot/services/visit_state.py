"""What was answered at the first visit, and which question is open."""

from bot.domain.first_visit import Answers, Step, latest, next_again, next_step
from bot.domain.people import Patient
from bot.services.clinic import Clinic
from bot.storage import assessments, screens
from bot.storage.assessments import AGAIN


def answers(clinic: Clinic, patient: Patient) -> Answers:
    """What holds now."""
    return latest(assessments.given(clinic.db, patient.id))


def current(clinic: Clinic, patient: Patient) -> Step | None:
    """The question that is open: of a repetition that was begun, else of the first visit."""
    held = answers(clinic, patient)
    since = screens.last_request(clinic.db, patient.id, AGAIN)
    again = next_again(clinic.screening, held, since) if since else None
    return again or next_step(clinic.screening, held)


def is_repetition(clinic: Clinic, patient: Patient) -> bool:
    """Whether what is open was answered some weeks ago."""
    step = current(clinic, patient)
    held = answers(clinic, patient).get((step.id, step.item)) if step else None
    return held is not None and not held.is_open
