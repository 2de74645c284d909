"""The ladder from easier to harder exercises, and the circles it must not have."""

from collections.abc import Iterator, Mapping

from bot.domain.program.exercise import Exercise
from bot.domain.program.problem import Problem


def completed(exercises: Mapping[str, Exercise]) -> dict[str, Exercise]:
    """The exercises, each rung known from both sides though a file names only one neighbour."""
    up = _upwards(exercises)

    def both(e: Exercise) -> Exercise:
        easier = (*e.easier, *(n for n in up if e.id in up[n] and n not in e.easier))
        harder = (*e.harder, *(n for n in sorted(up[e.id]) if n not in e.harder))
        return e.model_copy(update={"easier": easier, "harder": harder})

    return {name: both(e) for name, e in exercises.items()}


def ladder_problems(exercises: Mapping[str, Exercise]) -> Iterator[Problem]:
    """Ladders that lead, by easier and harder steps, back to where they began."""
    for loop in _loops(_upwards(exercises)):
        message = "the ladder runs in a circle: " + " -> ".join([*loop, loop[0]])
        yield Problem(f"exercises/{loop[0]}.toml", "easier, harder", message)


def _upwards(exercises: Mapping[str, Exercise]) -> dict[str, set[str]]:
    up: dict[str, set[str]] = {name: set() for name in exercises}
    for e in exercises.values():
        up[e.id] |= {above for above in e.harder if above in up}
        for below in e.easier:
            up.get(below, set()).add(e.id)
    return up


def _loops(graph: Mapping[str, set[str]]) -> Iterator[list[str]]:
    done: set[str] = set()
    for start in sorted(graph):
        yield from _walk(start, graph, [], done)


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
