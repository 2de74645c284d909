"""The patient's flare mode, and the answer to the one question about a rating."""

from bot.chat.router import Of, Who, command, press
from bot.chat.turn import Turn
from bot.domain.daily import Prompt
from bot.domain.flags import ComparedToUsual
from bot.services import compared, flare
from bot.texts import day


@command("flare", Who.PATIENT)
def show_flare(turn: Turn) -> None:
    turn.say("flare", about=turn.patient.id, patient=turn.patient.id)


@press("fl", Who.PATIENT)
def flare_button(turn: Turn, action: str) -> None:
    patient = turn.patient
    if action == "ask":
        turn.say("flare", about=patient.id, patient=patient.id)
    elif action == "begin":
        turn.note("pop.flare" if flare.begin(turn.clinic, patient, turn.at) else "pop.not_now")
        turn.redraw("flare", patient=patient.id)
    elif action == "end":
        turn.note("pop.flare_ended" if flare.end(turn.clinic, patient, turn.at) else "pop.not_now")
        turn.redraw("flare", patient=patient.id, view="ended")


@press("cmp", Who.PATIENT, Of.PROMPT)
def compare(turn: Turn, prompt: Prompt, said: str) -> None:
    """As usual, a flare, or something new."""
    if said not in tuple(ComparedToUsual):
        return
    if compared.answer(turn.clinic, turn.patient, prompt, ComparedToUsual(said), turn.at):
        turn.note("pop.noted")
    else:
        turn.note("pop.closed", day=day(turn.language, prompt.local_date), box=True)
    turn.redraw()
