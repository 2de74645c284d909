"""Diaries with known truth, and every rule's raises on them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.domain.flags import Day, Kind, Thresholds
from bot.domain.flags.tuning import TUNED, Tuning
from bot.domain.replay import replay_days
from bot.lab import published
from bot.lab.generator import CHANGES, Change, Pains, Person, Population, diary, person
from bot.lab.oracle import oracle
from bot.lab.score import FOUND_WITHIN, Found, Rate, Share, by_chance, found, rate

STABLE_DAYS = 90
BEGINS = (28, 45)
"""A change begins on a day of this range: four weeks of history at least."""
UNCOUNTED = (Kind.SILENCE, Kind.NOT_IMPROVING)
_START = date(2024, 1, 1)
Detector = Callable[[int, Pains], list[int]]
"""From a patient's number and ratings to the days on which a flag is raised."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Patients and their diaries: without a change, and the same people with each change."""

    still: Sequence[Pains]
    changed: Mapping[str, Sequence[Pains]]
    begins: Sequence[int]
    people: Sequence[Person] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One rule's raises in a contest, and what they are worth."""

    still: Sequence[Sequence[int]]
    changed: Mapping[str, Sequence[Sequence[int]]]
    contest: Contest

    def false_flags(self, who: Iterable[int] | None = None) -> Rate:
        """Flags per patient-month without a change; of some patients by number, or of all."""
        chosen = range(len(self.still)) if who is None else list(who)
        return rate(
            [len(self.still[i]) for i in chosen], [len(self.contest.still[i]) for i in chosen]
        )

    def found(self, change: str, who: Iterable[int] | None = None) -> Found:
        chosen = range(len(self.still)) if who is None else list(who)
        raises = self.changed[change]
        return found([raises[i] for i in chosen], [self.contest.begins[i] for i in chosen])

    def chance(self) -> Share:
        return by_chance(self.still, self.contest.begins)


def generated(
    patients: int,
    seed: int,
    population: Population | None = None,
    changes: Sequence[Change] = CHANGES,
) -> Contest:
    """A contest of made-up patients; the same seed gives the same diaries."""
    random = Random(seed)  # noqa: S311 - repeatable on purpose
    people = [person(random, population or Population()) for _ in range(patients)]
    seeds = [random.getrandbits(48) for _ in people]
    begins = [random.randrange(*BEGINS) for _ in people]
    cases = list(zip(people, seeds, begins, strict=True))
    return Contest(
        [diary(who, seed, STABLE_DAYS) for who, seed, _ in cases],
        {
            change.name: [
                diary(who, seed, at + FOUND_WITHIN + 1, change, at) for who, seed, at in cases
            ]
            for change in changes
        },
        begins,
        people,
    )


def run(detector: Detector, contest: Contest, changes: Iterable[str] | None = None) -> Result:
    """One rule on every diary (of some changes only, where given)."""
    names = contest.changed if changes is None else changes
    return Result(
        [detector(i, pains) for i, pains in enumerate(contest.still)],
        {
            name: [detector(i, pains) for i, pains in enumerate(contest.changed[name])]
            for name in names
        },
        contest,
    )


def engine(tuning: Tuning = TUNED, only: Kind | None = None) -> Detector:
    """The live engine; every kind counts but silence and not_improving, or one kind alone."""
    usual = Thresholds()

    def detect(_: int, pains: Pains) -> list[int]:
        days = [
            Day(_START + timedelta(days=n), pain=pain, is_first=n == 0)
            for n, pain in enumerate(pains)
        ]
        raised = [r for r in replay_days(days, usual, tuning) if r.kind not in UNCOUNTED]
        return [(r.on - _START).days for r in raised if only in (None, r.kind)]

    return detect


def of_rule(rule: published.Rule) -> Detector:
    """A published rule, quiet for a week after each flag."""
    return lambda _, pains: published.quiet_for_a_week(rule(pains))


def knowing(people: Sequence[Person], limit: float) -> Detector:
    """The oracle at a limit."""
    return lambda i, pains: published.quiet_for_a_week(oracle(people[i], pains, limit))
