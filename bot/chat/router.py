"""Who may do what: every command and button is declared with its people; all else is denied."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.chat.turn import Turn
from bot.domain.people import Actor, Patient
from bot.services import cover, staffing
from bot.storage import drafts, flags, messages, patients, prompts, screens, staff

Handler = Callable[..., None]


class Who(StrEnum):
    """The people a route is for."""

    ANYONE = "anyone"
    PATIENT = "patient"
    STAFF = "staff"
    ADMIN = "admin"


class Of(StrEnum):
    """What the number in a button names; the router loads it and checks that it is theirs."""

    NOTHING = "nothing"
    PROMPT = "prompt"
    OWN_MESSAGE = "own_message"
    PATIENT = "patient"
    FLAG = "flag"
    DRAFT = "draft"
    MEMBER = "member"
    TOKEN = "token"  # noqa: S105 - what a button names, not a secret
    SCREEN = "screen"


@dataclass(frozen=True)
class Route:
    """A command, or a button's verb."""

    name: str
    who: Who
    handler: Handler
    of: Of = Of.NOTHING


COMMANDS: dict[str, Route] = {}
PRESSES: dict[str, Route] = {}


def command(name: str, who: Who) -> Callable[[Handler], Handler]:
    """Declare a command. A command may be declared once for patients and once for staff."""

    def register(handler: Handler) -> Handler:
        return _register(COMMANDS, f"{name}/{who}", Route(name, who, handler))

    return register


def press(verb: str, who: Who, of: Of = Of.NOTHING) -> Callable[[Handler], Handler]:
    """Declare a button's verb. Its handler gets the thing named, then the rest of the data."""

    def register(handler: Handler) -> Handler:
        return _register(PRESSES, verb, Route(verb, who, handler, of))

    return register


def _register(table: dict[str, Route], key: str, route: Route) -> Handler:
    if key in table:
        raise ValueError(f"{key} is declared twice")
    table[key] = route
    return route.handler


def is_allowed(who: Who, actor: Actor) -> bool:
    return {
        Who.ANYONE: True,
        Who.PATIENT: actor.patient is not None,
        Who.STAFF: actor.staff is not None,
        Who.ADMIN: actor.admin is not None,
    }[who]


def run_command(turn: Turn, name: str) -> bool:
    """Run the first declaration of this command that is for this person; False without one."""
    if turn.actor.staff is not None:
        staffing.introduce(turn.clinic, turn.member, turn.incoming.first_name, turn.at)
    for who in (Who.ADMIN, Who.STAFF, Who.PATIENT, Who.ANYONE):
        route = COMMANDS.get(f"{name}/{who}")
        if route and is_allowed(who, turn.actor):
            route.handler(turn)
            return True
    return False


def run_press(turn: Turn) -> bool:
    """Run a button; False when it is unknown, malformed, or not this person's."""
    verb, _, rest = turn.incoming.text.partition(":")
    route = PRESSES.get(verb)
    if route is None or not is_allowed(route.who, turn.actor):
        return False
    if route.of is Of.NOTHING:
        route.handler(turn, rest)
        return True
    named, _, rest = rest.partition(":")
    thing = _named(route.of, named, turn)
    if thing is None:
        return False
    route.handler(turn, thing, rest)
    return True


def _named(of: Of, named: str, turn: Turn) -> Any:
    """Load what the button names, if this person may touch it."""
    if of is Of.TOKEN:
        return named or None
    if not (named.isascii() and named.isdigit() and len(named) < 16):
        return None
    return _LOADERS[of](turn, int(named))


def _own_prompt(turn: Turn, number: int) -> Any:
    prompt = prompts.find(turn.clinic.db, number)
    return prompt if prompt and prompt.patient_id == turn.patient.id else None


def _own_message(turn: Turn, number: int) -> Any:
    message = messages.find(turn.clinic.db, number)
    return message if message and message.patient_id == turn.patient.id else None


def _own_screen(turn: Turn, number: int) -> Any:
    """Also a former patient's: a yes is never too late to be told what to do."""
    own = turn.actor.patient or turn.actor.former
    screen = screens.find(turn.clinic.db, number)
    return screen if screen and own and screen.patient_id == own.id else None


def _seen_patient(turn: Turn, number: int) -> Patient | None:
    patient = patients.find(turn.clinic.db, number)
    may_see = patient is not None and cover.may_see(turn.clinic, turn.actor.staff, patient)
    return patient if may_see else None


def _seen_flag(turn: Turn, number: int) -> Any:
    flag = flags.find(turn.clinic.db, number)
    return flag if flag and _seen_patient(turn, flag.patient_id) else None


def _own_draft(turn: Turn, number: int) -> Any:
    draft = drafts.find(turn.clinic.db, number)
    return draft if draft and draft.chat_id == turn.incoming.chat_id else None


def _member(turn: Turn, number: int) -> Any:
    return next((m for m in staff.all_current(turn.clinic.db) if m.id == number), None)


_LOADERS: dict[Of, Callable[[Turn, int], Any]] = {
    Of.PROMPT: _own_prompt,
    Of.OWN_MESSAGE: _own_message,
    Of.PATIENT: _seen_patient,
    Of.FLAG: _seen_flag,
    Of.DRAFT: _own_draft,
    Of.MEMBER: _member,
    Of.SCREEN: _own_screen,
}
