"""What keeps exercises and advice from a patient, and what a therapist has confirmed."""

from collections.abc import Mapping

from bot.domain.people import Patient, Staff
from bot.domain.program.filtering import Change, Fitness
from bot.services import acceptance, audit, plans
from bot.services.clinic import Clinic, Moment
from bot.storage import conditions

CONTRAINDICATION, CONFIRMATION = "contraindication", "confirmation"


def fitness(clinic: Clinic, patient: Patient) -> Fitness:
    """What decides which exercises and pages this patient may get."""
    withheld = acceptance.withheld(clinic, patient)
    return Fitness(
        conditions.held(clinic.db, patient.id, CONTRAINDICATION),
        conditions.held(clinic.db, patient.id, CONFIRMATION),
        withheld=frozenset(file.id for file in withheld if file.kind == "exercises"),
        withheld_pages=frozenset(file.id for file in withheld if file.kind == "advice"),
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


def told(clinic: Clinic, patient: Patient, said: Mapping[str, bool], at: Moment) -> None:
    """Keep what a patient answered; what a therapist has decided stays."""
    decided = conditions.decided(clinic.db, patient.id, CONTRAINDICATION)
    for condition, holds in said.items():
        if condition not in decided:
            conditions.note(
                clinic.db,
                patient.id,
                CONTRAINDICATION,
                condition,
                holds=holds,
                staff_id=None,
                now=at.now,
            )


def changes(clinic: Clinic, patient: Patient) -> tuple[Change, ...]:
    """What is taken out of the patient's plan, why, and what comes instead."""
    plan = plans.begun(clinic, patient)
    return clinic.programme.changes(plan, fitness(clinic, patient)) if plan else ()
