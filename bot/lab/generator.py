"""Made-up patients whose diaries behave as published ones do. The truth about each is known.

What is drawn, and from where:

- day-to-day scatter: log-normal around 0.8, kept within 0.4-2.2 points (within-person SD 1.2 on
  average, Pagé et al. 2022; 0.3-2.9 in a 2024 congress poster; daily worst values vary less);
- carry-over from day to day (AR(1)) 0.1-0.55, as in most diary series of rheumatic pain;
- flares of one or two days, +2.5 points (Suri et al. 2011: +2.7, three of four gone in a day);
- recovery in three patients of ten: 10-40 % of the pain gone in eight weeks;
- unanswered days: mostly about one in five, up to two in five (Axén et al. 2012: 82.5 % answered),
  and the more likely the worse the day is;
- ratings are rounded and end at 0 and 10.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from math import exp, floor, log, sqrt
from random import Random

RECOVERY_DAYS = 56
Pains = list[int | None]


@dataclass(frozen=True, slots=True)
class Population:
    """Ranges that patients are drawn from."""

    level: tuple[float, float] = (2.0, 6.0)
    spread_middle: float = 0.8
    spread_log_sd: float = 0.4
    spread: tuple[float, float] = (0.4, 2.2)
    carry: tuple[float, float] = (0.1, 0.55)
    flares_a_month: tuple[float, float] = (0.2, 1.0)
    recovering: float = 0.3
    recovery: tuple[float, float] = (0.1, 0.4)
    missing_beta: tuple[float, float] = (1.5, 6.0)
    most_missing: float = 0.4
    missed_when_worse: float = 0.8
    """Upper end of the rise in log-odds of a missed day per spread of pain."""


@dataclass(frozen=True, slots=True)
class Person:
    """The truth about one patient; spread in points."""

    level: float
    spread: float
    carry: float
    flares_a_month: float
    fall_a_day: float
    missing: float
    missed_when_worse: float

    def expected(self, day: int) -> float:
        """The level without scatter, flares or change."""
        return self.level - self.fall_a_day * min(day, RECOVERY_DAYS)

    def missing_odds(self, deviation: float) -> float:
        """Log-odds of no answer on a day `deviation` spreads above the expected."""
        bent = max(-2.0, min(3.0, deviation))
        return log(self.missing / (1 - self.missing)) + self.missed_when_worse * (bent - 0.3)


@dataclass(frozen=True, slots=True)
class Change:
    """A worsening by `points`, in full after `days` days (1 = a step)."""

    name: str
    points: float
    days: int

    def at(self, day: int) -> float:
        """Points on the n-th day of the change, counted from 0; before it 0."""
        return self.points * max(0.0, min(1.0, (day + 1) / self.days))


STEP = Change("+2 step", 2.0, 1)
WEEK_RAMP = Change("+2 in a week", 2.0, 7)
STRONG_RAMP = Change("+3 in a week", 3.0, 7)
SLOW_RAMP = Change("+2 in three weeks", 2.0, 21)
CHANGES = (STEP, WEEK_RAMP, STRONG_RAMP, SLOW_RAMP)


def person(random: Random, population: Population) -> Person:
    """Draw one patient."""
    spread = population.spread_middle * exp(random.gauss(0.0, population.spread_log_sd))
    level = random.uniform(*population.level)
    is_recovering = random.random() < population.recovering
    share = random.uniform(*population.recovery)
    return Person(
        level=level,
        spread=min(population.spread[1], max(population.spread[0], spread)),
        carry=random.uniform(*population.carry),
        flares_a_month=random.uniform(*population.flares_a_month),
        fall_a_day=share * level / RECOVERY_DAYS if is_recovering else 0.0,
        missing=min(
            population.most_missing, max(0.001, random.betavariate(*population.missing_beta))
        ),
        missed_when_worse=random.uniform(0.0, population.missed_when_worse),
    )


def diary(
    who: Person, seed: int, days: int, change: Change | None = None, begins: int = 0
) -> Pains:
    """Daily ratings, None = not answered. The same seed gives the same luck with another change."""
    rated: Pains = []
    for day, noise, chance in _luck(who, Random(seed), days):  # noqa: S311 - not a secret
        shift = change.at(day - begins) if change else 0.0
        deviation = (noise + shift) / who.spread
        if chance < 1 / (1 + exp(-who.missing_odds(deviation))):
            rated.append(None)
        else:
            rated.append(as_rating(who.expected(day) + noise + shift))
    return rated


def _luck(who: Person, random: Random, days: int) -> Iterator[tuple[int, float, float]]:
    """Per day: scatter and flare in points, and a number that decides whether it is answered."""
    fresh = sqrt(1 - who.carry**2)
    scatter = random.gauss(0.0, 1.0)
    flare, lasts = 0.0, 0
    for day in count():
        if day == days:
            return
        lasts -= 1
        starts, longer, size = random.random(), random.random(), random.gauss(2.5, 0.7)
        if starts < who.flares_a_month / 30:
            flare, lasts = max(1.0, size), 2 if longer < 0.35 else 1
        yield day, who.spread * scatter + (flare if lasts > 0 else 0.0), random.random()
        scatter = who.carry * scatter + fresh * random.gauss(0.0, 1.0)


def as_rating(value: float) -> int:
    """A latent value as a patient taps it: rounded half up, 0-10."""
    return max(0, min(10, floor(value + 0.5)))
