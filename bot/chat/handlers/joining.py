"""A patient opens an invitation: that is me, I agree, the time is right."""

from bot.chat.router import Of, Who, press
from bot.chat.turn import Turn
from bot.services import enrolment
from bot.services.enrolment import Opening
from bot.storage import patients


@press("j", Who.ANYONE, Of.TOKEN)
def is_me(turn: Turn, token: str, answer: str) -> None:
    """ "This invitation is for A. Is that you?" """
    if answer != "y":
        turn.text("join.not_me_answer", clinic=turn.clinic.settings.clinic_name)
        return
    state, found = enrolment.opening(turn.clinic, turn.incoming.user_id, token, turn.at)
    if state is not Opening.ASK or found is None or found.patient_id is None:
        _no_longer(turn)
        return
    language = patients.get(turn.clinic.db, found.patient_id).language
    turn.say("invite_consent", fleeting=True, token=token, patient=found.patient_id, lang=language)


@press("k", Who.ANYONE, Of.TOKEN)
def agrees(turn: Turn, token: str, answer: str) -> None:
    """A decline leaves nothing stored; the link stays usable until it expires."""
    if answer != "y":
        turn.text("join.declined", clinic=turn.clinic.settings.clinic_name)
        return
    if enrolment.join(turn.clinic, turn.incoming.user_id, token, turn.at) is None:
        _no_longer(turn)
    else:
        turn.note("pop.welcome")


def _no_longer(turn: Turn) -> None:
    if turn.actor.patient is not None:
        turn.note("pop.joined_already")
    else:
        turn.text("invite.invalid", clinic=turn.clinic.settings.clinic_name)


@press("y", Who.PATIENT)
def time_is_right(turn: Turn, _: str) -> None:
    turn.redraw("setup", patient=turn.patient.id, view="done")
    if not enrolment.ask_first(turn.clinic, turn.patient, turn.at):
        turn.note("pop.fine")
