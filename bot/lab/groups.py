"""The engine's results by what patients are like: for whom does it work, and for whom less?"""

from collections.abc import Callable, Iterator, Sequence

from bot.lab.contest import Result
from bot.lab.generator import STEP, WEEK_RAMP, Person
from bot.lab.tables import percent_between, rate_between

HEAD = ("patients", "false flags per patient-month", "+2 step, %", "+2 in a week, %")

_TRAITS: dict[str, Callable[[Person], float]] = {
    "usual pain": lambda who: who.level,
    "scatter": lambda who: who.spread,
    "carry-over": lambda who: who.carry,
    "unanswered": lambda who: who.missing,
    "missed when worse": lambda who: who.missed_when_worse,
    "flares a month": lambda who: who.flares_a_month,
}


def rows(result: Result) -> Iterator[list[str]]:
    """Each trait in three groups of equal size (low, middle, high), and by recovery."""
    people = result.contest.people
    for name, trait in _TRAITS.items():
        order = sorted(range(len(people)), key=lambda i: trait(people[i]))
        third = max(1, len(order) // 3)
        for group in (order[:third], order[third:-third], order[-third:]):
            low, high = trait(people[group[0]]), trait(people[group[-1]])
            yield _row(f"{name} {low:.2g}-{high:.2g}", result, group)
    yield _row("stable", result, [i for i, who in enumerate(people) if not who.fall_a_day])
    yield _row("improving", result, [i for i, who in enumerate(people) if who.fall_a_day])


def _row(name: str, result: Result, group: Sequence[int]) -> list[str]:
    return [
        name,
        rate_between(result.false_flags(group)),
        percent_between(result.found(STEP.name, group).soon),
        percent_between(result.found(WEEK_RAMP.name, group).soon),
    ]
