"""/tips: advice by topic."""

from bot.chat.router import Who, command, press
from bot.chat.turn import Turn


@command("tips", Who.PATIENT)
def show_tips(turn: Turn) -> None:
    turn.say("tips", about=turn.patient.id, patient=turn.patient.id)


@press("tips", Who.PATIENT)
def tips_button(turn: Turn, rest: str) -> None:
    """Topics, one topic, or one page, in the same message."""
    what, _, name = rest.partition(":")
    chosen = {what: name} if what in ("topic", "page") else {}
    turn.redraw("tips", patient=turn.patient.id, **chosen)
