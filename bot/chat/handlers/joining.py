"""A patient opens an invitation: that is me, I agree, the time is right."""

from bot.chat.router import Of, Who, press
from bot.chat.turn import Turn
from bot.services import enrolment, first_visit
from bot.services.enrolment import Opening
from bot.storage import patients
from bot.storage.invites import Invite


def ask(turn: Turn, token: str) -> None:
    """The link was opened: "This invitation is for A. Is that you?" """
    found = _look(turn, token)
    if found is not None:
        _say(turn, "invite_ask", token, found)


@press("j", Who.ANYONE, Of.TOKEN)
def is_me(turn: Turn, token: str, answer: str) -> None:
    found = _look(turn, token)
    if found is None:
        return
    if answer == "y":
        _say(turn, "invite_consent", token, found)
    else:
        _end(turn, found, "join.not_me_answer")


@press("k", Who.ANYONE, Of.TOKEN)
def agrees(turn: Turn, token: str, answer: str) -> None:
    """A decline leaves nothing stored; the link stays usable until it expires."""
    found = _look(turn, token)
    if found is None:
        return
    if answer != "y":
        _end(turn, found, "join.declined")
    elif enrolment.join(turn.clinic, turn.incoming.user_id, token, turn.at):
        turn.note("pop.welcome")


def _look(turn: Turn, token: str) -> Invite | None:
    """What the token opens for this account; where it opens nothing, they are told why."""
    state, found = enrolment.opening(turn.clinic, turn.incoming.user_id, token, turn.at)
    if state is Opening.ASK:
        return found
    settings = turn.clinic.settings
    if state is Opening.OTHER_PATIENT:
        turn.text("invite.other_patient", phone=settings.clinic_phone)
    elif state is Opening.NOT_YET and found is not None:
        enrolment.tell_waiting(turn.clinic, found, turn.at)
        _end(turn, found, "join.not_yet")
    elif state is Opening.TOO_MANY:
        turn.text("invite.too_many")
    elif turn.incoming.query_id and turn.actor.patient is not None:
        turn.note("pop.joined_already")
    else:
        # The same words whether expired, used, withdrawn or invented: a guess learns nothing.
        turn.text("invite.invalid", clinic=settings.clinic_name)
    return None


def _say(turn: Turn, kind: str, token: str, found: Invite) -> None:
    """Nothing of somebody who has not agreed is kept once the message has left."""
    lang = _language(turn, found)
    turn.say(kind, fleeting=True, token=token, patient=found.patient_id, lang=lang)


def _end(turn: Turn, found: Invite, wording: str) -> None:
    args = {"clinic": turn.clinic.settings.clinic_name}
    turn.say("text", fleeting=True, wording=wording, args=args, lang=_language(turn, found))


def _language(turn: Turn, found: Invite) -> str:
    """The therapist chose it for the person the invitation is for."""
    patient = patients.find(turn.clinic.db, found.patient_id or 0)
    return patient.language if patient else turn.language


@press("y", Who.PATIENT)
def time_is_right(turn: Turn, _: str) -> None:
    turn.redraw("setup", patient=turn.patient.id, view="done")
    if not first_visit.begin(turn.clinic, turn.patient, turn.at):
        turn.note("pop.fine")
