"""What forbids exercises and advice to a patient, and what a therapist has confirmed."""

from bot.domain.people import Patient, Staff
from bot.domain.program.filtering import Change, Fitness
from bot.services import audit, plans
from bot.services.clinic import Clinic, Moment
from bot.storage import conditions

CONTRAINDICATION, CONFIRMATION = "contraindication", "confirmation"


def fitness(clinic: Clinic, patient: Patient) -> Fitness:
    """What decides which exercises and pages this patient may get."""
    return Fitness(
        conditions.held(clinic.db, patient.id, CONTRAINDICATION),
        conditions.held(clinic.db, patient.id, CONFIRMATION),
    )


def toggle(
    clinic: Clinic, patient: Patient, kind: str, condition: str, by: Staff, at: Moment
) -> bool:
    """Note that a condition holds, or no longer; False where there is no such condition.

    It counts from the next session on; `sessions_refit` makes it count for today's.
    """
    files = clinic.programme.conditions
    known = files.contraindications if kind == CONTRAINDICATION else files.confirmations
    if condition not in known:
        return False
    holds = condition not in conditions.held(clinic.db, patient.id, kind)
    conditions.note(clinic.db, patient.id, kind, condition, holds=holds, staff_id=by.id, now=at.now)
    audit.note(clinic, by, "change_plan", patient, at, kind)
    return True


def changes(clinic: Clinic, patient: Patient) -> tuple[Change, ...]:
    """What the conditions take out of the patient's plan, and what comes instead."""
    plan = plans.begun(clinic, patient)
    fit = fitness(clinic, patient)
    if plan is None:
        return ()
    return clinic.programme.changes(plan, fit.contraindications, fit.confirmed)
