"""From an invitation to a patient who has joined; and from one phone to another."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from bot.domain.daily import Prompt, PromptState
from bot.domain.people import Patient, PatientState, Staff
from bot.domain.schedule import local_date
from bot.services import acceptance, accounts, audit, consent, menus, notify, plans
from bot.services.clinic import Clinic, Moment
from bot.services.prompting import plan_next, today_now
from bot.services.sessions import prompt_key
from bot.storage import invites, lapses, outbox, patients, prompts, staff
from bot.storage.invites import Invite

INVITE_LIFE = timedelta(days=7)
INVITATIONS = ("invitation", "forward")
TOKEN_BYTES = 18
"""144 random bits: 24 characters, so that a token fits into a button's 64 bytes."""


@dataclass(frozen=True)
class NewInvite:
    """A token that exists in the clear only until its message has left."""

    id: int
    token: str


@dataclass(frozen=True)
class Wishes:
    """What a therapist decides at enrolment."""

    name: str
    plan: str
    minute: int
    days: frozenset[int]
    timezone: str
    language: str


def issue(
    clinic: Clinic, kind: str, at: Moment, *, by: int | None, patient_id: int | None = None
) -> NewInvite:
    """A fresh one-time token; earlier open ones for the same patient stop working."""
    if patient_id is not None:
        withdraw(clinic, patient_id, at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    new_id = invites.add(
        clinic.db,
        token=token,
        kind=kind,
        patient_id=patient_id,
        created_by=by,
        now=at.now,
        expires_at=at.now + INVITE_LIFE,
    )
    return NewInvite(new_id, token)


def withdraw(clinic: Clinic, patient_id: int, at: Moment) -> None:
    """End a patient's open invitations; the messages that held them say so."""
    if invites.revoke(clinic.db, at.now, patient_id=patient_id):
        notify.redraw(clinic, INVITATIONS, "patient", patient_id, at)


def lapse(clinic: Clinic, at: Moment) -> int:
    """Messages whose invitation's week is over say so; answers how many invitations ended."""
    ended = lapses.lapse(clinic.db, at.now)
    for number in ended:
        notify.redraw(clinic, (*INVITATIONS, "staff_invitation"), "invite", number, at)
    return len(ended)


def link(clinic: Clinic, token: str) -> str:
    return f"https://t.me/{clinic.bot_username}?start={token}"


def enrol(clinic: Clinic, by: Staff, wishes: Wishes, at: Moment) -> Patient:
    """Create the enrolment and send the therapist its invitation."""
    patient = patients.add(
        clinic.db,
        therapist_id=by.id,
        name=wishes.name,
        language=wishes.language,
        timezone=wishes.timezone,
        prompt_minute=wishes.minute,
        training_days=wishes.days,
        plan_id=wishes.plan,
        plan_version=plans.begin(clinic, wishes.plan),
        now=at.now,
    )
    audit.note(clinic, by, "enrol", patient, at, wishes.plan)
    invite(clinic, by, patient, at)
    return patient


def invite(clinic: Clinic, by: Staff, patient: Patient, at: Moment) -> None:
    """A new link for a patient: the first one, or another phone; older links stop working."""
    fresh = issue(clinic, "patient", at, by=by.id, patient_id=patient.id)
    params: dict[str, Any] = {"patient": patient.id, "invite": fresh.id}
    notify.member(clinic, by, "forward", at, about=patient.id, token=fresh.token, **params)
    notify.member(clinic, by, "invitation", at, about=patient.id, token=fresh.token, **params)


class Opening(StrEnum):
    """What opening a patient invitation can lead to."""

    ASK = "ask"
    INVALID = "invalid"
    OTHER_PATIENT = "other_patient"
    NOT_YET = "not_yet"
    TOO_MANY = "too_many"


def opening(
    clinic: Clinic, telegram_id: int, token: str, at: Moment
) -> tuple[Opening, Invite | None]:
    """Look at an invitation without using it up; one that does not work counts as a guess."""
    if not clinic.guesses.may_try(telegram_id, at.now):
        return Opening.TOO_MANY, None
    found = invites.usable(clinic.db, token, at.now)
    if found is None or found.kind != "patient" or found.patient_id is None:
        clinic.guesses.failed(telegram_id, at.now)
        return Opening.INVALID, None
    current = patients.by_account(clinic.db, telegram_id)
    if current is not None and current.id != found.patient_id:
        return Opening.OTHER_PATIENT, found
    if _must_wait(clinic, found.patient_id, telegram_id):
        return Opening.NOT_YET, found
    return Opening.ASK, found


def _must_wait(clinic: Clinic, patient_id: int, telegram_id: int) -> bool:
    """Whoever would begin here, and is no colleague, waits until every draft is accepted.

    A patient who began before goes on with a new phone: what is not accepted is kept from them.
    """
    patient = patients.get(clinic.db, patient_id)
    if acceptance.is_colleague(clinic, telegram_id):
        return False
    begins = patient.started_on is None or patient.is_test
    return begins and bool(acceptance.pending(clinic))


def tell_waiting(clinic: Clinic, found: Invite, at: Moment) -> None:
    """The therapist hears, once for each invitation, that somebody stands before the door."""
    patient = patients.get(clinic.db, found.patient_id or 0)
    told = f"waits:{found.id}"
    notify.therapist(clinic, patient, "join_waits", at, key=told, patient=patient.id)


def join(clinic: Clinic, telegram_id: int, token: str, at: Moment) -> Patient | None:
    """The patient agrees: bind their account, once; None when the invitation no longer works.

    For someone who had joined before this is their new phone or account, with its history kept.
    """
    state, found = opening(clinic, telegram_id, token, at)
    if state is not Opening.ASK or found is None or not invites.use(clinic.db, found.id, at.now):
        return None
    assert found.patient_id is not None  # noqa: S101 - a patient invitation names one
    patients.forget_account(clinic.db, telegram_id, except_patient=found.patient_id)
    before = patients.get(clinic.db, found.patient_id)
    if before.telegram_id is not None and before.telegram_id != telegram_id:
        accounts.leave(clinic, before, before.telegram_id, telegram_id, at)
    patient = patients.change(
        clinic.db,
        before.id,
        telegram_id=telegram_id,
        consented_at=at.now,
        unreachable_at=None,
        is_test=_is_test(clinic, before, telegram_id),
        state=PatientState.ACTIVE,
    )
    consent.agree(clinic, patient, at)
    notify.redraw(clinic, INVITATIONS, "invite", found.id, at)
    return _begin(clinic, patient, at)


def _is_test(clinic: Clinic, before: Patient, telegram_id: int) -> bool:
    """A colleague on their own phone is a test; a history that has begun stays what it was."""
    if before.started_on is not None:
        return before.is_test
    return staff.by_account(clinic.db, telegram_id) is not None


def _begin(clinic: Clinic, patient: Patient, at: Moment) -> Patient:
    is_new = patient.started_on is None
    if is_new:
        patient = _first_day(clinic, patient, at)
    patient = plan_next(clinic, patient, at.now)
    menus.of_patient(clinic, patient, at)
    kind = "joined" if is_new else "relinked"
    notify.therapist(clinic, patient, kind, at, patient=patient.id)
    notify.patient(clinic, patient, "setup", at, patient=patient.id)
    return patient


def _first_day(clinic: Clinic, patient: Patient, at: Moment) -> Patient:
    """The day of joining holds the first rating; daily prompts begin on the next local date.

    The plan begins as it stands today: it may have been corrected since the invitation.
    """
    today = local_date(at.now, patient.zone)
    version = patient.plan_version
    if patient.plan_id in clinic.programme.plans:
        version = plans.begin(clinic, patient.plan_id)
    patient = patients.change(
        clinic.db, patient.id, started_on=today, phase_started=today, plan_version=version
    )
    prompts.add(clinic.db, patient, today, state=PromptState.QUEUED, due_at=at.now, is_first=True)
    return patient


def ask_first(clinic: Clinic, patient: Patient, at: Moment) -> bool:
    """The time is confirmed: ask for the first rating; False when nothing is to be asked.

    On a new phone the day that is still open is offered again, as its buttons are on the old one.
    """
    today = prompts.of_day(clinic.db, patient.id, local_date(at.now, patient.zone))
    if today is None or today.is_answered:
        return False
    if today.is_first and today.state is PromptState.QUEUED:
        return notify.patient(clinic, patient, "prompt", at, key=prompt_key(today), prompt=today.id)
    if not today.was_delivered or _is_shown(clinic, today):
        return False
    today_now(clinic, patient, at)
    return True


def _is_shown(clinic: Clinic, prompt: Prompt) -> bool:
    """Whether the patient's present chat holds a message for this day."""
    return bool(outbox.about(clinic.db, "prompt", prompt.id, ("prompt", "later")))
