"""What a plan prescribes on a day, and how long it takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from bot.domain.program.dose import Dose
from bot.domain.program.exercise import Exercise
from bot.domain.program.plan import TURNS, WEEKDAYS, Item, Phase, Plan, Weekday

# Reading the steps and getting into the position, for each exercise.
_SETTLING_SECONDS = 25


@dataclass(frozen=True, slots=True)
class Position:
    """Where in a plan a patient is; both numbers count from 0."""

    phase: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Prescribed:
    """One exercise with the dose of one day."""

    exercise: str
    dose: Dose
    per_side: bool = False

    @property
    def seconds(self) -> int:
        """About how long one go takes, getting ready included."""
        return self.dose.seconds(2 if self.per_side else 1) + _SETTLING_SECONDS


def minutes(items: Iterable[Prescribed]) -> int:
    """About how many minutes the exercises take together, rounded up."""
    return ceil(sum(item.seconds for item in items) / 60)


def prescribe(exercise: Exercise) -> Prescribed:
    """The exercise in its own usual dose."""
    return Prescribed(exercise.id, exercise.dose.plain(), exercise.dose.per_side)


def session(
    plan: Plan,
    exercises: Mapping[str, Exercise],
    day: date,
    started: date,
    at: Position,
    training_days: frozenset[Weekday] | None = None,
) -> tuple[Prescribed, ...]:
    """What the plan prescribes on `day`, before any contraindication; nothing on a rest day.

    `started` is the first day of the plan: it decides whose turn it is where exercises alternate.
    `training_days` agreed with the patient go before those of the phase.
    """
    phase = plan.phases[at.phase]
    days = training_days if training_days is not None else frozenset(phase.training_days)
    if weekday(day) not in days:
        return ()
    turn = TURNS[training_count(started, day, days) % len(TURNS)]
    return in_turn(phase, turn, exercises, at.step)


def in_turn(
    phase: Phase, turn: str, exercises: Mapping[str, Exercise], step: int
) -> tuple[Prescribed, ...]:
    """What a phase prescribes on the training days of turn "a" or "b"."""
    items = (i for i in phase.exercises if i.turn in ("every", turn))
    return _prescribed(items, exercises, step)


def flare_session(plan: Plan, exercises: Mapping[str, Exercise]) -> tuple[Prescribed, ...]:
    """The gentle set of the plan, for each of the days of a flare-up."""
    return _prescribed(plan.flare, exercises, 0)


def weekday(day: date) -> Weekday:
    """The day's name as plan files write it."""
    return WEEKDAYS[day.weekday()]


def training_count(started: date, day: date, days: frozenset[Weekday]) -> int:
    """How many training days lie from `started` up to `day`, without `day` itself."""
    weeks, rest = divmod(max((day - started).days, 0), 7)
    first_of_rest = started + timedelta(weeks=weeks)
    tail = (weekday(first_of_rest + timedelta(days=n)) in days for n in range(rest))
    return weeks * len(days) + sum(tail)


def _prescribed(
    items: Iterable[Item], exercises: Mapping[str, Exercise], step: int
) -> tuple[Prescribed, ...]:
    """Doses as the plan gives them, but never above what the exercise's file allows today.

    A plan begun earlier may name an exercise whose file is gone: that one is left out.
    """
    found = ((item, exercises[item.exercise]) for item in items if item.exercise in exercises)
    return tuple(
        Prescribed(
            exercise.id,
            item.dose_at(step).applied_to(exercise.dose.plain()).capped(exercise.most),
            exercise.dose.per_side,
        )
        for item, exercise in found
    )
