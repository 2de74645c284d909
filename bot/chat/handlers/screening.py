"""Questions about warning signs: the worry button and the answers."""

from bot.chat.router import Of, Who, press
from bot.chat.turn import Turn
from bot.domain.asking import PLAINER, Answer
from bot.domain.screening import Tier
from bot.services import afterwards, first_visit, screening
from bot.storage.screens import Screen


@press("w", Who.ANYONE)
def worry(turn: Turn, _: str) -> None:
    """Something new or worrying: the emergency line at once, in the pop-up too.

    The button stays under old messages; it must never say that it does nothing.
    """
    if turn.actor.patient is not None:
        screening.worry(turn.clinic, turn.patient, turn.at)
    elif turn.actor.former is not None:
        label = turn.texts.plain(turn.language, "button.worry")
        afterwards.tell(turn.clinic, turn.actor.former, label, turn.at)
    turn.note("pop.emergency", box=True, number=turn.clinic.settings.emergency_number)


@press("q", Who.ANYONE, Of.SCREEN)
def answered(turn: Turn, screen: Screen, rest: str) -> None:
    """One answer; what a yes means stands in the pop-up before any message can arrive."""
    question, _, said = rest.partition(":")
    if turn.actor.patient is None:
        _answered_afterwards(turn, question, said)
        return
    if said == "back":
        screening.take_back(turn.clinic, screen, turn.at)
    elif said in tuple(Answer):
        tier = first_visit.answered(
            turn.clinic, turn.patient, screen, question, Answer(said), turn.at
        )
        if tier is not None:
            _pop(turn, tier, question)
    turn.redraw()


def _answered_afterwards(turn: Turn, question: str, said: str) -> None:
    """A former patient taps an old question: no record is made, but a yes is told what to do."""
    former = turn.actor.former
    if former is None or said not in (Answer.YES, Answer.UNSURE):
        turn.note("pop.not_yours")
        return
    signs = turn.clinic.screening.red_flag
    named: dict[str, str] = {sign.id: sign.short.say(turn.language) for sign in signs}
    words = named.get(question.partition(".")[0].removesuffix(PLAINER), said)
    afterwards.tell(turn.clinic, former, words, turn.at)
    turn.note("pop.emergency", box=True, number=turn.clinic.settings.emergency_number)


def _pop(turn: Turn, tier: Tier, question: str) -> None:
    settings = turn.clinic.settings
    key = "pop.emergency" if question == "list" else f"pop.{tier}_now"
    turn.note(key, box=True, number=settings.emergency_number, phone=settings.clinic_phone)
