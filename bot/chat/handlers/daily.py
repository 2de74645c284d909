"""The day's buttons and commands of a patient: rating, session, later."""

from typing import Any

from bot.chat.router import Of, Who, command, press
from bot.chat.turn import Turn
from bot.domain.daily import Acceptance, Later, Prompt, SessionResult
from bot.domain.people import PatientState
from bot.domain.schedule import local_date
from bot.services import prompting, ratings, sessions
from bot.services.ratings import Recorded
from bot.texts import clock, day


@press("p", Who.PATIENT, Of.PROMPT)
def rate(turn: Turn, prompt: Prompt, number: str) -> None:
    """A number on a prompt; an old prompt's button says so and changes nothing."""
    if not (number.isascii() and number.isdigit() and int(number) <= 10):
        return
    recorded = ratings.record(turn.clinic, turn.patient, prompt, int(number), "button", turn.at)
    _note_rating(turn, recorded, int(number))
    turn.redraw(**_without_view(turn))


def _without_view(turn: Turn) -> dict[str, Any]:
    params = turn.entry.params if turn.entry else {}
    return {name: value for name, value in params.items() if name != "view"}


def _note_rating(turn: Turn, recorded: Recorded, pain: int) -> None:
    if recorded.acceptance is Acceptance.OPEN:
        turn.note("pop.saved", pain=pain)
    elif recorded.acceptance is Acceptance.LATE:
        turn.note("pop.saved_late", pain=pain, day=day(turn.language, recorded.prompt.local_date))
    else:
        turn.note("pop.closed", day=day(turn.language, recorded.prompt.local_date), box=True)


@press("c", Who.PATIENT, Of.PROMPT)
def change(turn: Turn, prompt: Prompt, _: str) -> None:
    """Show the numbers again, for the rest of that day."""
    if local_date(turn.at.now, turn.patient.zone) != prompt.local_date:
        turn.note("pop.closed", day=day(turn.language, prompt.local_date), box=True)
    if turn.entry and turn.entry.kind in ("prompt", "later"):
        turn.redraw(**{**turn.entry.params, "view": "change"})
    else:
        turn.say(
            "ask_again", about=turn.patient.id, prompt=prompt.id, candidates=[], reason="change"
        )


@press("d", Who.PATIENT, Of.PROMPT)
def session(turn: Turn, prompt: Prompt, said: str) -> None:
    """Done, partly, could not; `again` and `back` only show the buttons again."""
    if said in ("again", "back"):
        if said == "again":
            sessions.reopen(turn.clinic, turn.patient, prompt, turn.at)
        turn.redraw(**_without_view(turn))
        return
    if said not in tuple(SessionResult):
        return
    if sessions.answer(turn.clinic, turn.patient, prompt, SessionResult(said), turn.at):
        turn.note("pop.noted")
        wants_reason = said == SessionResult.COULD_NOT and turn.entry is not None
        turn.redraw(**_without_view(turn), **({"view": "reason"} if wants_reason else {}))
    else:
        turn.note("pop.closed", day=day(turn.language, prompt.local_date), box=True)
        turn.redraw(**_without_view(turn))


@press("r", Who.PATIENT, Of.PROMPT)
def reason(turn: Turn, prompt: Prompt, why: str) -> None:
    """Why the exercises could not be done."""
    if why in sessions.REASONS:
        could_not = SessionResult.COULD_NOT
        sessions.answer(turn.clinic, turn.patient, prompt, could_not, turn.at, reason=why)
        turn.note("pop.noted")
    turn.redraw(**_without_view(turn))


@press("l", Who.PATIENT, Of.PROMPT)
def later(turn: Turn, prompt: Prompt, choice: str) -> None:
    if choice == "menu":
        turn.redraw(**{**_without_view(turn), "view": "later"})
        return
    if choice not in tuple(Later):
        return
    until = sessions.put_off(turn.clinic, turn.patient, prompt, Later(choice), turn.at)
    if until is None:
        turn.note("pop.too_late", box=True)
    else:
        turn.note("pop.later", time=clock(until, turn.patient.zone))
    turn.redraw(**_without_view(turn))


@press("x", Who.PATIENT, Of.PROMPT)
def not_today(turn: Turn, _: Prompt, __: str) -> None:
    """The nudge is put away; nothing is recorded by that."""
    turn.note("pop.fine")
    if turn.entry is not None:
        turn.redraw(**{**turn.entry.params, "view": "dismissed"})


@press("o", Who.PATIENT, Of.PROMPT)
def other_number(turn: Turn, _: Prompt, __: str) -> None:
    if turn.entry is not None:
        turn.redraw(**{**turn.entry.params, "view": "all"})


@command("today", Who.PATIENT)
def today(turn: Turn) -> None:
    prompting.today_now(turn.clinic, turn.patient, turn.at)


@command("pain", Who.PATIENT)
def pain(turn: Turn) -> None:
    """Ask for today's number, or correct it; "/pain 4" says it at once."""
    if turn.incoming.text:
        from bot.chat.handlers.talk import typed_pain  # noqa: PLC0415 - talk builds on this module

        if typed_pain(turn, turn.incoming.text):
            return
    prompt = prompting.prompt_to_rate(turn.clinic, turn.patient, turn.at)
    if prompt is None:
        if turn.patient.state is PatientState.ACTIVE:
            prompting.today_now(turn.clinic, turn.patient, turn.at)
        else:
            turn.text("pain.stopped")
        return
    reason_key = "change" if prompt.is_answered else "ask"
    turn.say("ask_again", about=turn.patient.id, prompt=prompt.id, candidates=[], reason=reason_key)
