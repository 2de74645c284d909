"""A Telegram account that is no longer a patient's: told once, then nobody."""

from typing import Any

from bot.domain.people import Patient
from bot.services import menus
from bot.services.clinic import Clinic, Moment
from bot.storage import chats, drafts, outbox


def leave(clinic: Clinic, patient: Patient, old: int, new: int, at: Moment) -> None:
    """The old account is told once, then is nobody; what waits for it goes to the new one."""
    chats.move_queued(clinic.db, patient.id, old, new)
    chats.forget_patient(clinic.db, old, patient.id)
    args = {"clinic": clinic.settings.clinic_name, "phone": clinic.settings.clinic_phone}
    params = {"wording": "relink.old_phone", "args": args, "lang": patient.language}
    part(clinic, old, "text", params, at)


def part(clinic: Clinic, account: int, kind: str, params: dict[str, Any], at: Moment) -> None:
    """A last word that leaves no trace, and a stranger's menu."""
    drafts.end(clinic.db, account)
    outbox.queue(
        clinic.db,
        key=at.key(),
        chat_id=account,
        kind=kind,
        now=at.now,
        params=params,
        is_fleeting=True,
    )
    menus.clear(clinic, account, at)
