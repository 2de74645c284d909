"""The caseload and one patient's card: every button acts, or asks its question in place."""

from collections.abc import Callable
from datetime import timedelta

from bot.chat.handlers import flags
from bot.chat.router import Of, Who, command, press
from bot.chat.turn import Turn
from bot.domain.enrolling import read_zone
from bot.domain.people import OUTCOMES, Patient, PatientState
from bot.domain.schedule import local_date
from bot.services import acceptance, arrangements, audit, enrolment, mistaken
from bot.storage import drafts, patients

Action = Callable[[Turn, Patient, str], None]


@command("patients", Who.STAFF)
def show_patients(turn: Turn) -> None:
    audit.note(turn.clinic, turn.member, "view_list", None, turn.at, "patients")
    turn.say("patients")


@press("g", Who.STAFF)
def page(turn: Turn, number: str) -> None:
    if number.isascii() and number.isdigit() and len(number) < 5:
        audit.note(turn.clinic, turn.member, "view_list", None, turn.at, "patients")
        turn.redraw("patients", page=int(number))


@press("t", Who.STAFF, Of.PATIENT)
def card_button(turn: Turn, patient: Patient, rest: str) -> None:
    action, _, value = rest.partition(":")
    handler = ACTIONS.get(action)
    if handler is None:
        return
    if action not in POSSIBLE[patient.state]:
        # An old card's button: the card as it now is shows what can be done.
        is_over = patient.state is PatientState.DISCHARGED
        turn.note("pop.discharged" if is_over else "pop.not_now")
        _card(turn, patient, "")
        return
    handler(turn, patient, value)


def _show(turn: Turn, patient: Patient) -> None:
    """The card as it now is, in the message pressed if that is a card, else below."""
    if turn.entry is not None and turn.entry.kind == "card":
        turn.redraw("card", patient=patient.id)
    else:
        turn.say("card", about=patient.id, patient=patient.id)


def _card(turn: Turn, patient: Patient, _: str) -> None:
    audit.note(turn.clinic, turn.member, "view_card", patient, turn.at)
    _leave_question(turn)
    _show(turn, patient)


@press("see", Who.STAFF, Of.PATIENT)
def see(turn: Turn, patient: Patient, _: str) -> None:
    """What came closed for a therapist who wants no names on a locked screen, as a new message."""
    closed = turn.entry
    if closed is not None and closed.patient_id == patient.id:
        audit.note(turn.clinic, turn.member, "view_message", patient, turn.at, closed.kind)
        turn.say(closed.kind, about=patient.id, **{**closed.params, "view": "open"})


def _leave_question(turn: Turn) -> None:
    """End what a card or an alert had asked; an enrolment in the making stays."""
    draft = drafts.of_chat(turn.clinic.db, turn.incoming.chat_id)
    if draft is not None and draft.flow != "enroll":
        drafts.end(turn.clinic.db, turn.incoming.chat_id)


def _ask(turn: Turn, patient: Patient, view: str) -> None:
    """Put a question on the card; a typed answer is taken too, unless an enrolment takes it."""
    if not flags.is_enrolling(turn):
        drafts.begin(
            turn.clinic.db,
            turn.incoming.chat_id,
            "card",
            view,
            turn.at.now,
            patient_id=patient.id,
        )
    if turn.entry is not None and turn.entry.kind == "card":
        turn.redraw("card", patient=patient.id, view=view)
    else:
        turn.say("card", about=patient.id, patient=patient.id, view=view)


def _changed(turn: Turn, patient: Patient) -> None:
    _leave_question(turn)
    turn.note("pop.changed")
    _show(turn, patient)


def _arranged(turn: Turn, patient: Patient) -> None:
    """A change of the patient's days, which they are told of."""
    arrangements.tell_arranged(turn.clinic, patient, turn.at)
    _changed(turn, patient)


def _time(turn: Turn, patient: Patient, value: str) -> None:
    minute = int(value) if value.isascii() and value.isdigit() else None
    if minute is None or minute >= 1440:
        _ask(turn, patient, "time")
        return
    _arranged(turn, arrangements.set_time(turn.clinic, patient, minute, turn.at))


def _zone(turn: Turn, patient: Patient, value: str) -> None:
    zone = read_zone(value) if value else None
    if zone is None:
        _ask(turn, patient, "zone")
        return
    _arranged(turn, arrangements.set_zone(turn.clinic, patient, zone, turn.at))


def _days(turn: Turn, patient: Patient, value: str) -> None:
    if not value or not set(value) <= set("0123456"):
        _ask(turn, patient, "days")
        return
    days = frozenset(int(digit) for digit in value)
    _arranged(turn, arrangements.set_days(turn.clinic, patient, days))


def _plan(turn: Turn, patient: Patient, value: str) -> None:
    if value not in turn.clinic.programme.plans:
        _ask(turn, patient, "plan")
        return
    if acceptance.keeps_back(turn.clinic, patient, value):
        turn.note("pop.plan_waits", box=True, who=acceptance.who_may(turn.clinic))
        return
    audit.note(turn.clinic, turn.member, "change_plan", patient, turn.at, value)
    _arranged(turn, arrangements.set_plan(turn.clinic, patient, value, turn.at))


def _lang(turn: Turn, patient: Patient, value: str) -> None:
    if value not in turn.texts.languages:
        _ask(turn, patient, "lang")
        return
    _arranged(turn, arrangements.set_language(turn.clinic, patient, value, turn.at))


def _pause(turn: Turn, patient: Patient, value: str) -> None:
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= 60):
        _ask(turn, patient, "pause")
        return
    until = local_date(turn.at.now, patient.zone) + timedelta(days=int(value))
    patient = arrangements.pause(turn.clinic, patient, until, turn.at)
    arrangements.tell_paused(turn.clinic, patient, turn.at)
    _changed(turn, patient)


def _resume(turn: Turn, patient: Patient, _: str) -> None:
    if not patient.is_paused(local_date(turn.at.now, patient.zone)):
        _show(turn, patient)
        return
    patient = arrangements.resume(turn.clinic, patient, turn.at)
    arrangements.tell_resumed(turn.clinic, patient, turn.at)
    _changed(turn, patient)


def _write(turn: Turn, patient: Patient, _: str) -> None:
    flags.write(turn, patient.id)


def _link(turn: Turn, patient: Patient, _: str) -> None:
    enrolment.invite(turn.clinic, turn.member, patient, turn.at)
    turn.note("pop.new_link")


def _withdraw(turn: Turn, patient: Patient, _: str) -> None:
    """An enrolment nobody has joined is erased; for a patient only the open link ends."""
    erased = arrangements.withdraw_invitation(turn.clinic, patient, turn.at)
    turn.note("pop.withdrawn")
    if not erased:
        _show(turn, patient)
    elif turn.entry is None or turn.entry.kind not in arrangements.SPEAK_OF_INVITED:
        turn.say("withdrawn")


def _discharge(turn: Turn, patient: Patient, value: str) -> None:
    if value not in OUTCOMES:
        _ask(turn, patient, "discharge")
        return
    by = turn.member
    _changed(turn, arrangements.discharge(turn.clinic, patient, value, turn.at, by=by))


def _exercises(turn: Turn, patient: Patient, value: str) -> None:
    if not arrangements.may_start_exercises(turn.clinic, patient):
        _show(turn, patient)
    elif value not in arrangements.RESUME_REASONS:
        _ask(turn, patient, "exercises")
    else:
        start_exercises(turn, patient, value)


def start_exercises(turn: Turn, patient: Patient, reason: str) -> None:
    by = turn.member
    _changed(turn, arrangements.resume_exercises(turn.clinic, patient, by, reason, turn.at))


def _not_them(turn: Turn, patient: Patient, value: str) -> None:
    if value != "yes":
        _ask(turn, patient, "notthem")
        return
    if patient.telegram_id is not None:
        mistaken.not_them(turn.clinic, patient, turn.member, turn.at)
    _changed(turn, patients.get(turn.clinic.db, patient.id))


ACTIONS: dict[str, Action] = {
    "card": _card,
    "time": _time,
    "zone": _zone,
    "days": _days,
    "plan": _plan,
    "lang": _lang,
    "pause": _pause,
    "resume": _resume,
    "write": _write,
    "link": _link,
    "withdraw": _withdraw,
    "discharge": _discharge,
    "exercises": _exercises,
    "notthem": _not_them,
}
_BEFORE_JOINING = frozenset(
    {"card", "time", "zone", "days", "plan", "lang", "link", "withdraw", "notthem"}
)
POSSIBLE: dict[PatientState, frozenset[str]] = {
    PatientState.INVITED: _BEFORE_JOINING,
    PatientState.ACTIVE: frozenset(ACTIONS),
    # Only the patient starts messages again that the patient has ended.
    PatientState.STOPPED: frozenset(ACTIONS) - {"pause", "resume"},
    PatientState.DISCHARGED: frozenset({"card"}),
}
"""What a card's buttons may do, by where the enrolment stands."""
