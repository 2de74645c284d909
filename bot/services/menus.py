"""Which commands a chat offers: queued like any message, so that a failure is tried again."""

from bot.domain.people import Patient, Staff
from bot.services import notify
from bot.services.clinic import Clinic, Moment
from bot.storage import outbox


def of_patient(clinic: Clinic, patient: Patient, at: Moment) -> None:
    notify.patient(clinic, patient, "menu", at)


def of_member(clinic: Clinic, member: Staff, at: Moment) -> None:
    notify.member(clinic, member, "menu", at)


def clear(clinic: Clinic, telegram_id: int, at: Moment) -> None:
    """Back to a stranger's commands."""
    outbox.queue(
        clinic.db,
        key=at.key(),
        chat_id=telegram_id,
        kind="menu",
        now=at.now,
        is_fleeting=True,
    )
