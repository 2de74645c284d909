"""/start, /help, /privacy and everything nobody declared: the front door."""

from bot.chat.guesses import Guesses
from bot.chat.handlers import talk
from bot.chat.router import Who, command
from bot.chat.turn import Turn
from bot.services import enrolment, staffing
from bot.services.enrolment import Opening
from bot.storage import patients

GUESSES = Guesses()


@command("start", Who.ANYONE)
def start(turn: Turn) -> None:
    token = turn.incoming.text
    if not token:
        greet(turn)
    elif not GUESSES.may_try(turn.incoming.user_id, turn.at.now):
        turn.text("invite.too_many")
    elif not _open(turn, token):
        GUESSES.failed(turn.incoming.user_id, turn.at.now)
        # The same words whether expired, used, withdrawn or invented: a guess learns nothing.
        turn.text("invite.invalid", clinic=turn.clinic.settings.clinic_name)


def _open(turn: Turn, token: str) -> bool:
    name = turn.incoming.first_name
    member = staffing.accept(turn.clinic, turn.incoming.user_id, name, token, turn.at)
    if member is not None:
        turn.text("staff.welcome_admin" if member.is_admin else "staff.welcome")
        turn.say("help_staff")
        return True
    state, found = enrolment.opening(turn.clinic, turn.incoming.user_id, token, turn.at)
    if state is Opening.INVALID or found is None:
        return False
    if state is Opening.OTHER_PATIENT:
        turn.text("invite.other_patient", phone=turn.clinic.settings.clinic_phone)
        return True
    turn.say(
        "invite_ask",
        fleeting=True,
        token=token,
        patient=found.patient_id,
        lang=_language(turn, found.patient_id),
    )
    return True


def _language(turn: Turn, patient_id: int | None) -> str:
    patient = patients.find(turn.clinic.db, patient_id or 0)
    return patient.language if patient else turn.language


def greet(turn: Turn) -> None:
    """/start without a link: help for those who belong here, two lines for others."""
    if turn.actor.staff is not None:
        turn.say("help_staff")
    elif turn.actor.patient is not None:
        turn.say("help", about=turn.patient.id)
    else:
        talk.stranger(turn)


@command("help", Who.ANYONE)
def show_help(turn: Turn) -> None:
    greet(turn)


@command("privacy", Who.ANYONE)
def privacy(turn: Turn) -> None:
    is_stranger = turn.actor.staff is None and turn.actor.patient is None
    turn.say("privacy", fleeting=is_stranger, lang=turn.language)


def unknown_command(turn: Turn) -> None:
    """A command that does not exist, or is not for this person."""
    if turn.actor.staff is None and turn.actor.patient is None:
        talk.stranger(turn)
    else:
        turn.text("command.unknown")
