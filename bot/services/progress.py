"""After each week: what the plan proposes, what the therapist decides, and the moves."""

from datetime import date, timedelta
from statistics import median

from bot.domain.daily import Prompt, SessionResult
from bot.domain.flags import AfterExercise
from bot.domain.people import Patient, Staff
from bot.domain.program.plan import Plan
from bot.domain.program.progress import WeekFacts, advance, propose, step_back
from bot.domain.program.session import Position
from bot.domain.schedule import local_date
from bot.services import caseload, flagging, notify, sessions
from bot.services.clinic import Clinic, Moment
from bot.storage import flags, patients, prompts, proposals, sore
from bot.storage.outbox import Lane
from bot.storage.proposals import Proposed

WEEK = timedelta(days=7)
GOES_ON = frozenset({"advance", "finish"})
"""Proposals that a worsening since then takes back."""


def position(plan: Plan, patient: Patient) -> Position:
    """Where in the plan a patient is; a plan that became shorter ends at its last step."""
    phase = min(patient.phase, len(plan.phases) - 1)
    return Position(phase, min(patient.dose_step, plan.phases[phase].steps - 1))


def due(clinic: Clinic, patient: Patient, day: date, at: Moment) -> Patient:
    """On the morning after a whole week since the last look or move: propose, tell, or step back.

    Answers the patient as they now stand.
    """
    plan = sessions.plan_of(clinic, patient)
    if plan is None or not _is_time(clinic, patient, day):
        return patient
    facts = week_facts(clinic, patient, day)
    if not facts.sessions_planned:
        return patient
    here = position(plan, patient)
    found = propose(plan, here, facts)
    _close(clinic, patient, "replaced", None, at)
    made = proposals.add(clinic.db, patient, here, found, day)
    if found.direction == "stay":
        return patient
    if found.direction == "step_back" and proposals.steps_back_alone(clinic.db, patient.id):
        patient = _move(clinic, patient, plan, found.to, "by_itself", None, at)
    _tell(clinic, patient, made, at)
    return patient


def _is_time(clinic: Clinic, patient: Patient, day: date) -> bool:
    if patient.exercises_stopped_at is not None or patient.phase_started is None:
        return False
    last = proposals.latest(clinic.db, patient.id)
    since = max(patient.phase_started, last.made_on) if last else patient.phase_started
    return day - since >= WEEK


def _tell(clinic: Clinic, patient: Patient, made: Proposed, at: Moment) -> None:
    notify.therapist(
        clinic,
        patient,
        "proposal",
        at,
        key=f"proposal:{made.id}",
        lane=Lane.DIGEST,
        patient=patient.id,
        proposal=made.id,
    )


def week_facts(clinic: Clinic, patient: Patient, day: date) -> WeekFacts:
    """The seven days before `day`, from the rows."""
    first = day - WEEK
    rows = prompts.day_rows(clinic.db, patient.id, WEEK.days, day - timedelta(days=1))
    days = [row.prompt for row in rows]
    pains = [p.pain for p in days if p.pain is not None]
    painful = sore.by_prompt(clinic.db, patient.id)
    clearly_more = AfterExercise.CLEARLY_MORE
    return WeekFacts(
        week=max(1, (day - (patient.started_on or first)).days // WEEK.days),
        sessions_planned=sum(p.is_training for p in days),
        sessions_done=sessions_done(days),
        median_pain=float(median(pains)) if pains else None,
        baseline=_usual(clinic, patient, first),
        worse_sessions=sum(row.after_exercise == clearly_more for row in rows),
        too_painful=sum(len(painful.get(p.id, ())) for p in days),
        open_flags=len(flags.open_of(clinic.db, patient.id)),
    )


def sessions_done(days: list[Prompt]) -> int:
    """Whole sessions; two done in part count as one."""
    results = [p.session_result for p in days]
    return results.count(SessionResult.DONE) + results.count(SessionResult.PARTLY) // 2


def _usual(clinic: Clinic, patient: Patient, first: date) -> float | None:
    """What was usual before the week; in the first weeks, where the patient began."""
    usual = caseload.usual(clinic, patient, first)
    if usual is not None:
        return usual.usual
    start = prompts.first(clinic.db, patient.id)
    return float(start.pain) if start and start.pain is not None else None


def is_open(clinic: Clinic, patient: Patient, made: Proposed) -> bool:
    """Whether it can still be decided: neither answered nor overtaken by a move or by bad days."""
    plan = sessions.plan_of(clinic, patient)
    is_here = plan is not None and position(plan, patient) == made.since
    if made.decision is not None or made.plan_id != patient.plan_id or not is_here:
        return False
    return made.proposal.direction not in GOES_ON or not _is_worse(clinic, patient)


def _is_worse(clinic: Clinic, patient: Patient) -> bool:
    """Nobody is asked to go on with a patient who has got worse since the proposal was made."""
    return any(flag.kind in flagging.WORSE for flag in flags.open_of(clinic.db, patient.id))


def approve(clinic: Clinic, patient: Patient, made: Proposed, by: Staff, at: Moment) -> bool:
    """The therapist agrees: the patient goes where the proposal leads."""
    plan = sessions.plan_of(clinic, patient)
    if plan is None or not is_open(clinic, patient, made):
        return False
    _move(clinic, patient, plan, made.proposal.to, "moved", by, at)
    return True


def stay(clinic: Clinic, patient: Patient, made: Proposed, by: Staff, at: Moment) -> bool:
    """Another week here."""
    if not is_open(clinic, patient, made):
        return False
    _close(clinic, patient, "stayed", by, at)
    return True


def step(
    clinic: Clinic, patient: Patient, since: Position, by: Staff, at: Moment, *, is_back: bool
) -> bool:
    """The therapist moves the patient one step by hand; False when they have moved already."""
    plan = sessions.plan_of(clinic, patient)
    if plan is None or position(plan, patient) != since:
        return False
    to = step_back(plan, since) if is_back else advance(plan, since)
    if to == since:
        return False
    _move(clinic, patient, plan, to, "moved", by, at)
    return True


def set_alone(clinic: Clinic, patient: Patient, *, is_on: bool) -> None:
    """Whether the plan may step back by itself; it never goes on by itself."""
    proposals.set_step_back_alone(clinic.db, patient.id, is_on=is_on)


def _move(
    clinic: Clinic,
    patient: Patient,
    plan: Plan,
    to: Position,
    decision: str,
    by: Staff | None,
    at: Moment,
) -> Patient:
    before = position(plan, patient)
    _close(clinic, patient, decision, by, at)
    if to == before:
        return patient
    today = local_date(at.now, patient.zone)
    patient = patients.change(
        clinic.db, patient.id, phase=to.phase, dose_step=to.step, phase_started=today
    )
    notify.redraw(clinic, ("course",), "patient", patient.id, at)
    is_back = (to.phase, to.step) < (before.phase, before.step)
    notify.patient(
        clinic,
        patient,
        "moved",
        at,
        patient=patient.id,
        way="back" if is_back else "on",
        phase=to.phase if to.phase != before.phase else None,
        is_alone=by is None,
    )
    return patient


def _close(clinic: Clinic, patient: Patient, decision: str, by: Staff | None, at: Moment) -> None:
    for made in proposals.open_of(clinic.db, patient.id):
        proposals.decide(clinic.db, made.id, decision, by.id if by else None, at.now)
        notify.redraw(clinic, ("proposal",), "proposal", made.id, at)
