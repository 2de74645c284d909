"""What follows when a message has left, or cannot: called by the sender, inside its transaction."""

import logging
from datetime import timedelta

from bot.domain.daily import PromptState
from bot.domain.people import Patient
from bot.domain.schedule import is_missed, local_date
from bot.services import notify
from bot.services.clinic import Clinic, Moment
from bot.storage import outbox, patients, prompts, sending, staff
from bot.storage.outbox import Entry, Lane
from bot.storage.sending import NOBODY

log = logging.getLogger(__name__)

ESCALATE_AFTER = timedelta(minutes=10)
"""An alert that has not got through for so long goes to the admins as well."""
ASK_AGAIN_AFTER = timedelta(minutes=10)
"""How often an alert that reached nobody is tried, until somebody can be reached again."""


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
    if _is_prompt(entry):
        prompts.mark(clinic.db, entry.params["prompt"], PromptState.MISSED)


def delivered(clinic: Clinic, entry: Entry, at: Moment) -> None:
    """Telegram has it."""
    if _is_prompt(entry):
        prompts.mark(clinic.db, entry.params["prompt"], PromptState.SENT, at.now)
    patient = _reader(clinic, entry)
    if patient is not None:
        reachable(clinic, patient, at)


def refused(clinic: Clinic, entry: Entry, at: Moment, *, is_gone: bool) -> None:
    """It will not arrive; `is_gone` when the account has blocked the bot or no longer exists."""
    if _is_prompt(entry):
        prompts.mark(clinic.db, entry.params["prompt"], PromptState.UNREACHABLE)
    patient = _reader(clinic, entry)
    if patient is not None and is_gone:
        unreachable(clinic, patient, at)
    elif _concerns_staff(clinic, entry) and (is_gone or not _say_plainly(clinic, entry, at)):
        _pass_on(clinic, entry, at)


def delayed(clinic: Clinic, entry: Entry, at: Moment) -> None:
    """Nobody can say whether it arrived, and it will be tried again."""
    if _concerns_staff(clinic, entry) and at.now - entry.queued_at >= ESCALATE_AFTER:
        escalate(clinic, entry, at)


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


def member_is_back(clinic: Clinic, telegram_id: int, at: Moment) -> int:
    """A colleague has unblocked the bot: the alerts they missed go out now; answers how many."""
    return sending.try_alerts_again(clinic.db, telegram_id, at.now)


def escalate(clinic: Clinic, entry: Entry, at: Moment) -> bool:
    """Give an alert to every admin but the one it was for; False when nobody is left to ask."""
    root = _root(entry)
    if root == entry.key:
        for admin in staff.admins(clinic.db):
            if admin.telegram_id != entry.chat_id:
                _copy(clinic, entry, f"{root}:to:{admin.id}", admin.telegram_id, at)
    others = (c for c in outbox.copies(clinic.db, f"{root}:to") if c.id != entry.id)
    return any(c.state != "failed" and c.error != NOBODY for c in others)


def _is_prompt(entry: Entry) -> bool:
    return entry.kind == "prompt" and entry.edits is None


def _reader(clinic: Clinic, entry: Entry) -> Patient | None:
    """The patient in whose chat the message stands; None for staff and strangers."""
    if entry.patient_id is None:
        return None
    patient = patients.find(clinic.db, entry.patient_id)
    return patient if patient and patient.telegram_id == entry.chat_id else None


def _concerns_staff(clinic: Clinic, entry: Entry) -> bool:
    """An alert about a patient, sent to somebody else: it must be read by a person."""
    is_alert = entry.lane is Lane.ALERT and entry.edits is None and entry.patient_id is not None
    return is_alert and _reader(clinic, entry) is None


def _say_plainly(clinic: Clinic, entry: Entry, at: Moment) -> bool:
    """An alert that cannot be shown as it is sends the therapist to the list instead."""
    if ":plain" in entry.key:
        return False
    params = {"wording": "alert.plain", "args": {}}
    return outbox.queue(
        clinic.db,
        key=f"{entry.key}:plain",
        chat_id=entry.chat_id,
        kind="text",
        now=at.now,
        lane=Lane.ALERT,
        params=params,
        patient_id=entry.patient_id,
    )


def _pass_on(clinic: Clinic, entry: Entry, at: Moment) -> None:
    """To the admins at once, as it is their duty to act; without one, loudly and for ever."""
    if not escalate(clinic, entry, at):
        log.error("alert %d (%s) reaches nobody: ask staff to unblock", entry.id, entry.kind)
        sending.retry(clinic.db, entry, at.now + ASK_AGAIN_AFTER, NOBODY)


def _copy(clinic: Clinic, entry: Entry, key: str, chat_id: int, at: Moment) -> None:
    outbox.queue(
        clinic.db,
        key=key,
        chat_id=chat_id,
        kind=entry.kind,
        now=at.now,
        lane=Lane.ALERT,
        params=entry.params,
        patient_id=entry.patient_id,
    )


def _root(entry: Entry) -> str:
    """The key of the alert this one is a copy of, or its own."""
    return entry.key.partition(":to:")[0]
