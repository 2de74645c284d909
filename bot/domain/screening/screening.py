"""The whole screening file as one object."""

from collections import Counter
from functools import cached_property
from hashlib import sha256
from typing import Literal, get_args

from pydantic import Field, PrivateAttr, model_validator

from bot.domain.program.words import LANGUAGES, Data, Passage
from bot.domain.screening.lessons import LessonsByLanguage
from bot.domain.screening.questions import (
    AssessmentQuestion,
    Contraindication,
    ContraindicationGroup,
    EmergencyText,
    RedFlag,
    RedFlagId,
    Tier,
)
from bot.domain.screening.reader import Reader
from bot.domain.screening.signs import SignsByLanguage


class Screening(Data):
    """Red flags, what to do about them, contraindications and the first assessment."""

    file_format: Literal[1] = Field(alias="schema")
    """The version of this file format: 1."""
    version: int = Field(ge=1)
    """Raise by one with every change that a patient can see."""
    reviewed_by: str
    """Name, profession and date of the reviewer; "" = draft."""
    emergency: EmergencyText
    same_day: Passage
    within_days: Passage
    worry: Passage
    """Follows the emergency text after "Something new or worrying"."""
    red_flag: tuple[RedFlag, ...]
    contraindication: tuple[Contraindication, ...]
    contraindication_group: tuple[ContraindicationGroup, ...]
    """Every contraindication stands in exactly one of them."""
    assessment: tuple[AssessmentQuestion, ...]
    signs: SignsByLanguage
    lessons: LessonsByLanguage | None = None
    """What example messages have taught; without it the lists alone are read."""
    _digest: str = PrivateAttr("")

    @model_validator(mode="after")
    def _ids_fit(self) -> "Screening":
        asked = [group.id for group in self.contraindication_group]
        asked += [question.id for question in self.assessment]
        known = [entry.id for entry in self.contraindication]
        signs: list[str] = [entry.id for entry in self.red_flag]
        for ids in (signs, known, asked):
            twice = [name for name, count in Counter(ids).items() if count > 1]
            if twice:
                raise ValueError(f"{twice[0]} stands there twice")
        missing = set(get_args(RedFlagId)) - {flag.id for flag in self.red_flag}
        if missing:
            raise ValueError(f"red_flag {min(missing)} is missing")
        seen: set[str] = {""}
        for question in self.assessment:
            if question.only_if not in seen:
                raise ValueError(f"{question.id}: only_if names no earlier question")
            seen.add(question.id)
        return self

    @model_validator(mode="after")
    def _every_contraindication_is_asked_once(self) -> "Screening":
        known = {entry.id for entry in self.contraindication}
        asked = Counter(name for group in self.contraindication_group for name in group.of)
        for name in sorted(known | asked.keys()):
            if name not in known:
                raise ValueError(f"contraindication_group: there is no contraindication {name!r}")
            if asked[name] != 1:
                raise ValueError(f"contraindication {name} must stand in exactly one group")
        return self

    @property
    def digest(self) -> str:
        """SHA-256 of the file this was read from."""
        return self._digest

    def read_from(self, content: bytes) -> "Screening":
        """Note which file this is."""
        self._digest = sha256(content).hexdigest()
        return self

    def taught(self, lessons: LessonsByLanguage) -> "Screening":
        """The same with these lessons; the readers made ready for others are left behind."""
        copy = self.model_copy(update={"lessons": lessons})
        copy.__dict__.pop("readers", None)
        return copy

    @cached_property
    def readers(self) -> dict[str, Reader]:
        """Each language's reader of signs, made ready once."""
        urgent = frozenset(flag.id for flag in self.red_flag if flag.tier == "emergency")
        taught = self.lessons
        return {
            lang: Reader(self.signs.say(lang), taught.say(lang) if taught else None, urgent)
            for lang in LANGUAGES
        }

    def flag(self, flag_id: str) -> RedFlag:
        """The question with that id; KeyError when there is none."""
        for flag in self.red_flag:
            if flag.id == flag_id:
                return flag
        raise KeyError(flag_id)

    def emergency_lines(self, lang: str) -> tuple[str, ...]:
        """The emergency signs, any ONE of which is enough."""
        return self.emergency.signs.say(lang)

    def what_to_do(self, tier: Tier) -> Passage:
        """The patient's text after a yes; `{number}` and `{clinic_phone}` are filled in."""
        texts = {
            "emergency": self.emergency.call,
            "same_day": self.same_day,
            "within_days": self.within_days,
        }
        return texts[tier]


def red_flag_question(text: str, lang: str, screening: Screening) -> str | None:
    """The id of the question that a message calls for; None when it names no sign.

    People mix languages, so every language is tried, their own first; an emergency found in any
    of them goes before a lesser sign.
    """
    readers = screening.readers
    own = readers[lang if lang in readers else LANGUAGES[0]]
    others = [reader for reader in readers.values() if reader is not own]
    asked = [own.asked(text)]
    asked += [
        other.asked(text) if other.knows(text) > own.knows(text) else other.named(text)
        for other in others
    ]
    found = [sign for sign in asked if sign is not None]
    urgent = [sign for sign in found if screening.flag(sign).tier == "emergency"]
    return next(iter(urgent + found), None)
