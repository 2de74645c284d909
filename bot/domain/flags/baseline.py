"""A patient's usual pain: the middle of earlier days, how much they vary, and which way they go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, sqrt

from bot.domain.flags.model import Day, Fact
from bot.domain.flags.tuning import TUNED, Tuning

BAND = 1.28
"""Spreads around the middle that hold four days of five."""
_SCATTER_REPORTS, _SCATTER_PRIOR = 3, 0.6
_BELOW = 3.0
"""Spreads below the centre beyond which a report is an outlier as well."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Usual pain (0-10), the band that holds most days, and what stands behind them."""

    usual: float
    """The median."""
    low: int
    high: int
    reports: int
    spread: float
    """Personal standard deviation in points, shrunk to the population's."""
    level: float
    """What a rise is measured from: the mean, outliers drawn in, and a fall carried on."""
    taken: str = ""
    """The date (ISO) on which it was taken for a flag; it stays while the baseline is frozen."""

    def words(self) -> dict[str, str | int]:
        """For a sentence of the catalogue."""
        return {
            "usual": f"{self.usual:g}",
            "low": self.low,
            "high": self.high,
            "reports": self.reports,
        }

    def facts(self) -> dict[str, Fact]:
        """For a flag's evidence."""
        return {
            "usual": self.usual,
            "low": self.low,
            "high": self.high,
            "reports": self.reports,
            "spread": round(self.spread, 3),
            "level": round(self.level, 3),
            "taken": self.taken,
        }


def frozen(facts: Mapping[str, Fact]) -> Baseline | None:
    """The baseline a flag was raised against, from its evidence."""
    try:
        usual, level, spread = (_number(facts[k]) for k in ("usual", "level", "spread"))
        low, high, reports = (int(_number(facts[k])) for k in ("low", "high", "reports"))
    except KeyError:
        return None
    return Baseline(usual, low, high, reports, spread, level, str(facts.get("taken", "")))


def _number(fact: Fact) -> float:
    if isinstance(fact, int | float):
        return fact
    raise KeyError(fact)


@dataclass(frozen=True, slots=True)
class Usual:
    """The robust estimates that a scan starts from."""

    centre: float
    spread: float
    slope: float
    """Points per day, never above 0: pain that falls in recovery is expected to go on falling."""
    reports: int
    ceiling: float
    floor: float
    """Reports outside floor..ceiling are drawn in to them."""


@dataclass(slots=True)
class Tally:
    """Reports by rating: ratings are few, so estimates cost the same for 5 reports and for 40."""

    counts: dict[int, int]
    days: dict[int, int]
    """Sum of the day numbers on which a rating was given."""
    reports: int
    day_sum: int
    day_squares: int

    def median(self) -> float:
        """The middle rating; 0 without any."""
        low, high = (self.reports - 1) // 2, self.reports // 2
        return (self._at(low) + self._at(high)) / 2 if self.reports else 0.0

    def scatter(self) -> float:
        """Spread around the median, flares included, hardly shrunk: what a patient is used to."""
        centre = self.median()
        squares = sum(max(-3.0, min(3.0, p - centre)) ** 2 * c for p, c in self.counts.items())
        prior = _SCATTER_REPORTS * _SCATTER_PRIOR**2
        return sqrt((squares + prior) / (self.reports + _SCATTER_REPORTS))

    def _at(self, rank: int) -> int:
        for pain in sorted(self.counts):
            rank -= self.counts[pain]
            if rank < 0:
                return pain
        raise IndexError(rank)


def tally(pains: Iterable[int | None]) -> Tally:
    """Count a row of days, numbered from 0."""
    counts: dict[int, int] = {}
    days: dict[int, int] = {}
    squares = 0
    for day, pain in enumerate(pains):
        if pain is not None:
            counts[pain] = counts.get(pain, 0) + 1
            days[pain] = days.get(pain, 0) + day
            squares += day * day
    return Tally(counts, days, sum(counts.values()), sum(days.values()), squares)


def estimate(seen: Tally, tuning: Tuning = TUNED) -> Usual:
    """Centre, spread and slope of reports, outliers drawn in.

    The spread is shrunk to the prior like a variance with `prior_reports` more reports."""
    n, centre = seen.reports, seen.median()
    prior = tuning.prior_reports * tuning.prior_spread**2
    weight = max(n - 1, 0) + tuning.prior_reports
    spread, rest = tuning.prior_spread, dict[int, float]()
    for _ in range(2):
        above = tuning.outlier[0] + tuning.outlier[1] * spread
        below = tuning.outlier[0] + _BELOW * spread
        rest = {p: max(-below, min(above, p - centre)) for p in seen.counts}
        shift = sum(rest[p] * c for p, c in seen.counts.items()) / n if n else 0.0
        rest = {p: max(-below, min(above, p - centre - shift)) for p in seen.counts}
        spread = sqrt((sum(rest[p] ** 2 * c for p, c in seen.counts.items()) + prior) / weight)
    above = tuning.outlier[0] + tuning.outlier[1] * spread
    below = tuning.outlier[0] + _BELOW * spread
    slope, spread = _fall(seen, rest, spread, tuning)
    return Usual(centre, spread, slope, n, centre + above, centre - below)


def _fall(
    seen: Tally, rest: Mapping[int, float], spread: float, tuning: Tuning
) -> tuple[float, float]:
    """The slope of a fall, and the spread around it.

    The regression's slope is shrunk, less where it stands out clearly, and cut off at 0: rising
    is what is looked for. What the fall explains is no scatter."""
    middle = seen.day_sum / seen.reports if seen.reports else 0.0
    together = sum(r * (seen.days[p] - middle * seen.counts[p]) for p, r in rest.items())
    alone = seen.day_squares - middle * seen.day_sum
    if together >= 0 or alone <= 0:
        return 0.0, spread
    squares = sum(rest[p] ** 2 * c for p, c in seen.counts.items()) - together**2 / alone
    prior = tuning.prior_reports * tuning.prior_spread**2
    around = (max(0.0, squares) + prior) / (max(seen.reports - 2, 0) + tuning.prior_reports)
    shrunk = tuning.fall_weight * alone / (alone + tuning.fall_prior * around)
    trust = max(shrunk, 1 - tuning.fall_doubt * around * alone / together**2)
    return trust * together / alone, sqrt((1 - trust) * max(around, spread**2) + trust * around)


def baseline(days: Sequence[Day], before: date, tuning: Tuning = TUNED) -> Baseline | None:
    """The usual of the days before a date; None without any rating among them."""
    start = before.toordinal() - tuning.baseline_days
    pains: list[int | None] = [None] * tuning.baseline_days
    for day in days:
        at = day.date.toordinal() - start
        if 0 <= at < tuning.baseline_days:
            pains[at] = day.pain
    seen = tally(pains)
    if not seen.reports:
        return None
    usual = estimate(seen, tuning)
    drawn = sum(max(usual.floor, min(usual.ceiling, p)) * c for p, c in seen.counts.items())
    return described(usual, drawn / seen.reports)


def described(usual: Usual, level: float) -> Baseline:
    """Estimates as they are shown."""
    reach = BAND * usual.spread
    low = max(0, floor(usual.centre - reach + 0.5))
    high = min(10, floor(usual.centre + reach + 0.5))
    return Baseline(usual.centre, low, high, usual.reports, usual.spread, level)
