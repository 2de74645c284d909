"""From an invitation to a patient who has joined; and from one phone to another."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from bot.domain.daily import PromptState
from bot.domain.people import Patient, PatientState, Staff
from bot.domain.schedule import local_date
from bot.services import menus, notify
from bot.services.clinic import Clinic, Moment
from bot.services.prompting import plan_next
from bot.services.sessions import prompt_key
from bot.storage import invites, patients, prompts, staff
from bot.storage.invites import Invite

INVITE_LIFE = timedelta(days=7)
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
        invites.revoke(clinic.db, at.now, patient_id=patient_id)
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
        plan_version=clinic.programme.plans[wishes.plan].version,
        now=at.now,
    )
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


def opening(
    clinic: Clinic, telegram_id: int, token: str, at: Moment
) -> tuple[Opening, Invite | None]:
    """Look at an invitation without using it up."""
    found = invites.usable(clinic.db, token, at.now)
    if found is None or found.kind != "patient" or found.patient_id is None:
        return Opening.INVALID, None
    current = patients.by_account(clinic.db, telegram_id)
    if current is not None and current.id != found.patient_id:
        return Opening.OTHER_PATIENT, found
    return Opening.ASK, found


def join(clinic: Clinic, telegram_id: int, token: str, at: Moment) -> Patient | None:
    """The patient agrees: bind their account, once; None when the invitation no longer works.

    For someone who had joined before this is their new phone or account, with its history kept.
    """
    state, found = opening(clinic, telegram_id, token, at)
    if state is not Opening.ASK or found is None or not invites.use(clinic.db, found.id, at.now):
        return None
    assert found.patient_id is not None  # noqa: S101 - a patient invitation names one
    patients.forget_account(clinic.db, telegram_id, except_patient=found.patient_id)
    patient = patients.change(
        clinic.db,
        found.patient_id,
        telegram_id=telegram_id,
        consented_at=at.now,
        unreachable_at=None,
        is_test=staff.by_account(clinic.db, telegram_id) is not None,
        state=PatientState.ACTIVE,
    )
    _tell_used(clinic, found.id, at)
    return _begin(clinic, patient, at)


def _tell_used(clinic: Clinic, invite_id: int, at: Moment) -> None:
    notify.redraw(clinic, ("invitation", "forward"), "invite", invite_id, at)


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
    """The day of joining holds the first rating; daily prompts begin on the next local date."""
    today = local_date(at.now, patient.zone)
    patient = patients.change(clinic.db, patient.id, started_on=today, phase_started=today)
    prompts.add(clinic.db, patient, today, state=PromptState.QUEUED, due_at=at.now, is_first=True)
    return patient


def ask_first(clinic: Clinic, patient: Patient, at: Moment) -> bool:
    """The time is confirmed: ask for the first rating; False when it was asked before."""
    first = prompts.first(clinic.db, patient.id)
    if first is None or first.pain is not None:
        return False
    return notify.patient(clinic, patient, "prompt", at, key=prompt_key(first), prompt=first.id)


def not_them(clinic: Clinic, patient: Patient, by: Staff, at: Moment) -> None:
    """Somebody else opened the link: take the account off, end its messages, make a new link."""
    stranger = patient.telegram_id
    if stranger is not None:
        notify.patient(clinic, patient, "removed", at)
        menus.clear(clinic, stranger, at)
    patient = patients.change(
        clinic.db,
        patient.id,
        telegram_id=None,
        state=PatientState.INVITED,
        started_on=None,
        consented_at=None,
        next_due_at=None,
        next_due_date=None,
    )
    prompts.erase_all(clinic.db, patient.id)
    invite(clinic, by, patient, at)
