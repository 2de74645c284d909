"""Warning-sign questions, one by one: which comes next, and what the answers amount to."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.program.words import Line
from bot.domain.screening import RedFlag, Screening, Tier
from bot.domain.screening.questions import FollowUp

LIST = "list"
"""The question over the whole list of signs at once: any of these?"""
PLAINER = "~"
"""Marks, on a button, that the question was asked the second time."""
URGENCY: tuple[Tier, ...] = ("emergency", "same_day", "within_days")


class Answer(StrEnum):
    """What can be tapped."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    SKIP = "skip"


@dataclass(frozen=True)
class Said:
    """One answer; `question` is a sign, or a sign and its follow-up with a dot between."""

    question: str
    answer: Answer


@dataclass(frozen=True)
class Question:
    """What is to be asked now."""

    sign: RedFlag
    follow_up: FollowUp | None
    is_plainer: bool
    number: int
    count: int
    is_first: bool = False
    """At the first visit there is no "since we last asked"."""

    @property
    def id(self) -> str:
        return f"{self.sign.id}.{self.follow_up.id}" if self.follow_up else self.sign.id

    @property
    def asked(self) -> str:
        """What a button carries: two taps on one "not sure" must not count as two answers."""
        return f"{self.id}{PLAINER}" if self.is_plainer else self.id

    @property
    def text(self) -> Line:
        if self.follow_up:
            return self.follow_up.text
        if self.is_plainer:
            return self.sign.plainer
        return (self.is_first and self.sign.at_first) or self.sign.text

    @property
    def is_emergency(self) -> bool:
        """A yes to this sends the patient to the emergency department."""
        if self.follow_up:
            return self.follow_up.makes_emergency
        return self.sign.tier == "emergency"

    @property
    def may_skip(self) -> bool:
        return self.sign.skippable and self.follow_up is None


def verdict(question: str, said: Sequence[Said]) -> Answer | None:
    """What holds for a question: "not sure" twice is yes, once is still open; None: not asked."""
    answers = [one.answer for one in said if one.question == question]
    if answers.count(Answer.UNSURE) > 1 or ("." in question and Answer.UNSURE in answers):
        return Answer.YES
    return answers[-1] if answers else None


def next_question(
    screening: Screening, signs: Sequence[str], said: Sequence[Said], *, is_first: bool = False
) -> Question | None:
    """The first question without a settled answer; None when all is known, or help comes first."""
    if outcome(screening, said) == "emergency":
        return None
    for number, name in enumerate(signs, 1):
        sign = screening.flag(name)
        held = verdict(name, said)
        if held in (None, Answer.UNSURE):
            return Question(sign, None, held is Answer.UNSURE, number, len(signs), is_first)
        if held is Answer.YES:
            for follow_up in sign.follow_up:
                if verdict(f"{name}.{follow_up.id}", said) is None:
                    return Question(
                        sign, follow_up, is_plainer=False, number=number, count=len(signs)
                    )
    return None


def signs_found(screening: Screening, said: Sequence[Said]) -> tuple[str, ...]:
    """The signs answered with yes, in the order of the file."""
    return tuple(f.id for f in screening.red_flag if verdict(f.id, said) is Answer.YES)


def signs_skipped(screening: Screening, said: Sequence[Said]) -> tuple[str, ...]:
    """The signs that were left out: nobody may read them as a no."""
    return tuple(f.id for f in screening.red_flag if verdict(f.id, said) is Answer.SKIP)


def outcome(screening: Screening, said: Sequence[Said]) -> Tier | None:
    """The most urgent tier that the answers reach; None while no sign was answered with yes."""
    found = {tier_of(screening, name, said) for name in signs_found(screening, said)}
    return next((tier for tier in URGENCY if tier in found), None)


def tier_of(screening: Screening, name: str, said: Sequence[Said]) -> Tier:
    """How urgent a sign is, once what was said of it further is taken in."""
    sign = screening.flag(name)
    for follow_up in sign.follow_up:
        if follow_up.makes_emergency and verdict(f"{name}.{follow_up.id}", said) is Answer.YES:
            return "emergency"
    return sign.tier


def worse(one: Tier | None, other: Tier | None) -> bool:
    """Whether the first is more urgent than the second; None is the least."""
    if one is None:
        return False
    return other is None or URGENCY.index(one) < URGENCY.index(other)


_WORDS = {
    Answer.YES: ("yes", "y", "yeah", "yep", "yes i do", "si", "sí", "claro", "así es", "asi es"),
    Answer.NO: (
        "no",
        "n",
        "nope",
        "none",
        "none of these",
        "ninguna",
        "ninguno",
        "nada",
        "no gracias",
    ),
    Answer.UNSURE: (
        "not sure",
        "unsure",
        "maybe",
        "dont know",
        "don't know",
        "i don't know",
        "no sé",
        "no se",
        "no estoy seguro",
        "no estoy segura",
        "quizás",
        "tal vez",
    ),
}


def read_answer(text: str) -> Answer | None:
    """A message that is nothing but yes, no or not sure; anything longer is words to be kept."""
    said = " ".join(text.lower().replace("’", "'").strip(" .,!¡?¿").split())
    return next((answer for answer, words in _WORDS.items() if said in words), None)
