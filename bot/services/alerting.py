"""When a therapist hears of a flag: at once, in working hours, or with the digest."""

from datetime import datetime

from bot.domain.flags import Kind, Priority
from bot.domain.people import Patient, Staff
from bot.domain.schedule import QuietHours
from bot.services import notify
from bot.services.clinic import Clinic, Moment
from bot.storage import held, outbox
from bot.storage.flags import Flag
from bot.storage.outbox import Lane


def is_for_digest(flag: Flag) -> bool:
    return flag.priority is Priority.LOW and flag.kind is not Kind.RED_FLAG


def told_at(clinic: Clinic, flag: Flag, to: Staff, now: datetime) -> datetime:
    """High and red flags at once, medium ones when the therapist next works."""
    if flag.priority is Priority.HIGH or flag.kind is Kind.RED_FLAG:
        return now
    working = clinic.settings.working_hours
    closed = QuietHours(working.end_minute, working.start_minute)
    return closed.ends_after(now, to.zone)


def tell(clinic: Clinic, patient: Patient, flag: Flag, at: Moment, key: str) -> None:
    """Queue the alert for whoever is responsible; low flags wait for the digest."""
    if is_for_digest(flag):
        return
    for to in notify.responsible(clinic, patient):
        outbox.queue(
            clinic.db,
            key=f"{key}:{to.id}",
            chat_id=to.telegram_id,
            kind="flag",
            now=at.now,
            lane=Lane.ALERT,
            params={"flag": flag.id},
            patient_id=patient.id,
            not_before=told_at(clinic, flag, to, at.now),
        )


def hurry(clinic: Clinic, patient: Patient, flag: Flag, at: Moment, key: str) -> None:
    """A flag has become more urgent: what was held goes now, what was told is told again."""
    if not held.release(clinic.db, flag.id, at.now):
        tell(clinic, patient, flag, at, f"{key}:{flag.priority}")


def first_told(clinic: Clinic, patient: Patient, flag: Flag, now: datetime) -> datetime:
    """When the first of those responsible gets the alert, for an honest word to the patient."""
    times = (told_at(clinic, flag, to, now) for to in notify.responsible(clinic, patient))
    return min(times, default=now)


def next_instant(clinic: Clinic, now: datetime) -> datetime | None:
    return held.next_at(clinic.db, now)
