"""The numbers a plan may change, with the ranges in which they make sense."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[float, Field(ge=1, le=5)]
Count = Annotated[int, Field(ge=1, le=10)]


class Course(BaseModel):
    """How far pain should have fallen (percent of where it started) by the end of a week."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    week: int = Field(ge=1, le=52)
    fall_percent: int = Field(ge=1, le=100)


class Thresholds(BaseModel):
    """When a rating, a session or a silence becomes a flag."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    severe_at: int = Field(default=8, ge=5, le=10)
    """A rating of at least this can be severe."""
    severe_rise: Points = 2
    """Points above the patient's own baseline that it takes as well."""
    worsening_rise: Points = 2
    """The rise in points that must not be missed: the minimal important change on a 0-10 scale
    is 2 in most of it (Ostelo et al., Spine 2008)."""
    silent_prompts: Count = 3
    """Delivered prompts in a row without an answer."""
    painful_sessions: Count = 2
    """Sessions in a week that left clearly more pain, or an exercise stopped as too painful."""
    barrier_times: Count = 2
    """Answers of "could not" in a week."""
    course: tuple[Course, ...] = ()
    """The plan's expected course; looked at in weeks 3 and 6 only."""

    @classmethod
    def of_plan(
        cls, changes: Mapping[str, int | float], expected: Iterable[tuple[int, int]] = ()
    ) -> Self:
        """A plan's own numbers over the usual ones; `expected` is (week, fall in percent).

        Raises ValueError (pydantic's) naming each unknown key and each value out of range."""
        course = tuple(Course(week=week, fall_percent=fall) for week, fall in expected)
        return cls.model_validate({**changes, "course": course})
