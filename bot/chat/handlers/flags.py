"""Flags in a therapist's chat: the list, and the buttons under each alert."""

from datetime import timedelta

from bot.chat.router import Of, Who, command, press
from bot.chat.turn import Turn
from bot.domain.schedule import local_date
from bot.services import arrangements, flagging
from bot.storage import drafts, patients
from bot.storage.flags import Flag


@command("flags", Who.STAFF)
def show_flags(turn: Turn) -> None:
    turn.say("flags")


@press("f", Who.STAFF, Of.FLAG)
def flag_button(turn: Turn, flag: Flag, action: str) -> None:
    if action == "seen":
        seen(turn, flag)
    elif action == "write":
        write(turn, flag.patient_id)
    elif action == "pause":
        _pause(turn, flag)
    elif action == "open":
        turn.redraw("flag", flag=flag.id, view="open")
    elif action == "show":
        turn.say("flag", about=flag.patient_id, flag=flag.id, view="open")


def seen(turn: Turn, flag: Flag) -> None:
    if flagging.acknowledge(turn.clinic, flag, turn.member, turn.at):
        turn.note("pop.seen")
    else:
        turn.note("pop.seen_already")
        turn.redraw()


def write(turn: Turn, patient_id: int) -> None:
    """The next line typed goes to this patient."""
    patient = patients.get(turn.clinic.db, patient_id)
    if not patient.is_current:
        turn.note("pop.no_chat", box=True, name=patient.name)
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
    until = local_date(turn.at.now, patient.zone) + timedelta(days=7)
    arrangements.pause(turn.clinic, patient, until, turn.at)
    arrangements.tell_paused(turn.clinic, patient, turn.at)
    turn.note("pop.paused")
    turn.redraw()
