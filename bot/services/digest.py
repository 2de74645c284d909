"""One message a day for each therapist: what waits, who improved, who is silent; or nothing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from bot.domain.flags import WINDOW_DAYS, Kind
from bot.domain.people import Patient, PatientState, Staff
from bot.domain.schedule import local_date, local_instant
from bot.services import flare, notify
from bot.services.clinic import Clinic, Moment
from bot.storage import duties, flags, patients, prompts, staff
from bot.storage.flags import Flag
from bot.storage.outbox import Lane

STEP = 2
"""Points: the minimal important change on a 0-10 scale (Ostelo et al., Spine 2008)."""
_REPORTS = 7
"""Ratings behind each of the two medians, and fewer than five make none."""
_LEAST = 5


@dataclass(frozen=True)
class Improved:
    """Somebody whose week is a step better than any before: medians of ratings."""

    patient: Patient
    start: float
    now: float


@dataclass(frozen=True)
class Digest:
    """What there is to tell; empty means that nothing is sent."""

    waiting: tuple[tuple[Patient, Flag], ...]
    silent: tuple[tuple[Patient, Flag], ...]
    improved: tuple[Improved, ...]
    flaring: tuple[Patient, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.silent or self.improved or self.flaring)


def of(clinic: Clinic, member: Staff, now: datetime) -> Digest:
    """Over the therapist's own patients; flags that were seen are not named again."""
    own = [p for p in patients.of_therapist(clinic.db, member.id) if p.is_current]
    by_id = {p.id: p for p in own}
    found = [
        (by_id[f.patient_id], f)
        for f in flags.waiting(clinic.db, member.id)
        if f.patient_id in by_id
    ]
    better = (_improved(clinic, p, local_date(now, p.zone)) for p in own)
    return Digest(
        tuple(one for one in found if one[1].kind is not Kind.SILENCE),
        tuple(one for one in found if one[1].kind is Kind.SILENCE),
        tuple(one for one in better if one is not None),
        tuple(p for p in own if _begins_flare(clinic, p, now)),
    )


def _begins_flare(clinic: Clinic, patient: Patient, now: datetime) -> bool:
    """Named once: on the day after it began, or was asked for."""
    yesterday = local_date(now, patient.zone) - timedelta(days=1)
    standing = flare.current(clinic, patient, yesterday)
    return standing is not None and standing.begins_on == yesterday


def _improved(clinic: Clinic, patient: Patient, today: date) -> Improved | None:
    if patient.state is not PatientState.ACTIVE:
        return None
    days = prompts.latest(clinic.db, patient.id, WINDOW_DAYS, today - timedelta(days=1))
    pains = {p.local_date: p.pain for p in days if p.pain is not None}
    found = newly_improved(pains, today - timedelta(days=1))
    return Improved(patient, *found) if found else None


def newly_improved(pains: dict[date, int], day: date) -> tuple[float, float] | None:
    """Start and now, where the last week is a whole step below the start for the first time."""
    ordered = [d for d in sorted(pains) if d <= day]
    if len(ordered) < 2 * _REPORTS or ordered[-1] != day:
        return None
    start = median(pains[d] for d in ordered[:_REPORTS])
    steps = [int((start - _week(pains, d)) // STEP) for d in ordered[2 * _REPORTS - 1 :]]
    return (start, _week(pains, day)) if steps[-1] > max([0, *steps[:-1]]) else None


def _week(pains: dict[date, int], day: date) -> float:
    last = [p for d, p in pains.items() if timedelta(0) <= day - d < timedelta(days=_REPORTS)]
    return float(median(last)) if len(last) >= _LEAST else 10.0


def _hour(clinic: Clinic, member: Staff, day: date) -> datetime:
    return local_instant(day, duties.of(clinic.db, member.id).digest_minute, member.zone)


def _is_open(clinic: Clinic, member: Staff, now: datetime) -> bool:
    """Its hour has come today, and today's was not looked at yet."""
    today = local_date(now, member.zone)
    done = duties.of(clinic.db, member.id).digested_on
    return (done is None or done < today) and _hour(clinic, member, today) <= now


def due(clinic: Clinic, at: Moment) -> int:
    """Queue the digests whose hour has come; answers how many had something to tell."""
    sent = 0
    for member in staff.therapists(clinic.db):
        if _is_open(clinic, member, at.now):
            with clinic.db.transaction():
                sent += _send(clinic, member, at)
    return sent


def _send(clinic: Clinic, member: Staff, at: Moment) -> bool:
    today = local_date(at.now, member.zone)
    duties.digested(clinic.db, member.id, today)
    if of(clinic, member, at.now).is_empty:
        return False
    return notify.member(
        clinic, member, "digest", at, key=f"digest:{today}", lane=Lane.DIGEST, day=str(today)
    )


def next_instant(clinic: Clinic, now: datetime) -> datetime | None:
    """The next digest that, as things stand, has something to tell."""
    times = [
        _next_hour(clinic, member, now)
        for member in staff.therapists(clinic.db)
        if not of(clinic, member, now).is_empty
    ]
    return min(times, default=None)


def _next_hour(clinic: Clinic, member: Staff, now: datetime) -> datetime:
    today = local_date(now, member.zone)
    done = duties.of(clinic.db, member.id).digested_on
    day = today if done is None or done < today else today + timedelta(days=1)
    return max(_hour(clinic, member, day), now)


def minute_of(clinic: Clinic, member: Staff) -> int:
    """Minutes of the therapist's local day at which the digest comes."""
    return duties.of(clinic.db, member.id).digest_minute


def set_minute(clinic: Clinic, member: Staff, minute: int) -> None:
    duties.set_digest_minute(clinic.db, member.id, minute)
