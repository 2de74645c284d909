"""Queue messages to people: which chat, which lane, and what must not be kept."""

from typing import Any

from bot.domain.people import Patient, Staff
from bot.services.clinic import Clinic, Moment
from bot.storage import outbox, screens, staff
from bot.storage.outbox import Entry, Lane

_KEEPS_VIEW = frozenset(
    {"setup", "flag", "too_painful", "proposal", "visited", "joined", "relinked", "question"}
)
PAST = "past"
"""The view of a question that is asked anew further down."""


def patient(
    clinic: Clinic,
    to: Patient,
    kind: str,
    at: Moment,
    *,
    key: str | None = None,
    lane: Lane = Lane.REPLY,
    is_fleeting: bool = False,
    **params: Any,
) -> bool:
    """To a patient; nothing leaves where there is no account behind the name."""
    if to.telegram_id is None:
        return False
    return outbox.queue(
        clinic.db,
        key=key or at.key(),
        chat_id=to.telegram_id,
        kind=kind,
        now=at.now,
        lane=lane,
        params=params,
        patient_id=to.id,
        is_fleeting=is_fleeting,
    )


def member(
    clinic: Clinic,
    to: Staff,
    kind: str,
    at: Moment,
    *,
    key: str | None = None,
    lane: Lane = Lane.REPLY,
    about: int | None = None,
    **params: Any,
) -> bool:
    """To one member of staff; `about` is the patient it speaks of."""
    return outbox.queue(
        clinic.db,
        key=f"{key}:{to.id}" if key else at.key(),
        chat_id=to.telegram_id,
        kind=kind,
        now=at.now,
        lane=lane,
        params=params,
        patient_id=about,
    )


def responsible(clinic: Clinic, about: Patient) -> list[Staff]:
    """Who hears about a patient: their therapist, or the admins when that one has left."""
    therapist = staff.get(clinic.db, about.therapist_id)
    if therapist.removed_at is None:
        return [therapist]
    return staff.admins(clinic.db)


def therapist(
    clinic: Clinic,
    about: Patient,
    kind: str,
    at: Moment,
    *,
    key: str | None = None,
    lane: Lane = Lane.REPLY,
    **params: Any,
) -> None:
    """To whoever is responsible for a patient."""
    for to in responsible(clinic, about):
        member(clinic, to, kind, at, key=key, lane=lane, about=about.id, **params)


def admins(
    clinic: Clinic, kind: str, at: Moment, *, key: str | None = None, lane: Lane, **params: Any
) -> int:
    """To every admin; answers how many there are."""
    everyone = staff.admins(clinic.db)
    for to in everyone:
        member(clinic, to, kind, at, key=key, lane=lane, **params)
    return len(everyone)


def spoken_of(clinic: Clinic, by: Patient, replies_to: int) -> Entry | None:
    """The message that a patient's typed words are about: replied to, or the last in the chat."""
    assert by.telegram_id is not None  # noqa: S101 - they wrote from it
    if replies_to:
        return outbox.by_message(clinic.db, by.telegram_id, replies_to)
    return screens.last_said(clinic.db, by.telegram_id)


def leave(clinic: Clinic, kind: str, field: str, number: int, at: Moment) -> None:
    """What was asked before loses its buttons, so that only the newest question is answered."""
    for entry in standing(clinic, kind, field, number):
        outbox.queue_edit(clinic.db, entry, at.now, params={**entry.params, "view": PAST})


def standing(clinic: Clinic, kind: str, field: str, number: int) -> list[Entry]:
    """The messages of a question that can still be answered."""
    found = outbox.about(clinic.db, field, number, (kind,))
    return [entry for entry in found if entry.params.get("view") != PAST]


def redraw(clinic: Clinic, kinds: tuple[str, ...], field: str, number: int, at: Moment) -> None:
    """Ask for every standing message about one thing to be drawn again from what is true now."""
    for entry in outbox.about(clinic.db, field, number, kinds):
        # An open question inside the message (another number, a reason) is answered by the news.
        params = {name: value for name, value in entry.params.items() if name != "view"}
        keeps_view = entry.kind in _KEEPS_VIEW
        outbox.queue_edit(clinic.db, entry, at.now, params=None if keeps_view else params)
