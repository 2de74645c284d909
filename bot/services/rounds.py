"""Rounds of questions about warning signs: when one begins, and what it asks now."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.asking import LIST, Answer, Question, next_question, verdict
from bot.domain.daily import PromptState
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import notify
from bot.services.clinic import Clinic, Moment
from bot.storage import prompts, screens
from bot.storage.outbox import Lane
from bot.storage.screens import Screen

WITH_LIST = "weekly"
"""The cause whose round begins with one calm screen instead of question after question."""

AT_ENROLMENT = "enrolment"
"""The cause of the first round: exercises wait until it is answered."""


def all_signs(clinic: Clinic) -> tuple[str, ...]:
    return tuple(sign.id for sign in clinic.screening.red_flag)


def is_full(screen: Screen) -> bool:
    """Over all signs, not the one question that somebody's words called for."""
    return screen.cause != "words"


def begin(
    clinic: Clinic,
    patient: Patient,
    cause: str,
    at: Moment,
    signs: tuple[str, ...] | None = None,
) -> Screen:
    """Ask now. A round over the same signs that is open is brought back with its answers."""
    today = local_date(at.now, patient.zone)
    asked = signs or all_signs(clinic)
    standing = _open_round(clinic, patient, asked)
    if standing is not None and standing.cause == WITH_LIST and cause != WITH_LIST:
        screens.end(clinic.db, standing.id, "replaced", at.now)
        notify.redraw(clinic, ("question",), "screen", standing.id, at)
        standing = None
    screen = standing or screens.add(clinic.db, patient.id, cause, asked, at.now, today)
    screens.take_request(clinic.db, patient.id, today, "screen")
    put(clinic, patient, screen, at)
    return screen


def _open_round(clinic: Clinic, patient: Patient, signs: tuple[str, ...]) -> Screen | None:
    rounds = screens.of_patient(clinic.db, patient.id)
    return next((s for s in rounds if s.is_open and s.signs == signs), None)


def put(clinic: Clinic, patient: Patient, screen: Screen, at: Moment) -> None:
    """Show the question that is open, as a new message at the end of the chat."""
    by_itself = screen.cause == WITH_LIST or screen.asked_again_on is not None
    lane = Lane.ALERT if screen.cause == "words" else Lane.PROMPT if by_itself else Lane.REPLY
    notify.patient(clinic, patient, "question", at, lane=lane, screen=screen.id)


def put_below(clinic: Clinic, patient: Patient, screen: Screen, at: Moment) -> None:
    """After a typed answer: what comes next stands below it, and the question above is past."""
    notify.leave(clinic, "question", "screen", screen.id, at)
    notify.patient(clinic, patient, "question", at, screen=screen.id)


def after_flag(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """A worse rating calls for the questions, unless they were asked of this patient today."""
    today = local_date(at.now, patient.zone)
    asked_today = any(
        is_full(s) and s.cause != WITH_LIST and s.opened_on == today and s.outcome != "replaced"
        for s in screens.of_patient(clinic.db, patient.id)
    )
    if not asked_today and patient.is_current:
        begin(clinic, patient, "flag", at)


def is_answered_on(clinic: Clinic, patient: Patient, sign: str, day: date) -> bool:
    """Whether a round that asks for this sign was answered on a local date, or got past it."""
    return any(
        _is_settled(clinic, screen, sign, day, patient.zone)
        for screen in screens.of_patient(clinic.db, patient.id)
        if sign in screen.signs
    )


def _is_settled(clinic: Clinic, screen: Screen, sign: str, day: date, zone: ZoneInfo) -> bool:
    if screen.ended_at is not None:
        is_answered = screen.outcome not in ("unanswered", "replaced")
        return is_answered and local_date(screen.ended_at, zone) == day
    held = verdict(sign, screens.said(clinic.db, screen.id))
    return screen.opened_on == day and held in (Answer.YES, Answer.NO)


def wants_list(clinic: Clinic, screen: Screen) -> bool:
    """Whether the calm screen over all signs is what stands to be answered."""
    if screen.cause != WITH_LIST:
        return False
    return verdict(LIST, screens.said(clinic.db, screen.id)) is None


def current(clinic: Clinic, screen: Screen) -> Question | None:
    """The question that is open in a round; None when it is settled or stands at the list."""
    said = screens.said(clinic.db, screen.id)
    if screen.cause == WITH_LIST and verdict(LIST, said) in (None, Answer.NO):
        return None
    is_first = screen.cause == AT_ENROLMENT
    return next_question(clinic.screening, screen.signs, said, is_first=is_first)


def was_asked_first(clinic: Clinic, patient: Patient) -> bool:
    """Whether the round of the first visit was begun."""
    return any(s.cause == AT_ENROLMENT for s in screens.of_patient(clinic.db, patient.id))


def keeps_exercises_back(clinic: Clinic, patient: Patient) -> bool:
    """Whether the questions of the first visit were put and no full round was answered since.

    A therapist who has asked otherwise may start exercises with a reason.
    """
    rounds = screens.of_patient(clinic.db, patient.id)
    if any(s.cause == AT_ENROLMENT for s in rounds):
        is_answered = any(is_full(s) and s.was_answered for s in rounds)
        return not is_answered and not screens.was_resumed(clinic.db, patient.id)
    return wants_first(clinic, patient)


def wants_first(clinic: Clinic, patient: Patient) -> bool:
    """Nothing was asked yet, not even the first rating; what was told unasked makes no difference.

    Whoever began before there was a first round is not held up by it.
    """
    first = prompts.first(clinic.db, patient.id)
    if first is None or first.state is not PromptState.QUEUED:
        return False
    return not any(is_full(s) for s in screens.of_patient(clinic.db, patient.id))


def open_first(clinic: Clinic, patient: Patient) -> Screen | None:
    """The round of the first visit as long as it can be answered, also when it was given up."""
    rounds = screens.of_patient(clinic.db, patient.id)
    return next((s for s in rounds if s.cause == AT_ENROLMENT and not s.was_answered), None)
