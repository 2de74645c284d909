"""Whether files that are each well-formed also fit together."""

from collections.abc import Iterable, Iterator, Mapping

from bot.domain.program.advice import Advice
from bot.domain.program.dose import Dose
from bot.domain.program.exercise import Exercise
from bot.domain.program.plan import Item, Phase, Plan
from bot.domain.program.problem import Problem, did_you_mean
from bot.domain.program.programme import Conditions


def exercise_problems(
    exercises: Mapping[str, Exercise], conditions: Conditions
) -> Iterator[Problem]:
    """Unknown neighbours and contraindications, and doses above the exercise's own most."""
    for e in exercises.values():
        file = f"exercises/{e.id}.toml"
        for key in ("easier", "harder", "instead"):
            yield from unknown(file, key, getattr(e, key), exercises, "an exercise")
        yield from _conditions(file, "not_for", e.not_for, "requires", e.requires, conditions)
        yield from _too_much(file, "dose", e.dose.plain(), e.most, e.id)


def advice_problems(pages: Mapping[str, Advice], conditions: Conditions) -> Iterator[Problem]:
    """Unknown contraindications in the gates of advice."""
    for page in pages.values():
        file = f"advice/{page.id}.toml"
        gates = ("hidden_for", page.hidden_for, "requires", page.requires)
        yield from _conditions(file, *gates, conditions)


def plan_problems(plan: Plan, exercises: Mapping[str, Exercise]) -> Iterator[Problem]:
    """Everything in a plan that its exercises do not bear out."""
    file = f"plans/{plan.id}.toml"
    for number, phase in enumerate(plan.phases):
        place = f"phase {number + 1} ({phase.id})"
        yield from _phase_problems(file, place, plan, number, phase)
        yield from _item_problems(file, place, phase.exercises, exercises)
    yield from _item_problems(file, "flare", plan.flare, exercises)
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
    for turn in ("a", "b"):
        if not turns & {"every", turn}:
            message = f'no exercise on the days of turn "{turn}"'
            yield Problem(file, place, message)
    yield from _twice(file, f"{place} training_days", phase.training_days)
    yield from _twice(file, f"{place} exercise", [item.exercise for item in phase.exercises])


def _item_problems(
    file: str, place: str, items: Iterable[Item], exercises: Mapping[str, Exercise]
) -> Iterator[Problem]:
    for item in items:
        where = f"{place} exercise {item.exercise}"
        exercise = exercises.get(item.exercise)
        if exercise is None:
            yield from unknown(file, place, (item.exercise,), exercises, "an exercise")
            continue
        yield from _dose_problems(file, where, item, exercise)


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
        yield from _too_much(file, place, dose, exercise.most, exercise.id)
        if dose.work() < before:
            yield Problem(file, place, "is less than the step before; steps only go up")
        before = dose.work()


def _too_much(file: str, place: str, dose: Dose, most: Dose, exercise: str) -> Iterator[Problem]:
    for name in dose.exceeding(most):
        limit = getattr(most, name)
        message = f"more than the most that exercises/{exercise}.toml allows, {limit}"
        yield Problem(file, f"{place}.{name}", message, str(getattr(dose, name)))


def ladder_problems(exercises: Mapping[str, Exercise]) -> Iterator[Problem]:
    """Ladders that lead, by easier and harder steps, back to where they began."""
    up: dict[str, set[str]] = {name: set() for name in exercises}
    for e in exercises.values():
        up[e.id] |= {h for h in e.harder if h in up}
        for lower in e.easier:
            up.get(lower, set()).add(e.id)
    for loop in _loops(up):
        message = "the ladder runs in a circle: " + " -> ".join([*loop, loop[0]])
        yield Problem(f"exercises/{loop[0]}.toml", "harder", message)


def _loops(graph: Mapping[str, set[str]]) -> Iterator[list[str]]:
    done: set[str] = set()
    for start in sorted(graph):
        path: list[str] = []
        yield from _walk(start, graph, path, done)


def _walk(
    node: str, graph: Mapping[str, set[str]], path: list[str], done: set[str]
) -> Iterator[list[str]]:
    if node in path:
        yield path[path.index(node) :]
        return
    if node in done:
        return
    path.append(node)
    for following in sorted(graph[node]):
        yield from _walk(following, graph, path, done)
    path.pop()
    done.add(node)


def _conditions(
    file: str,
    bar_key: str,
    bars: Iterable[str],
    need_key: str,
    needs: Iterable[str],
    conditions: Conditions,
) -> Iterator[Problem]:
    yield from unknown(file, bar_key, bars, conditions.contraindications, "a contraindication")
    yield from unknown(file, need_key, needs, conditions.confirmations, "a confirmation")


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
