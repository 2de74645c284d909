"""Text that a file gives in every language the bot speaks."""

from typing import Annotated, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

LANGUAGES = ("en", "es")

_NO_CONTROL = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"

TitleText = Annotated[str, StringConstraints(min_length=1, max_length=48, pattern=_NO_CONTROL)]
LineText = Annotated[str, StringConstraints(min_length=1, max_length=220, pattern=_NO_CONTROL)]
PassageText = Annotated[str, StringConstraints(min_length=1, max_length=1500, pattern=_NO_CONTROL)]
Whole = Annotated[int, Field(strict=True)]
"""A whole number that is written as one: not "3", not 3.0, not true."""
T = TypeVar("T")


class Data(BaseModel):
    """A part of a programme file: unknown keys are mistakes, and nothing changes once loaded."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )


class Words(Data, Generic[T]):
    """The same thing said in English (`en`) and Spanish (`es`)."""

    en: T
    es: T

    def say(self, lang: str) -> T:
        """The wording in `lang`; English where the file format has no such language."""
        return self.es if lang == "es" else self.en


class Title(Words[TitleText]):
    """A name short enough for a button."""


class Line(Words[LineText]):
    """One or two short sentences."""


class Passage(Words[PassageText]):
    """A few short paragraphs, parted by empty lines."""


class Steps(Words[tuple[LineText, ...]]):
    """Two to four short instructions in the order they are done."""

    @model_validator(mode="after")
    def _two_to_four_of_each(self) -> Self:
        for lang in LANGUAGES:
            if not 2 <= len(self.say(lang)) <= 4:
                raise ValueError(f"needs 2 to 4 steps, {lang} has {len(self.say(lang))}")
        if len(self.en) != len(self.es):
            raise ValueError(f"{len(self.en)} steps in en but {len(self.es)} in es")
        return self
