"""The therapist's digest: opened where names are hidden, and its hour."""

from bot.chat.drawing.digest import HOURS
from bot.chat.router import Who, command, press
from bot.chat.turn import Turn
from bot.services import audit, digest


@command("digest", Who.STAFF)
def show_hour(turn: Turn) -> None:
    turn.say("digest_hour")


@press("dg", Who.STAFF)
def digest_button(turn: Turn, action: str) -> None:
    if action == "open":
        audit.note(turn.clinic, turn.member, "view_list", None, turn.at, "digest")
        turn.redraw("digest", view="open")
    elif action == "hour":
        turn.say("digest_hour")
    elif action in {f"at-{minute}" for minute in HOURS}:
        digest.set_minute(turn.clinic, turn.member, int(action.removeprefix("at-")))
        turn.note("pop.changed")
        turn.redraw("digest_hour")
