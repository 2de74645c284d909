"""The leg map's taps: the place, its side, and the way back to correct them."""

from bot.chat.router import Of, Who, press
from bot.chat.turn import Turn
from bot.domain.daily import Prompt
from bot.domain.flags import Leg
from bot.services import leg_map
from bot.storage.leg_map import Side
from bot.texts import day

_LEGS = {leg.name.lower(): leg for leg in Leg}


@press("leg", Who.PATIENT, Of.PROMPT)
def tap(turn: Turn, prompt: Prompt, said: str) -> None:
    """A place, a side, or "again" to choose anew."""
    if said == "again":
        turn.note("leg_map.pop.again")
        turn.redraw(prompt=prompt.id, view="again")
        return
    view = ""
    if said in _LEGS:
        view = "side"
        is_saved = leg_map.place(turn.clinic, turn.patient, prompt, _LEGS[said], turn.at)
    elif said in tuple(Side):
        is_saved = leg_map.side(turn.clinic, turn.patient, prompt, Side(said), turn.at)
    else:
        return
    if is_saved:
        turn.note("pop.noted")
    else:
        turn.note("pop.closed", day=day(turn.language, prompt.local_date), box=True)
    turn.redraw(prompt=prompt.id, view=view)
