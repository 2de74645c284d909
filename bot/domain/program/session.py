"""What a day holds: the prescribed exercises, how long they take, and what was left out and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from bot.domain.program.dose import Dose
from bot.domain.program.exercise import Exercise
from bot.domain.program.plan import WEEKDAYS, Item, Plan, Weekday

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


@dataclass(frozen=True, slots=True)
class Change:
    """An exercise that a patient's contraindications took out, and what came in its place."""

    exercise: str
    replaced_by: str | None
    not_for: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A day's exercises after filtering; empty on a rest day."""

    items: tuple[Prescribed, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def minutes(self) -> int:
        """About how long it takes, rounded up."""
        return minutes(self.items)


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
    turn = "a" if training_count(started, day, days) % 2 == 0 else "b"
    items = (i for i in phase.exercises if i.turn in ("every", turn))
    return _prescribed(items, exercises, at.step)


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


def filter_session(
    items: tuple[Prescribed, ...],
    exercises: Mapping[str, Exercise],
    contraindications: frozenset[str],
    confirmed: frozenset[str],
) -> Session:
    """Takes out what this patient must not do; an allowed neighbour comes in its place if any is.

    Easier neighbours are looked for first, then those named `instead`; never harder ones.
    """

    def allowed(exercise: Exercise) -> bool:
        return not exercise.barred_by(contraindications) and not exercise.unconfirmed(confirmed)

    taken = {item.exercise for item in items}
    kept: list[Prescribed] = []
    changes: list[Change] = []
    for item in items:
        exercise = exercises[item.exercise]
        if allowed(exercise):
            kept.append(item)
            continue
        found = gentler(exercise, exercises, lambda e: allowed(e) and e.id not in taken)
        if found:
            taken.add(found.id)
            kept.append(prescribe(found))
        changes.append(_change(exercise, found, contraindications, confirmed))
    return Session(tuple(kept), tuple(changes))


def _change(
    out: Exercise,
    found: Exercise | None,
    contraindications: frozenset[str],
    confirmed: frozenset[str],
) -> Change:
    return Change(
        out.id,
        found.id if found else None,
        out.barred_by(contraindications),
        out.unconfirmed(confirmed),
    )


def gentler(
    exercise: Exercise, exercises: Mapping[str, Exercise], fits: Callable[[Exercise], bool]
) -> Exercise | None:
    """The nearest exercise that fits: down the ladder first, then what stands `instead`."""
    seen = {exercise.id}
    row = [*exercise.easier, *exercise.instead]
    while row:
        name = row.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if fits(exercises[name]):
            return exercises[name]
        row.extend(exercises[name].easier)
    return None


def ease(
    item: Prescribed,
    exercises: Mapping[str, Exercise],
    contraindications: frozenset[str],
    confirmed: frozenset[str],
    taken: frozenset[str] = frozenset(),
) -> Prescribed | None:
    """The easier neighbour for a patient to whom this was too painful; none: stop this one."""

    def fits(e: Exercise) -> bool:
        free = e.id not in taken and not e.barred_by(contraindications)
        return free and not e.unconfirmed(confirmed)

    exercise = exercises[item.exercise]
    only_easier = exercise.model_copy(update={"instead": ()})
    found = gentler(only_easier, exercises, fits)
    return prescribe(found) if found else None


def halved(item: Prescribed) -> Prescribed:
    """The same exercise with about half the repetitions or minutes, at least one."""
    dose = item.dose.model_copy(
        update={"reps": ceil(item.dose.reps / 2), "minutes": ceil(item.dose.minutes / 2)}
    )
    return replace(item, dose=dose)
