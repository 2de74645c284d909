"""What is due: prompts, sessions put off, nudges. Called by the tick, safe to call twice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.daily import (
    NUDGE_AFTER,
    Acceptance,
    Prompt,
    PromptState,
    acceptance,
    wants_nudge,
)
from bot.domain.people import Patient, PatientState
from bot.domain.schedule import is_missed, local_date, next_due, nudge_at
from bot.services import (
    alerting,
    consent,
    digest,
    escalation,
    flare,
    notify,
    progress,
    screening,
    sessions,
    tips,
    visit_asking,
)
from bot.services.clinic import Clinic, Moment
from bot.services.flagging import review
from bot.storage import patients, prompts
from bot.storage.outbox import Lane

LATE_AFTER = timedelta(minutes=5)
"""A prompt this much behind its time counts as late in the report after a gap."""
BATCH = 300
"""Prompts queued by one tick: as many as go out until the next, so that taps are not held up."""


@dataclass
class Due:
    """What one round has done."""

    handled: int = 0
    prompted: int = 0
    late: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    """Ids of patients, once for each prompt."""
    errors: list[Exception] = field(default_factory=list)
    """What one patient's row raised; the others were served all the same."""

    def add(self, other: "Due") -> None:
        self.handled += other.handled
        self.prompted += other.prompted
        self.late += other.late
        self.missed += other.missed
        self.errors += other.errors


def due_prompts(clinic: Clinic, at: Moment) -> Due:
    """Queue the prompts of up to `BATCH` people whose local time has come, one transaction each."""
    result = Due()
    for patient in patients.due(clinic.db, at.now, BATCH):
        try:
            with clinic.db.transaction():
                _prompt_day(clinic, patient, at, result)
        except Exception as error:  # noqa: BLE001 - one broken row must not silence the others
            result.errors.append(error)
        else:
            result.handled += 1
    return result


def _prompt_day(clinic: Clinic, patient: Patient, at: Moment, result: Due) -> None:
    day, due_at = patient.next_due_date, patient.next_due_at
    assert day is not None and due_at is not None  # noqa: PT018, S101 - `due` selects by them
    plan_next(clinic, patient, due_at)
    review(clinic, patient, day - timedelta(days=1), at, day_over=True)
    if patient.is_paused(day):
        return
    patient = progress.due(clinic, patient, day, at)
    if is_missed(due_at, at.now, timedelta(hours=clinic.settings.catch_up_hours)):
        prompts.add(clinic.db, patient, day, state=PromptState.MISSED, due_at=due_at)
        result.missed.append(patient.id)
        return
    if offer(clinic, patient, at, due_at) is not None:
        result.prompted += 1
        # The day has one request: warning signs are not held up by a question left unanswered.
        screening.of_the_day(clinic, patient, day, at)
        consent.ask_again(clinic, patient, day, at)
        visit_asking.of_the_day(clinic, patient, day, at)
        if at.now - due_at > LATE_AFTER:
            result.late.append(patient.id)


def offer(clinic: Clinic, patient: Patient, at: Moment, due_at: datetime) -> Prompt | None:
    """Queue the prompt of the local day of `due_at`; None when that day has one already."""
    day = local_date(due_at, patient.zone)
    items = flare.for_day(clinic, patient, day)
    prompt = prompts.add(
        clinic.db,
        patient,
        day,
        state=PromptState.QUEUED,
        due_at=due_at,
        is_training=bool(items),
        session=sessions.to_text(items),
    )
    if prompt is not None:
        tips.due(clinic, patient, day)
        notify.patient(
            clinic,
            patient,
            "prompt",
            at,
            key=sessions.prompt_key(prompt),
            lane=Lane.PROMPT,
            prompt=prompt.id,
        )
    return prompt


def plan_next(clinic: Clinic, patient: Patient, after: datetime) -> Patient:
    """Set when the next prompt is due: after this instant, and never twice on one local date."""
    latest = prompts.latest(clinic.db, patient.id, 1)
    last = latest[-1].local_date if latest else None
    if patient.next_due_date is not None and patient.next_due_at is not None:
        due_passed = patient.next_due_at <= after
        if due_passed:
            last = max(filter(None, (last, patient.next_due_date)))
    day, due_at = next_due(after, patient.prompt_minute, patient.zone, last)
    return patients.change(clinic.db, patient.id, next_due_at=due_at, next_due_date=day)


def today_now(clinic: Clinic, patient: Patient, at: Moment) -> Prompt:
    """The prompt of this local day; asked for early, it comes now and not again at its time."""
    day = local_date(at.now, patient.zone)
    prompt = prompts.of_day(clinic.db, patient.id, day)
    if prompt is not None and prompt.state is not PromptState.MISSED:
        notify.patient(clinic, patient, "later", at, prompt=prompt.id)
        return prompt
    if prompt is not None:
        return _revive(clinic, patient, prompt, at)
    prompt = offer(clinic, patient, at, at.now)
    assert prompt is not None  # noqa: S101 - the day had none
    if patient.state is PatientState.ACTIVE:
        plan_next(clinic, patient, at.now)
    return prompt


def _revive(clinic: Clinic, patient: Patient, prompt: Prompt, at: Moment) -> Prompt:
    prompts.mark(clinic.db, prompt.id, PromptState.QUEUED)
    items = flare.for_day(clinic, patient, prompt.local_date)
    prompts.set_offer(clinic.db, prompt.id, sessions.to_text(items), at.now)
    notify.patient(clinic, patient, "prompt", at, key=sessions.prompt_key(prompt), prompt=prompt.id)
    return prompts.get(clinic.db, prompt.id)


def prompt_to_rate(clinic: Clinic, patient: Patient, at: Moment) -> Prompt | None:
    """The prompt a number without further words belongs to: today's, else the last still open."""
    today = local_date(at.now, patient.zone)
    for prompt in reversed(prompts.latest(clinic.db, patient.id, 3, today)):
        if prompt.local_date == today or (
            prompt.was_delivered and acceptance(prompt, today) is Acceptance.LATE
        ):
            return prompt
    return None


def due_later(clinic: Clinic, at: Moment) -> int:
    """Offer again the sessions that were put off until now."""
    found = prompts.later_due(clinic.db, at.now)
    for prompt in found:
        with clinic.db.transaction():
            prompts.set_later(clinic.db, prompt.id, None)
            patient = patients.get(clinic.db, prompt.patient_id)
            same_day = local_date(at.now, patient.zone) == prompt.local_date
            if same_day and prompt.session_result is None and _may_exercise(patient):
                notify.patient(clinic, patient, "later", at, lane=Lane.PROMPT, prompt=prompt.id)
    return len(found)


def _may_exercise(patient: Patient) -> bool:
    return patient.state is PatientState.ACTIVE and patient.exercises_stopped_at is None


def nudge_time(clinic: Clinic, prompt: Prompt, patient: Patient) -> datetime | None:
    """When this prompt may be followed up; None when never."""
    if prompt.sent_at is None or patient.state is not PatientState.ACTIVE:
        return None
    minutes = int(NUDGE_AFTER.total_seconds() // 60)
    when = nudge_at(prompt.sent_at, minutes, clinic.settings.quiet_hours, patient.zone)
    if local_date(when, patient.zone) != prompt.local_date or patient.is_paused(prompt.local_date):
        return None
    before = prompts.latest(clinic.db, patient.id, 14, until=prompt.local_date - timedelta(days=1))
    return when if wants_nudge(prompt, unanswered_run(before)) else None


def unanswered_run(before: list[Prompt]) -> int:
    """How many delivered prompts in a row, the latest first, have no answer at all."""
    run = 0
    for prompt in reversed([p for p in before if p.was_delivered]):
        if prompt.is_answered or prompt.session_result is not None:
            break
        run += 1
    return run


def _nudges(clinic: Clinic, now: datetime) -> list[tuple[datetime, Prompt, Patient]]:
    candidates = prompts.nudge_candidates(clinic.db, now - timedelta(days=1), now)
    found = []
    for prompt in candidates:
        patient = patients.get(clinic.db, prompt.patient_id)
        when = nudge_time(clinic, prompt, patient)
        if when is not None:
            found.append((when, prompt, patient))
    return found


def due_nudges(clinic: Clinic, at: Moment) -> int:
    """One gentle reminder for a day with nothing recorded."""
    due = [(p, who) for when, p, who in _nudges(clinic, at.now) if when <= at.now]
    for prompt, patient in due:
        with clinic.db.transaction():
            prompts.mark_nudged(clinic.db, prompt.id, at.now)
            notify.patient(
                clinic,
                patient,
                "nudge",
                at,
                key=f"nudge:{prompt.id}",
                lane=Lane.PROMPT,
                prompt=prompt.id,
            )
    return len(due)


def next_instant(clinic: Clinic, now: datetime) -> datetime | None:
    """The next instant at which something becomes due, for a clock that can be moved."""
    times = [patients.next_due_at(clinic.db), prompts.next_later(clinic.db)]
    times += [
        escalation.next_instant(clinic),
        alerting.next_instant(clinic, now),
        digest.next_instant(clinic, now),
    ]
    times += [when for when, _, _ in _nudges(clinic, now)]
    return min((t for t in times if t is not None), default=None)
