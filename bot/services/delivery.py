"""What follows when a message has left, or cannot: called by the sender, inside its transaction."""

from datetime import timedelta

from bot.domain.daily import PromptState
from bot.domain.people import Patient
from bot.domain.schedule import is_missed, local_date
from bot.services import notify
from bot.services.clinic import Clinic, Moment
from bot.storage import outbox, patients, prompts, staff
from bot.storage.outbox import Entry, Lane

SECRET_KINDS = ("invitation", "forward", "staff_invitation")


def is_stale(clinic: Clinic, entry: Entry, at: Moment) -> bool:
    """A prompt, nudge or reminder that could not leave in time is better not sent at all."""
    if entry.edits is not None or entry.kind not in ("prompt", "nudge", "later"):
        return False
    prompt = prompts.find(clinic.db, entry.params["prompt"])
    if prompt is None:
        return True
    patient = patients.get(clinic.db, prompt.patient_id)
    if entry.kind == "prompt" and entry.lane is Lane.PROMPT:
        window = timedelta(hours=clinic.settings.catch_up_hours)
        return is_missed(prompt.due_at, at.now, window)
    return local_date(at.now, patient.zone) != prompt.local_date


def dropped(clinic: Clinic, entry: Entry) -> None:
    """It was not sent because it was stale."""
    if entry.kind == "prompt":
        prompts.mark(clinic.db, entry.params["prompt"], PromptState.MISSED)


def delivered(clinic: Clinic, entry: Entry, at: Moment) -> None:
    """Telegram has it."""
    if entry.kind == "prompt" and entry.edits is None:
        prompts.mark(clinic.db, entry.params["prompt"], PromptState.SENT, at.now)
    if entry.kind in SECRET_KINDS:
        kept = {name: value for name, value in entry.params.items() if name != "token"}
        outbox.strip(clinic.db, entry.id, kept)
    patient = _reader(clinic, entry)
    if patient is not None:
        reachable(clinic, patient, at)


def refused(clinic: Clinic, entry: Entry, at: Moment, *, is_gone: bool) -> None:
    """Telegram will not deliver it; `is_gone` when the account blocked the bot or no longer exists."""
    if entry.kind == "prompt" and entry.edits is None:
        prompts.mark(clinic.db, entry.params["prompt"], PromptState.UNREACHABLE)
    patient = _reader(clinic, entry)
    if patient is not None:
        if is_gone:
            unreachable(clinic, patient, at)
    elif entry.lane is Lane.ALERT and entry.edits is None:
        _escalate(clinic, entry, at)


def unreachable(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """Mark the patient and tell the therapist once; each day's prompt tries again."""
    if patient.unreachable_at is None and patient.is_current:
        patients.change(clinic.db, patient.id, unreachable_at=at.now)
        notify.therapist(clinic, patient, "unreachable", at, lane=Lane.ALERT, patient=patient.id)


def reachable(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """Messages arrive again."""
    if patient.unreachable_at is not None:
        patients.change(clinic.db, patient.id, unreachable_at=None)
        notify.therapist(clinic, patient, "reachable", at, patient=patient.id)


def _reader(clinic: Clinic, entry: Entry) -> Patient | None:
    """The patient in whose chat the message stands; None for staff and strangers."""
    if entry.patient_id is None:
        return None
    patient = patients.find(clinic.db, entry.patient_id)
    return patient if patient and patient.telegram_id == entry.chat_id else None


def _escalate(clinic: Clinic, entry: Entry, at: Moment) -> None:
    """An alert a therapist cannot get goes to the admins at once; it is their duty to act."""
    for admin in staff.admins(clinic.db):
        if admin.telegram_id != entry.chat_id:
            outbox.queue(
                clinic.db,
                key=f"escalated:{entry.id}:{admin.id}",
                chat_id=admin.telegram_id,
                kind=entry.kind,
                now=at.now,
                lane=Lane.ALERT,
                params=entry.params,
                patient_id=entry.patient_id,
            )
