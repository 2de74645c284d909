"""A therapist names who steps in; an admin may do it for everybody."""

from bot.chat.router import Of, Who, command, press
from bot.chat.turn import Turn
from bot.domain.people import Staff
from bot.services import cover


@command("cover", Who.STAFF)
def show_cover(turn: Turn) -> None:
    turn.say("cover", member=turn.member.id)


@press("cv", Who.STAFF, Of.MEMBER)
def cover_button(turn: Turn, member: Staff, rest: str) -> None:
    """`menu`, the id of the cover, or 0 for nobody."""
    if member.id != turn.member.id and not turn.member.is_admin:
        turn.note("pop.not_yours")
        return
    if rest == "menu":
        turn.say("cover", member=member.id)
        return
    if not (rest.isascii() and rest.isdigit() and len(rest) < 16):
        return
    is_named = cover.name(turn.clinic, member.id, int(rest) or None, turn.at)
    turn.note("pop.changed" if is_named else "pop.not_now")
    turn.redraw("cover", member=member.id)
