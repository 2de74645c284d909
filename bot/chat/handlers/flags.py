"""Flags in a therapist's chat: the list, and the buttons under each alert."""

from collections.abc import Callable
from datetime import timedelta

from bot.chat.handlers import quality
from bot.chat.router import Of, Who, command, press
from bot.chat.turn import Turn
from bot.domain.people import PatientState
from bot.domain.program.session import Position
from bot.domain.schedule import local_date
from bot.services import arrangements, audit, flagging, progress, relay, rounds
from bot.storage import drafts, patients
from bot.storage.flags import Flag

Act = Callable[[Turn, Flag], None]

RECENTLY = timedelta(minutes=30)
"""An enrolment left for longer than this gives way to what a therapist wants to write now."""


@command("flags", Who.STAFF)
def show_flags(turn: Turn) -> None:
    audit.note(turn.clinic, turn.member, "view_list", None, turn.at, "flags")
    turn.say("flags")


@press("fp", Who.STAFF)
def page(turn: Turn, number: str) -> None:
    if number.isascii() and number.isdigit() and len(number) < 5:
        audit.note(turn.clinic, turn.member, "view_list", None, turn.at, "flags")
        turn.redraw("flags", page=int(number))


@press("f", Who.STAFF, Of.FLAG)
def flag_button(turn: Turn, flag: Flag, action: str) -> None:
    name, _, rest = action.partition("-")
    if name in ACTIONS:
        ACTIONS[name](turn, flag)
    elif name == "back":
        _step_back(turn, flag, rest)


def _show(turn: Turn, flag: Flag) -> None:
    """As a new message, with its picture."""
    _note_view(turn, flag)
    turn.say("flag", about=flag.patient_id, flag=flag.id, view="open")


def _note_view(turn: Turn, flag: Flag) -> None:
    patient = patients.get(turn.clinic.db, flag.patient_id)
    audit.note(turn.clinic, turn.member, "view_flag", patient, turn.at, flag.kind.value)


def _span(days: int) -> Act:
    """The chart over so many days, in place."""

    def act(turn: Turn, flag: Flag) -> None:
        _note_view(turn, flag)
        kept = turn.entry.params if turn.entry else {"flag": flag.id}
        turn.redraw("flag", **{**kept, "span": days})

    return act


def _ask_signs(turn: Turn, flag: Flag) -> None:
    """The questions about warning signs, now."""
    patient = patients.get(turn.clinic.db, flag.patient_id)
    if patient.state is not PatientState.ACTIVE:
        turn.note("pop.not_now")
        return
    rounds.begin(turn.clinic, patient, "therapist", turn.at)
    turn.note("pop.asked", name=patient.name)
    turn.redraw()


def _step_back(turn: Turn, flag: Flag, place: str) -> None:
    """One step back from the place that the button names."""
    numbers = [int(n) for n in place.split("-") if n.isascii() and n.isdigit() and len(n) < 4]
    if len(numbers) != 2:
        return
    patient = patients.get(turn.clinic.db, flag.patient_id)
    here = Position(*numbers)
    moved = progress.step(turn.clinic, patient, here, turn.member, turn.at, is_back=True)
    turn.note("pop.stepped_back" if moved else "pop.moved_already")
    turn.redraw()


def seen(turn: Turn, flag: Flag) -> None:
    if flagging.acknowledge(turn.clinic, flag, turn.member, turn.at):
        turn.note("pop.seen")
    else:
        turn.note("pop.seen_already")
        turn.redraw()


def is_enrolling(turn: Turn) -> bool:
    """The next typed line belongs to an enrolment begun a moment ago; it must not be lost."""
    draft = drafts.of_chat(turn.clinic.db, turn.incoming.chat_id)
    fresh = draft is not None and turn.at.now - draft.updated_at < RECENTLY
    return fresh and draft is not None and draft.flow == "enroll"


def write(turn: Turn, patient_id: int) -> None:
    """The next line typed goes to this patient."""
    patient = patients.get(turn.clinic.db, patient_id)
    if not relay.has_chat(patient):
        turn.note("pop.no_chat", box=True, name=patient.name)
        return
    if is_enrolling(turn):
        turn.note("pop.enrolling", box=True)
        return
    drafts.begin(
        turn.clinic.db,
        turn.incoming.chat_id,
        "write",
        "text",
        turn.at.now,
        patient_id=patient.id,
    )
    turn.say("ask_words", about=patient.id, patient=patient.id)


def _pause(turn: Turn, flag: Flag) -> None:
    """A week without exercises or questions; the card changes or ends it."""
    patient = patients.get(turn.clinic.db, flag.patient_id)
    if patient.state is not PatientState.ACTIVE:
        turn.note("pop.not_now")
        turn.redraw()
        return
    until = local_date(turn.at.now, patient.zone) + timedelta(days=7)
    arrangements.pause(turn.clinic, patient, until, turn.at)
    arrangements.tell_paused(turn.clinic, patient, turn.at)
    turn.note("pop.paused")
    turn.redraw()


ACTIONS: dict[str, Act] = {
    "seen": seen,
    "write": lambda turn, flag: write(turn, flag.patient_id),
    "pause": _pause,
    "open": _show,
    "show": _show,
    "ask": _ask_signs,
    "right": lambda turn, flag: quality.judge(turn, flag, is_right=True),
    "false": lambda turn, flag: quality.judge(turn, flag, is_right=False),
    "word": quality.ask_word,
    "14": _span(14),
    "60": _span(60),
}
