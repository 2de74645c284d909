"""Flare mode: three days of the plan's gentle set, begun by the patient, over by itself."""

from datetime import date, timedelta

from bot.domain.daily import Prompt
from bot.domain.people import Patient, PatientState
from bot.domain.program.session import Prescribed
from bot.domain.schedule import local_date
from bot.services import caseload, conditions, rounds, sessions
from bot.services.clinic import Clinic, Moment
from bot.services.substitutes import fitted
from bot.storage import flares, guided, prompts, sore
from bot.storage.flares import Flare

DAYS = 3
JUMP = 2
"""Points above the usual from which the gentle days are offered: the minimal important change."""


def current(clinic: Clinic, patient: Patient, today: date) -> Flare | None:
    """The flare of this day, or one that begins tomorrow."""
    found = flares.of_patient(clinic.db, patient.id)
    return next((f for f in reversed(found) if today < f.ends_on), None)


def count(clinic: Clinic, patient: Patient) -> int:
    return len(flares.of_patient(clinic.db, patient.id))


def may_begin(clinic: Clinic, patient: Patient, today: date) -> bool:
    """Whether there are exercises that gentle ones can take the place of."""
    if patient.state is not PatientState.ACTIVE or patient.exercises_stopped_at is not None:
        return False
    if rounds.keeps_exercises_back(clinic, patient):
        return False
    has_plan = sessions.plan_of(clinic, patient) is not None
    return has_plan and current(clinic, patient, today) is None


def begin(clinic: Clinic, patient: Patient, at: Moment) -> Flare | None:
    """From today, or from tomorrow where today's exercises were begun; None when not possible."""
    today = local_date(at.now, patient.zone)
    if not may_begin(clinic, patient, today):
        return None
    prompt = prompts.of_day(clinic.db, patient.id, today)
    starts = today + timedelta(days=1) if prompt and is_begun(clinic, prompt) else today
    flares.add(clinic.db, patient.id, starts, starts + timedelta(days=DAYS), at.now)
    _renew_today(clinic, patient, prompt, today, at)
    return current(clinic, patient, today)


def end(clinic: Clinic, patient: Patient, at: Moment) -> bool:
    """Back to the usual plan now; False when there was nothing to end."""
    today = local_date(at.now, patient.zone)
    flare = current(clinic, patient, today)
    if flare is None:
        return False
    flares.end(clinic.db, flare.id, today)
    prompt = prompts.of_day(clinic.db, patient.id, today)
    _renew_today(clinic, patient, prompt, today, at)
    return True


def is_begun(clinic: Clinic, prompt: Prompt) -> bool:
    """Whether something was said of the day's exercises, or they are being led through."""
    walked = guided.find(clinic.db, prompt.id) is not None
    return prompt.session_result is not None or walked


def _renew_today(
    clinic: Clinic, patient: Patient, prompt: Prompt | None, today: date, at: Moment
) -> None:
    """The day's message, when it is there already, offers what holds now."""
    if prompt is None or is_begun(clinic, prompt):
        return
    items = for_day(clinic, patient, today)
    prompts.set_offer(clinic.db, prompt.id, sessions.to_text(items), prompt.due_at)
    sessions.redraw(clinic, prompt, at)


def for_day(clinic: Clinic, patient: Patient, day: date) -> tuple[Prescribed, ...]:
    """What this patient does on a local day: the gentle set in a flare, else the plan's session."""
    plan = sessions.plan_of(clinic, patient)
    flare = current(clinic, patient, day)
    if plan is None or flare is None or not flare.covers(day):
        return sessions.for_day(clinic, patient, day)
    if patient.exercises_stopped_at is not None:
        return ()
    fit = conditions.fitness(clinic, patient)
    items = clinic.programme.flare_session(plan, fit).items
    return fitted(items, clinic.programme.allowed(fit), sore.substitutes(clinic.db, patient.id))


def is_jump(clinic: Clinic, patient: Patient, prompt: Prompt) -> bool:
    """Whether the day's answer lies clearly above what is usual for this patient."""
    if prompt.pain is None or prompt.pain < JUMP:
        return False
    usual = caseload.usual(clinic, patient, prompt.local_date)
    return usual is not None and prompt.pain >= usual.usual + JUMP
