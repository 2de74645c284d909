"""Questions about warning signs: the worry button and the answers."""

from bot.chat.router import Of, Who, press
from bot.chat.turn import Turn
from bot.domain.asking import Answer
from bot.domain.screening import Tier
from bot.services import first_visit, screening
from bot.storage.screens import Screen


@press("w", Who.PATIENT)
def worry(turn: Turn, _: str) -> None:
    """Something new or worrying: the emergency line at once, in the pop-up too."""
    screening.worry(turn.clinic, turn.patient, turn.at)
    turn.note("pop.emergency", box=True, number=turn.clinic.settings.emergency_number)


@press("q", Who.PATIENT, Of.SCREEN)
def answered(turn: Turn, screen: Screen, rest: str) -> None:
    """One answer; what a yes means stands in the pop-up before any message can arrive."""
    question, _, said = rest.partition(":")
    if said == "back":
        screening.take_back(turn.clinic, screen, turn.at)
    elif said in tuple(Answer):
        tier = first_visit.answered(
            turn.clinic, turn.patient, screen, question, Answer(said), turn.at
        )
        if tier is not None:
            _pop(turn, tier, question)
    turn.redraw()


def _pop(turn: Turn, tier: Tier, question: str) -> None:
    settings = turn.clinic.settings
    key = "pop.emergency" if question == "list" else f"pop.{tier}_now"
    turn.note(key, box=True, number=settings.emergency_number, phone=settings.clinic_phone)
