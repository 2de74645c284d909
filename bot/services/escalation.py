"""An alert nobody has seen is repeated, then goes to the admins, then the patient is told so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.people import Staff
from bot.domain.screening import Tier
from bot.services import notify
from bot.services.clinic import Clinic, Moment
from bot.storage import escalations, flags, patients, staff
from bot.storage.escalations import Escalation
from bot.storage.flags import Flag
from bot.storage.outbox import Lane


@dataclass(frozen=True)
class Rung:
    """One repetition, so long after the alert."""

    after: timedelta
    to_admins: bool = False


# The patient was told at once where to go: the alert is the second line, never the first.
# Emergency: a treatment lasts 20 to 45 minutes, so 15 finds a therapist between two patients and 30
# another person; after an hour of silence a fourth ring changes nothing, and honesty does.
# Same day: working hours are about eight. Within days: one reminder a day.
LADDERS: dict[Tier, tuple[Rung, ...]] = {
    "emergency": (
        Rung(timedelta(minutes=15)),
        Rung(timedelta(minutes=30), to_admins=True),
        Rung(timedelta(minutes=60), to_admins=True),
    ),
    "same_day": (
        Rung(timedelta(hours=2)),
        Rung(timedelta(hours=4), to_admins=True),
        Rung(timedelta(hours=8), to_admins=True),
    ),
    "within_days": (
        Rung(timedelta(hours=24)),
        Rung(timedelta(hours=48), to_admins=True),
        Rung(timedelta(hours=72), to_admins=True),
    ),
}


def begin(clinic: Clinic, flag: Flag, tier: Tier, at: Moment) -> None:
    """Repeat this flag's alert until somebody taps Seen."""
    first = at.now + LADDERS[tier][0].after
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
    """The highest rung that is due: after a gap nobody is rung twice in a row."""
    ladder = LADDERS[one.tier]
    number = max(n for n, rung in enumerate(ladder) if one.started_at + rung.after <= at.now)
    _repeat(clinic, one, number, at)
    is_last = number == len(ladder) - 1
    reached = Escalation(one.flag_id, one.patient_id, one.tier, one.started_at, number)
    upcoming = None if is_last else one.started_at + ladder[number + 1].after
    escalations.climb(clinic.db, reached, upcoming)
    if is_last:
        _tell_patient(clinic, one, at)


def _repeat(clinic: Clinic, one: Escalation, number: int, at: Moment) -> None:
    flag = flags.get(clinic.db, one.flag_id)
    rung = LADDERS[one.tier][number]
    for to in _readers(clinic, flag, to_admins=rung.to_admins):
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


def _readers(clinic: Clinic, flag: Flag, *, to_admins: bool) -> list[Staff]:
    patient = patients.get(clinic.db, flag.patient_id)
    everyone = notify.responsible(clinic, patient)
    everyone += staff.admins(clinic.db) if to_admins else []
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
