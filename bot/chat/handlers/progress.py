"""A therapist's buttons for a patient's way through the plan."""

from collections.abc import Callable

from bot.chat.router import Of, Who, press
from bot.chat.turn import Turn
from bot.domain.people import Patient, PatientState
from bot.domain.program.session import Position
from bot.services import audit, progress, too_painful
from bot.storage import proposals
from bot.storage.proposals import Proposed

Act = Callable[[Turn, Patient, str], bool]
"""Answers whether something changed."""


@press("course", Who.STAFF, Of.PATIENT)
def course_button(turn: Turn, patient: Patient, rest: str) -> None:
    what, _, value = rest.partition(":")
    if what in ("show", "card"):
        seen: audit.Action = "view_course" if what == "show" else "view_card"
        audit.note(turn.clinic, turn.member, seen, patient, turn.at)
        turn.redraw("course" if what == "show" else "card", patient=patient.id)
    elif patient.state is PatientState.DISCHARGED:
        turn.note("pop.discharged")
    elif what in ACTS:
        turn.note("pop.changed" if ACTS[what](turn, patient, value) else "pop.course_changed")
        turn.redraw()


def _made(turn: Turn, patient: Patient, number: str) -> Proposed | None:
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    made = proposals.find(turn.clinic.db, int(number))
    return made if made and made.patient_id == patient.id else None


def _yes(turn: Turn, patient: Patient, number: str) -> bool:
    made = _made(turn, patient, number)
    if made is None:
        return False
    return progress.approve(turn.clinic, patient, made, turn.member, turn.at)


def _stay(turn: Turn, patient: Patient, number: str) -> bool:
    made = _made(turn, patient, number)
    if made is None:
        return False
    return progress.stay(turn.clinic, patient, made, turn.member, turn.at)


def _alone(turn: Turn, patient: Patient, number: str) -> bool:
    """From now on by itself; pressed under a proposal it is taken as well."""
    progress.set_alone(turn.clinic, patient, is_on=True)
    if number:
        _yes(turn, patient, number)
    return True


def _ask(turn: Turn, patient: Patient, _: str) -> bool:
    progress.set_alone(turn.clinic, patient, is_on=False)
    return True


def _on(turn: Turn, patient: Patient, place: str) -> bool:
    return _step(turn, patient, place, is_back=False)


def _back(turn: Turn, patient: Patient, place: str) -> bool:
    return _step(turn, patient, place, is_back=True)


def _step(turn: Turn, patient: Patient, place: str, *, is_back: bool) -> bool:
    """One step from where the button stood; pressed again later it does nothing."""
    phase, _, step = place.partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in (phase, step)):
        return False
    since = Position(int(phase), int(step))
    return progress.step(turn.clinic, patient, since, turn.member, turn.at, is_back=is_back)


def _again(turn: Turn, patient: Patient, exercise: str) -> bool:
    return too_painful.give_again(turn.clinic, patient, exercise, turn.at)


ACTS: dict[str, Act] = {
    "yes": _yes,
    "stay": _stay,
    "alone": _alone,
    "ask": _ask,
    "on": _on,
    "back": _back,
    "again": _again,
}
