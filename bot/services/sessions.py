"""What a day offers, and what the patient says of it."""

import json
from datetime import date, datetime, timedelta

from bot.domain.daily import EVENING_MINUTE, Later, Prompt, SessionResult
from bot.domain.people import Patient
from bot.domain.program.dose import Dose
from bot.domain.program.exercise import Exercise
from bot.domain.program.plan import WEEKDAYS, Plan, Weekday
from bot.domain.program.session import Position, Prescribed
from bot.domain.schedule import local_date, local_instant
from bot.services import conditions, notify, plans, rounds
from bot.services.clinic import Clinic, Moment
from bot.services.flagging import review_from
from bot.services.substitutes import fitted
from bot.storage import prompts, sore

REASONS = ("pain", "time", "how", "unwell", "other")
"""Why a session could not be done; `pain` is what the barrier rule reads first."""


def plan_of(clinic: Clinic, patient: Patient) -> Plan | None:
    """The patient's plan, in the version they began."""
    return plans.begun(clinic, patient)


def for_day(clinic: Clinic, patient: Patient, day: date) -> tuple[Prescribed, ...]:
    """What this patient does on a local day; nothing on rest days or while stopped."""
    plan = plan_of(clinic, patient)
    if plan is None or patient.exercises_stopped_at is not None or patient.started_on is None:
        return ()
    if rounds.keeps_exercises_back(clinic, patient):
        return ()
    position = Position(min(patient.phase, len(plan.phases) - 1), patient.dose_step)
    days: frozenset[Weekday] = frozenset(WEEKDAYS[number] for number in patient.training_days)
    fit = conditions.fitness(clinic, patient)
    programme = clinic.programme
    items = programme.session(plan, day, patient.started_on, position, days, fit).items
    return fitted(items, programme.allowed(fit), sore.substitutes(clinic.db, patient.id))


def readable(clinic: Clinic, patient: Patient) -> dict[str, Exercise]:
    """What may be shown of a session sent earlier: the files may have been changed since."""
    withheld = conditions.fitness(clinic, patient).withheld
    return {name: e for name, e in clinic.programme.exercises.items() if name not in withheld}


def to_text(items: tuple[Prescribed, ...]) -> str:
    """A session as it is kept with its prompt: later changes of the files do not change it."""
    return json.dumps(
        [
            {
                "exercise": item.exercise,
                "per_side": item.per_side,
                "dose": item.dose.model_dump(exclude_defaults=True),
            }
            for item in items
        ],
        separators=(",", ":"),
    )


def of_prompt(prompt: Prompt) -> tuple[Prescribed, ...]:
    return tuple(
        Prescribed(item["exercise"], Dose(**item["dose"]), item["per_side"])
        for item in json.loads(prompt.session)
    )


def answer(
    clinic: Clinic,
    patient: Patient,
    prompt: Prompt,
    result: SessionResult,
    at: Moment,
    reason: str | None = None,
) -> bool:
    """Keep what was done; False when that day is over."""
    if local_date(at.now, patient.zone) > prompt.local_date:
        return False
    prompts.set_session(clinic.db, prompt.id, result, reason, at.now)
    redraw(clinic, prompt, at)
    review_from(clinic, patient, prompt.local_date, at)
    return True


def reopen(clinic: Clinic, patient: Patient, prompt: Prompt, at: Moment) -> bool:
    """Take what was said of the session back, for the rest of that day."""
    if local_date(at.now, patient.zone) > prompt.local_date:
        return False
    prompts.set_session(clinic.db, prompt.id, None, None, at.now)
    redraw(clinic, prompt, at)
    review_from(clinic, patient, prompt.local_date, at)
    return True


def later_instant(choice: Later, patient: Patient, now: datetime) -> datetime | None:
    """When to offer the session again; None when that would be another day."""
    today = local_date(now, patient.zone)
    if choice is Later.EVENING:
        until = local_instant(today, EVENING_MINUTE, patient.zone)
    else:
        until = now + (timedelta(minutes=30) if choice is Later.HALF_HOUR else timedelta(hours=2))
    return until if until > now and local_date(until, patient.zone) == today else None


def put_off(
    clinic: Clinic, patient: Patient, prompt: Prompt, choice: Later, at: Moment
) -> datetime | None:
    """Offer the session again later the same day."""
    until = later_instant(choice, patient, at.now)
    if until is None or local_date(at.now, patient.zone) > prompt.local_date:
        return None
    prompts.set_later(clinic.db, prompt.id, until)
    redraw(clinic, prompt, at)
    return until


def prompt_key(prompt: Prompt) -> str:
    return f"prompt:{prompt.patient_id}:{prompt.local_date}"


def redraw(clinic: Clinic, prompt: Prompt, at: Moment) -> None:
    """Show the newest state on every message that offers this day."""
    notify.redraw(clinic, ("prompt", "nudge", "later", "walk"), "prompt", prompt.id, at)
