"""From what is stored to flags: evaluate, write, alert, acknowledge."""

from dataclasses import replace
from datetime import date

from bot.domain.flags import (
    WINDOW_DAYS,
    AfterExercise,
    Close,
    ComparedToUsual,
    Day,
    Decisions,
    Finding,
    Kind,
    Leg,
    OpenFlag,
    Priority,
    Raise,
    Thresholds,
    evaluate,
)
from bot.domain.people import Patient, Staff
from bot.domain.schedule import local_date
from bot.services import alerting, audit, escalation, notify, plans, rounds
from bot.services.clinic import Clinic, Moment
from bot.storage import compared, flags, patients, prompts, proposals, raises, sore
from bot.storage.flags import Flag
from bot.storage.prompts import DayRow

CALLS_FOR_QUESTIONS = frozenset({Kind.SEVERE, Kind.WORSENING, Kind.SPREADING})
"""Flags with which the questions about warning signs are asked."""
WORSE = CALLS_FOR_QUESTIONS | {Kind.RED_FLAG}
"""Flags with which nobody is asked to let a plan go on."""


def window(clinic: Clinic, patient: Patient, today: date) -> list[Day]:
    """The days an evaluation looks at, as they now stand."""
    painful = sore.by_prompt(clinic.db, patient.id)
    rows = prompts.day_rows(clinic.db, patient.id, WINDOW_DAYS, today)
    return [_day(row, painful.get(row.prompt.id, ())) for row in rows]


def _day(row: DayRow, too_painful: tuple[str, ...]) -> Day:
    return Day(
        date=row.prompt.local_date,
        delivered=row.prompt.was_delivered,
        pain=row.prompt.pain,
        leg=Leg(row.leg) if row.leg is not None else None,
        session=row.prompt.session_result,
        after_exercise=AfterExercise(row.after_exercise) if row.after_exercise else None,
        too_painful=too_painful,
        could_not=row.prompt.could_not_reason,
        compared=ComparedToUsual(row.compared) if row.compared else None,
        is_first=row.prompt.is_first,
    )


def thresholds(clinic: Clinic, patient: Patient) -> Thresholds:
    """The plan's own numbers; the usual ones when the plan's file is gone."""
    plan = plans.begun(clinic, patient)
    if plan is None:
        return Thresholds()
    return Thresholds.of_plan(plan.flags, [(m.week, m.fall_percent) for m in plan.expected])


def review(
    clinic: Clinic, patient: Patient, day: date, at: Moment, *, day_over: bool = False
) -> list[Flag]:
    """Evaluate one local day; answers the flags that were raised and told to the therapist."""
    standing = flags.open_of(clinic.db, patient.id)
    again = {f.kind: f for f in standing if _is_raised_again(clinic, f, day)}
    decisions = evaluate(
        window(clinic, patient, day),
        [_at_dawn(clinic, f) if f.kind in again else f.for_engine() for f in standing],
        thresholds(clinic, patient),
        day,
        day_over=day_over,
    )
    return apply(clinic, patient, _settled(clinic, again, decisions, at), day, at)


def _is_raised_again(clinic: Clinic, flag: Flag, day: date) -> bool:
    of_rating = flag.kind in (Kind.SEVERE, Kind.WORSENING)
    return of_rating and flag.raised_on == day and raises.before(clinic.db, flag) is not None


def _at_dawn(clinic: Clinic, flag: Flag) -> OpenFlag:
    """A day is judged from where it began, however often its rating is corrected."""
    return raises.before(clinic.db, flag) or flag.for_engine()


def _settled(
    clinic: Clinic, again: dict[Kind, Flag], decisions: Decisions, at: Moment
) -> Decisions:
    """What was raised again today is only updated, or taken back when a correction ended it."""
    still = [r for r in decisions.raises if r.kind in again]
    for kind in again.keys() - {r.kind for r in still} - set(decisions.repeats):
        raises.take_back(clinic.db, again[kind])
        redraw(clinic, again[kind], at)
    return replace(
        decisions,
        raises=tuple(r for r in decisions.raises if r.kind not in again),
        updates=(*decisions.updates, *(r.finding for r in still)),
        repeats=tuple(k for k in decisions.repeats if k not in again),
    )


def review_from(clinic: Clinic, patient: Patient, day: date, at: Moment) -> list[Flag]:
    """After an answer to `day`: that day, then each later one, a late answer changes them too."""
    raised = review(clinic, patient, day, at)
    for later in prompts.dates_after(clinic.db, patient.id, day):
        raised += review(clinic, patient, later, at)
    return raised


def apply(
    clinic: Clinic, patient: Patient, decisions: Decisions, day: date, at: Moment
) -> list[Flag]:
    for close in decisions.closes:
        _close(clinic, patient, close, day, at)
    for finding in decisions.updates:
        _update(clinic, patient, finding, at)
    for kind in decisions.repeats:
        _repeat(clinic, patient, kind, day, at)
    if decisions.ask:
        _ask(clinic, patient, day, at)
    return [raise_flag(clinic, patient, raised, at) for raised in decisions.raises]


def _close(clinic: Clinic, patient: Patient, close: Close, day: date, at: Moment) -> None:
    flag = flags.open_kind(clinic.db, patient.id, close.kind)
    if flag:
        flags.close(clinic.db, flag.id, close.why, at.now, day)
        redraw(clinic, flag, at)


def _update(clinic: Clinic, patient: Patient, finding: Finding, at: Moment) -> None:
    before = flags.open_kind(clinic.db, patient.id, finding.kind)
    if before is None:
        return
    flags.update(clinic.db, before, finding, at.now)
    redraw(clinic, before, at)
    flag = flags.get(clinic.db, before.id)
    if flag.priority is Priority.HIGH and before.priority is not Priority.HIGH and flag.is_waiting:
        alerting.hurry(clinic, patient, flag, at, alert_key(flag))
        _repeat_until_seen(clinic, patient, flag, at)


def _repeat(clinic: Clinic, patient: Patient, kind: Kind, day: date, at: Moment) -> None:
    """Nobody has opened it for a week: the same alert once more."""
    flag = flags.open_kind(clinic.db, patient.id, kind)
    if flag is not None:
        as_it_stands = Finding(kind, flag.priority, flag.rule, flag.reason, flag.evidence)
        raise_flag(clinic, patient, Raise(as_it_stands, day, again=True), at)


def _ask(clinic: Clinic, patient: Patient, day: date, at: Moment) -> None:
    """The number alone cannot tell: one question below it, where nothing else was asked today."""
    prompt = prompts.of_day(clinic.db, patient.id, day)
    is_today = day == local_date(at.now, patient.zone)
    if prompt is not None and is_today and compared.take_turn(clinic.db, patient.id, day):
        notify.patient(clinic, patient, "compare", at, key=f"compare:{prompt.id}", prompt=prompt.id)


def raise_flag(clinic: Clinic, patient: Patient, raised: Raise, at: Moment) -> Flag:
    """Write the flag, tell the therapist, and ask what has to be asked with it."""
    standing = flags.open_kind(clinic.db, patient.id, raised.kind)
    before = raises.state(clinic.db, standing.id) if standing else ""
    if standing:
        flag = flags.raise_again(clinic.db, standing, raised, at.now)
    else:
        flag = flags.add(clinic.db, patient.id, raised, at.now)
    raises.add(clinic.db, flag, at.now, before)
    alerting.tell(clinic, patient, flag, at, alert_key(flag))
    _repeat_until_seen(clinic, patient, flag, at)
    if flag.kind in WORSE:
        for made in proposals.open_of(clinic.db, patient.id):
            notify.redraw(clinic, ("proposal",), "proposal", made.id, at)
    if flag.kind in CALLS_FOR_QUESTIONS:
        rounds.after_flag(clinic, patient, at)
    return flag


def _repeat_until_seen(clinic: Clinic, patient: Patient, flag: Flag, at: Moment) -> None:
    """A red flag's ladder depends on the answers, and is begun where they are taken.

    A therapist's own test disturbs nobody else.
    """
    is_high = flag.priority is Priority.HIGH and flag.kind is not Kind.RED_FLAG
    if is_high and not patient.is_test:
        escalation.begin(clinic, flag, "high", at)


def alert_key(flag: Flag) -> str:
    return f"flag:{flag.id}:{flag.raise_count}"


def redraw(clinic: Clinic, flag: Flag, at: Moment) -> None:
    """Show on the alerts that were sent what has become of the flag."""
    notify.redraw(clinic, ("flag",), "flag", flag.id, at)


def acknowledge(clinic: Clinic, flag: Flag, by: Staff, at: Moment) -> bool:
    """A therapist has seen it; a red flag's patient is told so, honestly and no more than that."""
    patient = patients.get(clinic.db, flag.patient_id)
    today = local_date(at.now, patient.zone)
    if not flags.acknowledge(clinic.db, flag.id, by.id, at.now, today):
        return False
    audit.note(clinic, by, "acknowledge", patient, at, flag.kind.value)
    redraw(clinic, flag, at)
    if flag.kind in (Kind.RED_FLAG, Kind.SEVERE, Kind.WORSENING) and patient.is_current:
        notify.patient(
            clinic,
            patient,
            "seen",
            at,
            key=f"seen:{flag.id}:{flag.raise_count}",
            flag=flag.id,
        )
    return True
