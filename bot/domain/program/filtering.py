"""A session made fit for one patient: what they must not do goes, an easier one may come."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil

from bot.domain.program.exercise import Exercise
from bot.domain.program.session import Prescribed, minutes, prescribe


@dataclass(frozen=True, slots=True)
class Change:
    """An exercise that this patient must not get, why, and what came in its place."""

    exercise: str
    replaced_by: str | None
    not_for: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    is_withheld: bool = False
    """Its file waits for a review."""


@dataclass(frozen=True, slots=True)
class Session:
    """A day's exercises after filtering; empty on a rest day."""

    items: tuple[Prescribed, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def minutes(self) -> int:
        """About how long it takes, rounded up."""
        return minutes(self.items)


@dataclass(frozen=True, slots=True)
class Fitness:
    """What decides which exercises and pages a patient may get."""

    contraindications: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    """Ids of the conditions file, as those before."""
    withheld: frozenset[str] = frozenset()
    """Ids of exercises whose wording and doses nobody has reviewed or accepted yet."""
    withheld_pages: frozenset[str] = frozenset()
    """Ids of advice pages of which the same is true."""

    def allows(self, exercise: Exercise) -> bool:
        """Whether nothing forbids it and a therapist has confirmed what it requires."""
        barred = exercise.id in self.withheld or exercise.barred_by(self.contraindications)
        return not barred and not exercise.unconfirmed(self.confirmed)


ANYBODY = Fitness()
"""Somebody to whom nothing is forbidden, of whom nothing is confirmed."""


def filter_session(
    items: tuple[Prescribed, ...],
    exercises: Mapping[str, Exercise],
    fitness: Fitness,
) -> Session:
    """Takes out what this patient must not do; an allowed neighbour comes in its place if any is.

    Easier neighbours are looked for first, then those named `instead`; never harder ones.
    """
    taken = {item.exercise for item in items}
    kept: list[Prescribed] = []
    changes: list[Change] = []
    for item in items:
        exercise = exercises[item.exercise]
        if fitness.allows(exercise):
            kept.append(item)
            continue
        found = _first_free(_neighbours(exercise, exercises), fitness, taken)
        if found:
            taken.add(found.id)
            kept.append(prescribe(found))
        changes.append(_change(exercise, found, fitness))
    return Session(tuple(kept), tuple(changes))


def ease(
    item: Prescribed,
    exercises: Mapping[str, Exercise],
    fitness: Fitness,
    taken: frozenset[str] = frozenset(),
) -> Prescribed | None:
    """The easier neighbour for a patient to whom this was too painful; none: stop this one."""
    easier = _down(exercises[item.exercise], exercises)
    found = _first_free(easier, fitness, taken)
    return prescribe(found) if found else None


def halved(item: Prescribed) -> Prescribed:
    """The same exercise with about half the repetitions or minutes, at least one."""
    dose = item.dose.model_copy(
        update={"reps": ceil(item.dose.reps / 2), "minutes": ceil(item.dose.minutes / 2)}
    )
    return replace(item, dose=dose)


def _first_free(
    row: Iterator[Exercise], fitness: Fitness, taken: Collection[str]
) -> Exercise | None:
    return next((e for e in row if e.id not in taken and fitness.allows(e)), None)


def _neighbours(exercise: Exercise, exercises: Mapping[str, Exercise]) -> Iterator[Exercise]:
    """Down the ladder first, then what stands `instead` and what is easier than that."""
    yield from _down(exercise, exercises)
    for name in exercise.instead:
        yield exercises[name]
        yield from _down(exercises[name], exercises)


def _down(exercise: Exercise, exercises: Mapping[str, Exercise]) -> Iterator[Exercise]:
    """Everything easier, the nearest first; a checked ladder has no circles."""
    row = list(exercise.easier)
    while row:
        below = exercises[row.pop(0)]
        yield below
        row.extend(below.easier)


def _change(out: Exercise, found: Exercise | None, fitness: Fitness) -> Change:
    return Change(
        out.id,
        found.id if found else None,
        out.barred_by(fitness.contraindications),
        out.unconfirmed(fitness.confirmed),
        out.id in fitness.withheld,
    )
