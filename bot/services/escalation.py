"""An alert nobody has seen is repeated, goes to cover and admins; then the patient is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.people import Patient, Staff
from bot.services import cover, notify
from bot.services.clinic import Clinic, Moment
from bot.storage import escalations, flags, patients, staff
from bot.storage.escalations import Escalation, Ladder
from bot.storage.flags import Flag
from bot.storage.outbox import Lane


@dataclass(frozen=True)
class Rung:
    """One repetition, so long after the alert."""

    after: timedelta
    to: Literal["therapist", "cover", "admins"] = "therapist"
    """And everybody named before; where no cover is named, the admins."""


def ladder(clinic: Clinic, tier: Ladder) -> tuple[Rung, ...]:
    """When an alert is repeated, and to whom.

    The patient was told at once where to go: the alert is the second line, never the first.
    Emergency: a treatment lasts 20 to 45 minutes, so 15 finds a therapist between two patients and
    30 another person; after an hour of silence a fourth ring changes nothing, and honesty does.
    High (a very high rating without a red flag): the same, but not in the quiet hours.
    Same day: working hours are about eight. Within days: one reminder a day.
    """
    if tier == "same_day":
        steps = [timedelta(hours=hours) for hours in (2, 4, 8)]
    elif tier == "within_days":
        steps = [timedelta(hours=hours) for hours in (24, 48, 72)]
    else:
        steps = [timedelta(minutes=minutes) for minutes in clinic.settings.escalate_minutes]
    return Rung(steps[0]), Rung(steps[1], to="cover"), Rung(steps[2], to="admins")


def begin(clinic: Clinic, flag: Flag, tier: Ladder, at: Moment) -> None:
    """Repeat this flag's alert until somebody taps Seen."""
    patient = patients.get(clinic.db, flag.patient_id)
    first = _not_at_night(clinic, patient, tier, at.now + ladder(clinic, tier)[0].after)
    escalations.begin(clinic.db, flag.id, flag.patient_id, tier, at.now, first)


def due(clinic: Clinic, at: Moment) -> int:
    """Repeat what is due, one transaction each; answers how many alerts were repeated."""
    found = escalations.due(clinic.db, at.now)
    for one in found:
        with clinic.db.transaction():
            _climb(clinic, one, at)
    return len(found)


def next_instant(clinic: Clinic) -> datetime | None:
    return escalations.next_at(clinic.db)


def _climb(clinic: Clinic, one: Escalation, at: Moment) -> None:
    rungs = ladder(clinic, one.tier)
    number = _due_rung(clinic, one, at)
    _repeat(clinic, one, number, at)
    is_last = number == len(rungs) - 1
    reached = Escalation(one.flag_id, one.patient_id, one.tier, one.started_at, number)
    escalations.climb(clinic.db, reached, None if is_last else _next_rung(clinic, one, number, at))
    if is_last:
        _tell_patient(clinic, one, at)


def _due_rung(clinic: Clinic, one: Escalation, at: Moment) -> int:
    """The highest that is due, so that after a gap nobody is rung twice in a row.

    A night is no gap: after it a high flag goes on rung by rung.
    """
    if one.tier == "high":
        return one.rung
    rungs = ladder(clinic, one.tier)
    return max(n for n, rung in enumerate(rungs) if one.started_at + rung.after <= at.now)


def _next_rung(clinic: Clinic, one: Escalation, number: int, at: Moment) -> datetime:
    rungs = ladder(clinic, one.tier)
    if one.tier != "high":
        return one.started_at + rungs[number + 1].after
    patient = patients.get(clinic.db, one.patient_id)
    step = rungs[number + 1].after - rungs[number].after
    return _not_at_night(clinic, patient, one.tier, at.now + step)


def _not_at_night(clinic: Clinic, patient: Patient, tier: Ladder, when: datetime) -> datetime:
    """Quiet hours hold back the repeats of a high flag, never those of a red one."""
    if tier != "high":
        return when
    zone = staff.get(clinic.db, patient.therapist_id).zone
    return clinic.settings.quiet_hours.ends_after(when, zone)


def _repeat(clinic: Clinic, one: Escalation, number: int, at: Moment) -> None:
    flag = flags.get(clinic.db, one.flag_id)
    rung = ladder(clinic, one.tier)[number]
    for to in _readers(clinic, flag, rung):
        notify.member(
            clinic,
            to,
            "flag",
            at,
            key=f"flag:{flag.id}:{flag.raise_count}:rung{number}",
            lane=Lane.ALERT,
            about=flag.patient_id,
            flag=flag.id,
            rung=number + 1,
        )


def _readers(clinic: Clinic, flag: Flag, rung: Rung) -> list[Staff]:
    patient = patients.get(clinic.db, flag.patient_id)
    everyone = notify.responsible(clinic, patient)
    stand_in = cover.of_therapist(clinic, patient.therapist_id)
    if rung.to != "therapist" and stand_in is not None:
        everyone.append(stand_in)
    if rung.to == "admins" or (rung.to == "cover" and stand_in is None):
        everyone += staff.admins(clinic.db)
    return list({member.id: member for member in everyone}.values())


def _tell_patient(clinic: Clinic, one: Escalation, at: Moment) -> None:
    """The last honest word: nobody has opened it, so do not wait for us."""
    flag = flags.get(clinic.db, one.flag_id)
    notify.patient(
        clinic,
        patients.get(clinic.db, one.patient_id),
        "nobody_seen",
        at,
        key=f"nobody_seen:{flag.id}:{flag.raise_count}",
        lane=Lane.ALERT,
        flag=flag.id,
        tier=one.tier,
    )
