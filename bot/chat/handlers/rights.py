"""A patient's own data: a copy, and its erasure; and the audit for admins."""

from bot.chat.handlers import talk
from bot.chat.router import Of, Who, command, press
from bot.chat.turn import Turn
from bot.domain.people import Patient
from bot.services import arrangements, consent, rights


def _subject(turn: Turn) -> Patient | None:
    """Whose data an account may ask for: its own, also after the programme has ended."""
    found = turn.actor.patient or turn.actor.former
    if found is None:
        if turn.actor.staff is not None:
            turn.text("command.unknown")
        else:
            talk.stranger(turn)
    return found


@command("mydata", Who.ANYONE)
def my_data(turn: Turn) -> None:
    patient = _subject(turn)
    if patient is not None:
        rights.hand_over(turn.clinic, patient, turn.at)


@command("deletemydata", Who.ANYONE)
def delete_my_data(turn: Turn) -> None:
    patient = _subject(turn)
    if patient is not None:
        turn.say("erase", about=patient.id, patient=patient.id)


@press("z", Who.ANYONE)
def erase_button(turn: Turn, said: str) -> None:
    """Asked, asked once more, done."""
    patient = turn.actor.patient or turn.actor.former
    if patient is None:
        turn.note("pop.not_yours")
    elif said == "yes":
        turn.redraw("erase", patient=patient.id, view="sure")
    elif said == "sure":
        rights.ask_erasure(turn.clinic, patient, turn.at)
        turn.redraw("erase", patient=patient.id, view="done")
    elif said == "no":
        turn.redraw("erase", patient=patient.id, view="kept")


@press("v", Who.PATIENT)
def consents_again(turn: Turn, said: str) -> None:
    """The changed text: agreed to, or all messages end."""
    if said == "yes":
        consent.agree(turn.clinic, turn.patient, turn.at)
    elif said == "no":
        arrangements.stop(turn.clinic, turn.patient, turn.at)
    turn.redraw("consent_again", patient=turn.patient.id, view=said)


@press("u", Who.STAFF, Of.PATIENT)
def export(turn: Turn, patient: Patient, _: str) -> None:
    """The record, before it is erased."""
    rights.export(turn.clinic, patient, turn.member, turn.at)
    turn.note("rights.exported")


@command("audit", Who.ADMIN)
def show_audit(turn: Turn) -> None:
    turn.say("audit")
