"""A patient's taps on the questions of the first visit."""

from bot.chat.router import Who, press
from bot.chat.turn import Turn
from bot.services import assessment, first_visit

_VIEWS = {"go": {}, "later": {"view": "later"}}


@press("fv", Who.PATIENT)
def pressed(turn: Turn, rest: str) -> None:
    """Go on, later, the warning signs that are still open, or an answer to the open question."""
    if rest == "signs":
        if not first_visit.put_signs(turn.clinic, turn.patient, turn.at):
            turn.note("visit.pop.nothing_open")
    elif rest in _VIEWS:
        turn.redraw("first_visit", patient=turn.patient.id, **_VIEWS[rest])
    else:
        _answer(turn, rest)


def _answer(turn: Turn, rest: str) -> None:
    question, _, rest = rest.partition(":")
    item, _, act = rest.partition(":")
    if not (item.isascii() and item.isdigit() and len(item) < 3):
        return
    is_taken = assessment.tap(turn.clinic, turn.patient, question, int(item), act, turn.at)
    if not is_taken:
        turn.note("pop.step_done")
    if turn.entry is not None:
        turn.redraw("first_visit", patient=turn.patient.id)
