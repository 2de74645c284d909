"""Advice: the pages a patient may read, and one tip a week with the day's message."""

from datetime import date, timedelta

from bot.domain.people import Patient
from bot.domain.program.advice import Advice, next_tip
from bot.services import conditions
from bot.services.clinic import Clinic
from bot.storage import tips

EVERY = timedelta(days=7)


def pages(clinic: Clinic, patient: Patient) -> tuple[Advice, ...]:
    """In reading order: of this patient's plan, without what they must not get."""
    return clinic.programme.pages(conditions.fitness(clinic, patient), patient.plan_id)


def due(clinic: Clinic, patient: Patient, day: date) -> None:
    """Choose the tip that goes with a day's message, once a week and none twice within a plan."""
    last = tips.last_sent(clinic.db, patient.id)
    if last is not None and day - last < EVERY:
        return
    found = next_tip(pages(clinic, patient), tips.sent(clinic.db, patient.id, patient.plan_id))
    if found is not None:
        tips.add(clinic.db, patient.id, patient.plan_id, found.id, day)


def of_day(clinic: Clinic, patient: Patient, day: date) -> Advice | None:
    """The tip of a day's message; none when its page is hidden or gone since."""
    advice = tips.of_day(clinic.db, patient.id, day)
    return next((page for page in pages(clinic, patient) if page.id == advice), None)
