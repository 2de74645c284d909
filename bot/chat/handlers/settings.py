"""What a patient can change: time, zone, language, pause, stop. Each asks and shows the result."""

from datetime import date, timedelta

from bot.chat.handlers import talk
from bot.chat.router import Who, command, press
from bot.chat.turn import Turn
from bot.domain.enrolling import read_zone
from bot.domain.people import PatientState
from bot.domain.schedule import local_date
from bot.domain.typed_days import read_date
from bot.domain.typed_times import read_time
from bot.services import arrangements
from bot.storage import drafts
from bot.storage.drafts import Draft

LONGEST_PAUSE = timedelta(days=60)


def _ask(turn: Turn, what: str, *, in_place: bool = False) -> None:
    drafts.begin(
        turn.clinic.db,
        turn.incoming.chat_id,
        "settings",
        what,
        turn.at.now,
        patient_id=turn.patient.id,
    )
    kind = f"ask_{what}"
    # The setup question stays where it is: its answer continues the enrolment.
    if in_place and turn.entry is not None and turn.entry.kind != "setup":
        turn.redraw(kind, patient=turn.patient.id)
    else:
        turn.say(kind, about=turn.patient.id, patient=turn.patient.id)


def _done(turn: Turn, what: str) -> None:
    drafts.end(turn.clinic.db, turn.incoming.chat_id)
    kind = f"ask_{what}"
    number = turn.patient.id
    if turn.entry is not None:
        turn.redraw(kind, patient=number, view="done")
    else:
        turn.say(kind, about=number, patient=number, view="done")
    arrangements.redraw_setup(turn.clinic, turn.patient, turn.at)


@command("time", Who.PATIENT)
def ask_time(turn: Turn) -> None:
    minute = read_time(turn.incoming.text) if turn.incoming.text else None
    if minute is None:
        _ask(turn, "time")
    else:
        _set_time(turn, minute)


@command("language", Who.PATIENT)
def ask_language(turn: Turn) -> None:
    _ask(turn, "language")


@command("pause", Who.PATIENT)
def ask_pause(turn: Turn) -> None:
    _ask(turn, "pause")


@command("stop", Who.PATIENT)
def ask_stop(turn: Turn) -> None:
    _ask(turn, "stop")


@command("resume", Who.PATIENT)
def resume(turn: Turn) -> None:
    arrangements.resume(turn.clinic, turn.patient, turn.at)
    turn.say("resumed", about=turn.patient.id, patient=turn.patient.id)


@press("s", Who.PATIENT)
def button(turn: Turn, rest: str) -> None:
    what, _, value = rest.partition(":")
    if what == "cancel":
        drafts.end(turn.clinic.db, turn.incoming.chat_id)
        turn.redraw("cancelled", patient=turn.patient.id)
    elif what == "resume":
        resume(turn)
    elif what == "stop" and value == "yes":
        arrangements.stop(turn.clinic, turn.patient, turn.at)
        _done(turn, "stop")
    elif what in ("time", "zone", "pause", "stop") and not value:
        _ask(turn, what, in_place=True)
    elif what == "time" and value.isascii() and value.isdigit() and int(value) < 1440:
        _set_time(turn, int(value))
    elif what == "zone" and (zone := read_zone(value)):
        _set_zone(turn, zone)
    elif what == "lang" and value in turn.texts.languages:
        arrangements.set_language(turn.clinic, turn.patient, value, turn.at)
        _done(turn, "language")
    elif what == "pause":
        _pause_text(turn, value)


def _set_time(turn: Turn, minute: int) -> None:
    arrangements.set_time(turn.clinic, turn.patient, minute, turn.at)
    _done(turn, "time")


def _set_zone(turn: Turn, zone: str) -> None:
    arrangements.set_zone(turn.clinic, turn.patient, zone, turn.at)
    _done(turn, "zone")


def _pause_text(turn: Turn, text: str) -> bool:
    today = local_date(turn.at.now, turn.patient.zone)
    until = read_date(text, today, turn.language)
    if until is None or not today < until <= today + LONGEST_PAUSE:
        return False
    _pause(turn, until)
    return True


def _pause(turn: Turn, until: date) -> None:
    if turn.patient.state is PatientState.ACTIVE:
        arrangements.pause(turn.clinic, turn.patient, until, turn.at)
        _done(turn, "pause")


@talk.flow("settings")
def take_typed(turn: Turn, draft: Draft) -> bool:
    """A typed time, zone or date; anything else is asked again once, kindly."""
    if turn.actor.patient is None or draft.patient_id != turn.patient.id:
        return False
    text, step = turn.incoming.text, draft.step
    if step == "time" and (minute := read_time(text)) is not None:
        _set_time(turn, minute)
    elif step == "zone" and (zone := read_zone(text)):
        _set_zone(turn, zone)
    elif step == "pause" and _pause_text(turn, text):
        pass
    elif step in ("time", "zone", "pause") and len(text) <= 20:
        turn.text(f"settings.{step}.again")
    else:
        drafts.end(turn.clinic.db, draft.chat_id)
        return False
    return True
