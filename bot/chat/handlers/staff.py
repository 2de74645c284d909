"""Admins invite and remove colleagues; staff set their own language and alerts."""

from bot.chat.router import Of, Who, command, press
from bot.chat.turn import Turn
from bot.domain.people import Staff
from bot.services import menus, staffing
from bot.storage import staff


@command("invite", Who.ADMIN)
def invite(turn: Turn) -> None:
    staffing.invite(turn.clinic, turn.member, turn.at)


@press("invite", Who.ADMIN)
def invite_button(turn: Turn, _: str) -> None:
    staffing.invite(turn.clinic, turn.member, turn.at)
    turn.note("pop.new_link")


@press("iv", Who.ADMIN)
def withdraw(turn: Turn, number: str) -> None:
    """A colleague's invitation is taken back."""
    if number.isascii() and number.isdigit() and len(number) < 16:
        ended = staffing.withdraw_invitation(turn.clinic, int(number), turn.at)
        turn.note("pop.withdrawn" if ended else "pop.over_already")


@command("staff", Who.ADMIN)
def show_staff(turn: Turn) -> None:
    turn.say("staff_list")


@press("m_list", Who.ADMIN)
def list_again(turn: Turn, _: str) -> None:
    turn.redraw("staff_list", view="list")


@press("m", Who.ADMIN, Of.MEMBER)
def member_button(turn: Turn, member: Staff, rest: str) -> None:
    action, _, value = rest.partition(":")
    if action == "leave":
        turn.redraw("staff_list", leaving=member.id)
    elif action == "to" and value.isascii() and value.isdigit():
        _remove(turn, member, value)


def _remove(turn: Turn, member: Staff, heir_id: str) -> None:
    heir = next((m for m in staff.therapists(turn.clinic.db) if str(m.id) == heir_id), None)
    moved = staffing.remove(turn.clinic, member, heir, turn.at) if heir else None
    if moved is None:
        turn.note("pop.cannot_leave", box=True)
    else:
        turn.note("pop.removed", name=member.name)
        if staffing.is_listed(turn.clinic, member):
            turn.text("staff.still_listed", name=member.name, account=member.telegram_id)
    if member.id != turn.member.id:
        turn.redraw("staff_list", view="list")


@command("settings", Who.STAFF)
def settings(turn: Turn) -> None:
    turn.say("staff_settings")


@press("sl", Who.STAFF)
def language(turn: Turn, code: str) -> None:
    if code in turn.texts.languages:
        staff.set_language(turn.clinic.db, turn.member.id, code)
        menus.of_member(turn.clinic, turn.member, turn.at)
        turn.note("pop.changed")
        turn.redraw()


@press("sd", Who.STAFF)
def discreet(turn: Turn, _: str) -> None:
    """Alerts without names until they are opened."""
    staff.set_discreet(turn.clinic.db, turn.member.id, not turn.member.discreet)
    turn.note("pop.changed")
    turn.redraw()
