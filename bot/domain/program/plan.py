"""A plan: phases of exercises whose doses grow in steps, and the rules for moving through them."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.domain.flags.thresholds import Thresholds
from bot.domain.program.dose import DOSE_FIELDS, DoseChange
from bot.domain.program.exercise import Exercise
from bot.domain.program.words import Data, Line, Title, Whole

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TURNS = ("a", "b")
Pain = Annotated[Whole, Field(ge=0, le=10)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Percent = Annotated[Whole, Field(ge=1, le=100)]


class Item(Data):
    """An exercise's place in a phase."""

    exercise: str
    """Exercise id."""
    turn: Literal["every", "a", "b"] = "every"
    """"a" and "b" take turns from one training day to the next; "every" is always there."""
    doses: tuple[DoseChange, ...] = (DoseChange(),)
    """One dose for each step of the phase; the last one stays while others have more steps."""

    @model_validator(mode="after")
    def _has_a_dose(self) -> Self:
        if not self.doses:
            raise ValueError("doses is empty; leave it out to take the exercise's own dose")
        return self

    def pinned(self, exercise: Exercise) -> Self:
        """The same with every dose written out, apart from later changes of the exercise."""
        doses = (change.applied_to(exercise.dose.plain()) for change in self.doses)
        whole = tuple(DoseChange(**{f: getattr(d, f) for f in DOSE_FIELDS}) for d in doses)
        return self.model_copy(update={"doses": whole})

    def dose_at(self, step: int) -> DoseChange:
        """The dose of a step (0-based)."""
        return self.doses[min(step, len(self.doses) - 1)]


class AdvanceRule(Data):
    """When a good week makes the plan propose the next step."""

    sessions: Whole = Field(ge=0, le=7)
    """Sessions done in the week; in proportion for patients who train on fewer days."""
    pain_at_most: Pain = 3
    """Median of the week's ratings; the patient's own baseline counts where it is higher."""
    worse_sessions: Whole = Field(default=0, ge=0, le=7)
    """Sessions that may have left clearly more pain."""


class StepBackRule(Data):
    """When a bad week makes the plan propose the step before. Any one of these is enough."""

    pain_rise: Whole = Field(default=2, ge=1, le=10)
    """Points the week's median lies above the patient's baseline."""
    worse_sessions: Whole = Field(default=2, ge=1, le=7)
    """Sessions that left clearly more pain."""
    too_painful: Whole = Field(default=2, ge=1, le=20)
    """Times an exercise was stopped as too painful."""


class EarlyExit(Data):
    """When somebody is well soon enough to leave for the last phase."""

    from_week: Whole = Field(ge=2, le=12)
    pain_at_most: Pain
    """Median of the week's ratings."""


class Milestone(Data):
    """Where most patients are after some weeks."""

    week: Whole = Field(ge=1, le=52)
    fall_percent: Percent
    """How far the pain should have fallen from where it started."""


class Phase(Data):
    """Some weeks of a plan."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")
    name: Title
    goal: Line
    """What this phase is for, in the patient's words."""
    weeks: Whole = Field(ge=1, le=26)
    """How long it usually takes."""
    training_days: tuple[Weekday, ...] = Field(min_length=1)
    """Days with exercises, unless the therapist agrees on others with the patient."""
    advance: AdvanceRule | None = None
    """Left out: the plan's."""
    exercises: tuple[Item, ...] = Field(alias="exercise", min_length=1)

    @property
    def steps(self) -> int:
        """How many dose steps the phase has."""
        return max(len(item.doses) for item in self.exercises)


class Plan(Data):
    """A plan file; its id is the file's name without `.toml`."""

    id: str = ""
    """Left out in the file: the file's name is the id."""
    file_format: Literal[1] = Field(alias="schema")
    """The version of this file format: 1."""
    version: Whole = Field(ge=1)
    """Raise by one with every change; a patient stays on the version they began until moved."""
    reviewed_by: str
    """Name, profession and date of the reviewer; "" = draft."""
    source: str
    """What the plan was built from, so that a reviewer can judge it."""
    name: Title
    about: Line
    """One line for the therapist who chooses a plan."""
    course: Line
    """What the patient can expect, and when."""
    stop_rule: Line
    """The one line that stands under every session."""
    advance: AdvanceRule
    step_back: StepBackRule = StepBackRule()
    early_exit: EarlyExit | None = None
    expected: tuple[Milestone, ...] = ()
    flags: dict[str, Number] = Field(default_factory=dict)
    """Where this plan's flags differ from the usual thresholds."""
    phases: tuple[Phase, ...] = Field(alias="phase", min_length=1)
    flare: tuple[Item, ...] = Field(min_length=1)
    """The gentle set for the three days of a flare-up."""

    @property
    def weeks(self) -> int:
        """The usual length of the whole plan."""
        return sum(phase.weeks for phase in self.phases)

    @property
    def items(self) -> tuple[Item, ...]:
        """Every exercise the plan names, flare-up set included."""
        return (*(item for phase in self.phases for item in phase.exercises), *self.flare)

    @property
    def thresholds(self) -> Thresholds:
        """Where flags begin for patients on this plan; raises pydantic's ValueError."""
        return Thresholds.of_plan(self.flags, ((m.week, m.fall_percent) for m in self.expected))

    def pinned(self, exercises: Mapping[str, Exercise]) -> Self:
        """The plan as it is to be stored with a patient who begins it: every dose written out."""

        def whole(items: tuple[Item, ...]) -> tuple[Item, ...]:
            return tuple(item.pinned(exercises[item.exercise]) for item in items)

        phases = (p.model_copy(update={"exercises": whole(p.exercises)}) for p in self.phases)
        return self.model_copy(update={"phases": tuple(phases), "flare": whole(self.flare)})

    def rule(self, phase: int) -> AdvanceRule:
        """The advance rule of a phase (0-based)."""
        return self.phases[phase].advance or self.advance
