"""Noticing that the bot was not running, and saying so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services import notify
from bot.services.clinic import Clinic, Moment
from bot.services.prompting import Due
from bot.storage import facts, patients, staff
from bot.storage.outbox import Lane
from bot.storage.values import instant, instant_text

ALIVE = "alive_at"
GAP = timedelta(minutes=10)
"""Shorter silences (a restart, a slow disk) change nothing for anybody."""
TELEGRAM_KEEPS = timedelta(hours=24)
"""Answers older than this are gone from Telegram's queue."""


@dataclass(frozen=True)
class Gap:
    """From when until when nothing ran."""

    start: datetime
    end: datetime


def alive(clinic: Clinic, now: datetime) -> None:
    with clinic.db.transaction():
        facts.write(clinic.db, ALIVE, instant_text(now))


def gap(clinic: Clinic, now: datetime) -> Gap | None:
    """The stretch since the last sign of life, when it was long enough to matter."""
    last = facts.read(clinic.db, ALIVE)
    if last is None or now - instant(last) < GAP:
        return None
    return Gap(instant(last), now)


def report(clinic: Clinic, was: Gap, due: Due, at: Moment) -> None:
    """Tell every therapist about their own patients, and the admins about all."""
    missed = [patients.get(clinic.db, number) for number in due.missed]
    with clinic.db.transaction():
        for member in staff.all_current(clinic.db):
            theirs = [p for p in missed if member.is_admin or p.therapist_id == member.id]
            late = [n for n in due.late if _concerns(clinic, n, member.id, member.is_admin)]
            if not theirs and not late and not member.is_admin:
                continue
            notify.member(
                clinic,
                member,
                "downtime",
                at,
                key=f"downtime:{instant_text(was.start)}",
                lane=Lane.ALERT,
                start=instant_text(was.start),
                end=instant_text(was.end),
                late=len(late),
                missed=[p.id for p in theirs],
                lost=was.end - was.start > TELEGRAM_KEEPS,
            )


def _concerns(clinic: Clinic, patient_id: int, staff_id: int, is_admin: bool) -> bool:
    return is_admin or patients.get(clinic.db, patient_id).therapist_id == staff_id
