"""The questions of the screening file: red flags, contraindications, first assessment."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from bot.domain.program.words import Data, Line, LineText, Passage, Title, Words

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,23}$")]
"""Two of them and what stands between fit into a button's 64 bytes."""
Tier = Literal["emergency", "same_day", "within_days"]
RedFlagId = Literal[
    "saddle_numbness",
    "bladder",
    "bowel",
    "sexual",
    "both_legs",
    "leg_weakness",
    "fever",
    "fall",
    "weight_night",
]


class FollowUp(Data):
    """Asked after a yes; its own yes can make the matter an emergency."""

    id: Id
    text: Line
    makes_emergency: bool = False


class RedFlag(Data):
    """One red-flag question, answered by yes, no or not sure."""

    id: RedFlagId
    tier: Tier
    """How soon somebody must look at a yes."""
    short: Line
    """The sign in a few words, for lists and for the therapist's alert."""
    text: Line
    plainer: Line
    """The same asked more plainly after "not sure"; a second "not sure" counts as yes."""
    at_first: Line | None = None
    """Instead of `text` at the first visit, when nothing was asked before."""
    skippable: bool = False
    """Of the emergency signs only the sexual one; what was skipped is shown, never read as a no."""
    may_be_known: bool = False
    """A therapist may record the complaint as known, with date and reason."""
    follow_up: tuple[FollowUp, ...] = ()


class Lines(Words[Annotated[tuple[LineText, ...], Field(min_length=1)]]):
    """A list of short lines."""


class EmergencyText(Data):
    """What a patient reads at once, everywhere the same; `{number}` is the emergency number."""

    call: Passage
    any_one: Line
    """Stands above the signs: any one of them is enough."""
    signs: Lines

    @model_validator(mode="after")
    def _number_is_named(self) -> "EmergencyText":
        for lang in ("en", "es"):
            if "{number}" not in self.call.say(lang):
                raise ValueError(f"call.{lang} must name the emergency number as {{number}}")
        return self


class Contraindication(Data):
    """A yes-or-no question about a fact that forbids exercises or advice."""

    id: Id
    text: Line


class ContraindicationGroup(Data):
    """Contraindications that are asked together on one screen."""

    id: Id
    text: Line
    of: tuple[Id, ...] = Field(min_length=1, max_length=8)
    """Their ids, in the order in which they are listed."""


class Option(Data):
    """One answer to tap; `alone` cannot be combined with others ("none of these")."""

    id: Id
    text: Title
    alone: bool = False


class AssessmentQuestion(Data):
    """One question of the first visit; every one of them can be skipped."""

    id: Id
    kind: Literal["single", "multi", "scale", "text"]
    """A scale is answered 0 to 10."""
    text: Line
    option: tuple[Option, ...] = ()
    only_if: str = ""
    """Id of an earlier question: asked only when that was answered with more than "none"."""
    up_to: int = Field(default=1, ge=1, le=5)
    """How many answers a text question takes."""
    repeat_weeks: int = Field(default=0, ge=0, le=52)
    """Asked again after so many weeks; 0 = once."""

    @model_validator(mode="after")
    def _options_where_they_belong(self) -> "AssessmentQuestion":
        if (len(self.option) >= 2) != (self.kind in {"single", "multi"}):
            raise ValueError("single and multi need two options or more, scale and text have none")
        return self
