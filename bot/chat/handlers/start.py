"""/start, /help, /privacy and everything nobody declared: the front door."""

from bot.chat.handlers import joining, talk
from bot.chat.router import Who, command
from bot.chat.turn import Turn
from bot.services import staffing


@command("start", Who.ANYONE)
def start(turn: Turn) -> None:
    token = turn.incoming.text
    if not token:
        greet(turn)
    elif not turn.clinic.guesses.may_try(turn.incoming.user_id, turn.at.now):
        turn.text("invite.too_many")
    elif not _opens_staff_link(turn, token):
        joining.ask(turn, token)


def _opens_staff_link(turn: Turn, token: str) -> bool:
    if turn.actor.staff is not None and staffing.is_colleagues_link(turn.clinic, token, turn.at):
        turn.text("staff.already")
        return True
    incoming = turn.incoming
    member = staffing.accept(
        turn.clinic, incoming.user_id, incoming.first_name, token, turn.at, turn.language
    )
    if member is None:
        return False
    turn.text("staff.welcome_admin" if member.is_admin else "staff.welcome")
    turn.say("help_staff")
    return True


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
    patient = turn.actor.patient
    is_stranger = turn.actor.staff is None and patient is None
    about = patient.id if patient else None
    turn.say("privacy", about=about, fleeting=is_stranger, lang=turn.language)


def unknown_command(turn: Turn) -> None:
    """A command that does not exist, or is not for this person."""
    if turn.actor.staff is None and turn.actor.patient is None:
        talk.stranger(turn)
    else:
        turn.text("command.unknown")
