"""Whether files that are each well-formed also fit together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.program.advice import Advice
from bot.domain.program.conditions import Conditions
from bot.domain.program.dose import Dose
from bot.domain.program.exercise import Exercise
from bot.domain.program.ladder import ladder_problems
from bot.domain.program.plan import TURNS, Item, Phase, Plan
from bot.domain.program.problem import Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Parts:
    """What could be read; a file with mistakes of its own is missing here, but still named."""

    exercises: Mapping[str, Exercise]
    plans: Mapping[str, Plan]
    advice: Mapping[str, Advice]
    conditions: Conditions | None
    exercise_names: frozenset[str]


def all_problems(parts: Parts) -> Iterator[Problem]:
    """Every mistake that shows only between files."""
    for exercise in parts.exercises.values():
        yield from _exercise_problems(exercise, parts)
    yield from ladder_problems(parts.exercises)
    for plan in parts.plans.values():
        yield from _plan_problems(plan, parts)
    for page in parts.advice.values():
        file = f"advice/{page.id}.toml"
        yield from _barred(file, "hidden_for", page.hidden_for, parts.conditions)
        yield from _needed(file, "requires", page.requires, parts.conditions)
        yield from unknown(file, "plans", page.plans, parts.plans, "a plan")


def _exercise_problems(e: Exercise, parts: Parts) -> Iterator[Problem]:
    file = f"exercises/{e.id}.toml"
    for key in ("easier", "harder", "instead"):
        yield from unknown(file, key, getattr(e, key), parts.exercise_names, "an exercise")
    yield from _barred(file, "not_for", e.not_for, parts.conditions)
    yield from _needed(file, "requires", e.requires, parts.conditions)
    yield from _too_much(file, "dose", e.dose.plain(), e)


def _plan_problems(plan: Plan, parts: Parts) -> Iterator[Problem]:
    file = f"plans/{plan.id}.toml"
    for number, phase in enumerate(plan.phases):
        place = f"phase {number + 1} ({phase.id})"
        yield from _phase_problems(file, place, plan, number, phase)
        yield from _item_problems(file, place, phase.exercises, parts)
    yield from _item_problems(file, "flare", plan.flare, parts)
    yield from _twice(file, "phase", [phase.id for phase in plan.phases])


def _phase_problems(
    file: str, place: str, plan: Plan, number: int, phase: Phase
) -> Iterator[Problem]:
    needed, days = plan.rule(number).sessions, len(phase.training_days)
    if needed > days:
        message = f"no patient can leave this phase: {needed} sessions on {days} training_days"
        yield Problem(file, f"{place} advance.sessions", message)
    if phase.steps > phase.weeks:
        message = f"{phase.steps} dose steps need as many weeks, the phase has {phase.weeks}"
        yield Problem(file, f"{place} weeks", message)
    turns = {item.turn for item in phase.exercises}
    for turn in TURNS:
        if turns.isdisjoint(("every", turn)):
            yield Problem(file, place, f'no exercise on the days of turn "{turn}"')
    yield from _twice(file, f"{place} training_days", phase.training_days)
    yield from _twice(file, f"{place} exercise", [item.exercise for item in phase.exercises])


def _item_problems(file: str, place: str, items: Iterable[Item], parts: Parts) -> Iterator[Problem]:
    names = [item.exercise for item in items]
    yield from unknown(file, f"{place} exercise", names, parts.exercise_names, "an exercise")
    for item in items:
        if exercise := parts.exercises.get(item.exercise):
            yield from _dose_problems(file, f"{place} exercise {exercise.id}", item, exercise)


def _dose_problems(file: str, where: str, item: Item, exercise: Exercise) -> Iterator[Problem]:
    before = 0
    for number, change in enumerate(item.doses, start=1):
        place = f"{where} doses {number}"
        try:
            dose = change.applied_to(exercise.dose.plain())
        except ValueError:
            message = "impossible dose: give either minutes, or reps and hold_seconds"
            yield Problem(file, place, message)
            continue
        yield from _too_much(file, place, dose, exercise)
        if dose.work() < before:
            yield Problem(file, place, "is less than the step before; steps only go up")
        before = dose.work()


def _too_much(file: str, place: str, dose: Dose, exercise: Exercise) -> Iterator[Problem]:
    for name in dose.exceeding(exercise.most):
        limit = getattr(exercise.most, name)
        message = f"more than the most in exercises/{exercise.id}.toml, {limit}"
        yield Problem(file, f"{place}.{name}", message, str(getattr(dose, name)))


def _barred(
    file: str, place: str, given: Iterable[str], conditions: Conditions | None
) -> Iterator[Problem]:
    if conditions:
        known = conditions.contraindications
        yield from unknown(file, place, given, known, "a contraindication")


def _needed(
    file: str, place: str, given: Iterable[str], conditions: Conditions | None
) -> Iterator[Problem]:
    if conditions:
        yield from unknown(file, place, given, conditions.confirmations, "a confirmation")


def unknown(
    file: str, place: str, given: Iterable[str], known: Iterable[str], what: str
) -> Iterator[Problem]:
    """A problem for every id that is none of the known ones."""
    names = list(known)
    for name in given:
        if name not in names:
            yield Problem(file, place, f"not {what}", f'"{name}"', did_you_mean(name, names))


def _twice(file: str, place: str, names: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Problem(file, place, "is there twice", f'"{name}"')
        seen.add(name)
