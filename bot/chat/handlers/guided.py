"""The buttons of a guided session; each names its exercise, so that old ones do nothing."""

from collections.abc import Callable

from bot.chat.handlers.screening import worry
from bot.chat.router import Of, Who, press
from bot.chat.turn import Turn
from bot.domain.daily import Prompt
from bot.domain.flags import AfterExercise
from bot.services import guided, too_painful
from bot.storage.guided import Walk
from bot.texts import day

Act = Callable[[Turn, Prompt, Walk], None]


@press("h", Who.PATIENT, Of.PROMPT)
def start(turn: Turn, prompt: Prompt, _: str) -> None:
    """Start, or go on after a break."""
    is_here = turn.entry is not None and turn.entry.kind == "walk"
    if not guided.start(turn.clinic, turn.patient, prompt, turn.at, is_here=is_here):
        _note_closed(turn, prompt)


def _note_closed(turn: Turn, prompt: Prompt) -> None:
    if turn.patient.exercises_stopped_at is not None:
        turn.note("pop.on_hold", box=True)
    elif guided.is_open(turn.patient, prompt, turn.at):
        turn.note("pop.walk_over")
    else:
        turn.note("pop.closed", day=day(turn.language, prompt.local_date), box=True)
    turn.redraw()


@press("walk", Who.PATIENT, Of.PROMPT)
def walk_button(turn: Turn, prompt: Prompt, rest: str) -> None:
    """`<what>:<position>`: taken only where the walk still stands there."""
    what, _, position = rest.partition(":")
    walk = guided.find(turn.clinic, prompt)
    stage, act = ACTS.get(what, ("", None))
    if walk is None or act is None:
        turn.redraw()
    elif not guided.is_open(turn.patient, prompt, turn.at):
        _note_closed(turn, prompt)
    else:
        if stage == walk.stage and position == str(walk.position):
            act(turn, prompt, walk)
        turn.redraw()


def _done(turn: Turn, prompt: Prompt, walk: Walk) -> None:
    guided.leave(turn.clinic, turn.patient, prompt, walk, guided.DONE, turn.at)


def _skip(turn: Turn, prompt: Prompt, walk: Walk) -> None:
    guided.leave(turn.clinic, turn.patient, prompt, walk, guided.SKIPPED, turn.at)


def _stop(turn: Turn, prompt: Prompt, walk: Walk) -> None:
    guided.finish(turn.clinic, turn.patient, prompt, walk, walk.position, turn.at)


def _back(turn: Turn, prompt: Prompt, walk: Walk) -> None:
    guided.back(turn.clinic, prompt, walk)


def _sore(turn: Turn, prompt: Prompt, walk: Walk) -> None:
    too_painful.report(turn.clinic, turn.patient, prompt, walk, turn.at)


def _easier(turn: Turn, prompt: Prompt, walk: Walk) -> None:
    if too_painful.take_easier(turn.clinic, turn.patient, prompt, walk, turn.at):
        turn.note("pop.easier")


def _leave_out(turn: Turn, prompt: Prompt, walk: Walk) -> None:
    too_painful.leave_out(turn.clinic, turn.patient, prompt, walk, turn.at, is_worry=False)
    turn.note("pop.left_out")


def _spreads(turn: Turn, prompt: Prompt, walk: Walk) -> None:
    too_painful.leave_out(turn.clinic, turn.patient, prompt, walk, turn.at, is_worry=True)
    worry(turn, "")


def _slip(turn: Turn, prompt: Prompt, walk: Walk) -> None:
    too_painful.take_back(turn.clinic, prompt, walk, turn.at)


def _felt(how: AfterExercise) -> Act:
    def act(turn: Turn, prompt: Prompt, walk: Walk) -> None:
        guided.felt(turn.clinic, turn.patient, prompt, walk, how, turn.at)
        turn.note("pop.noted")

    return act


def _ask_again(turn: Turn, prompt: Prompt, walk: Walk) -> None:
    guided.ask_again(turn.clinic, prompt, walk)


ACTS: dict[str, tuple[str, Act]] = {
    "next": ("exercise", _done),
    "skip": ("exercise", _skip),
    "stop": ("exercise", _stop),
    "back": ("exercise", _back),
    "sore": ("exercise", _sore),
    "easier": ("sore", _easier),
    "out": ("sore", _leave_out),
    "spreads": ("sore", _spreads),
    "slip": ("sore", _slip),
    "resume": ("after", _back),
    "change": ("over", _ask_again),
    **{how.value: ("after", _felt(how)) for how in AfterExercise},
}
"""What a button does, and the stage of the walk in which it does it."""
