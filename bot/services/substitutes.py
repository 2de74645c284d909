"""What a patient does instead of exercises that were too painful, until a therapist changes it."""

from collections.abc import Iterator, Mapping

from bot.domain.program.exercise import Exercise
from bot.domain.program.session import Prescribed, prescribe

Substitutes = Mapping[str, str | None]


def fitted(
    items: tuple[Prescribed, ...], exercises: Mapping[str, Exercise], instead: Substitutes
) -> tuple[Prescribed, ...]:
    """The session with each painful exercise replaced or left out; none comes twice."""
    return tuple(_fitted(items, exercises, instead)) if instead else items


def _fitted(
    items: tuple[Prescribed, ...], exercises: Mapping[str, Exercise], instead: Substitutes
) -> Iterator[Prescribed]:
    taken = {item.exercise for item in items if item.exercise not in instead}
    for item in items:
        if item.exercise not in instead:
            yield item
            continue
        found = final(item.exercise, instead)
        if found is not None and found in exercises and found not in taken:
            taken.add(found)
            yield prescribe(exercises[found])


def final(exercise: str, instead: Substitutes) -> str | None:
    """Where a chain of easier exercises ends: bridge -> low bridge -> nothing."""
    seen: set[str] = set()
    found: str | None = exercise
    while found is not None and found in instead and found not in seen:
        seen.add(found)
        found = instead[found]
    return None if found in seen else found
