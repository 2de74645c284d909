"""A patient's usual pain: the middle of earlier days, how much they vary, and which way they go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from math import floor, sqrt

from bot.domain.flags.model import Day, Fact
from bot.domain.flags.tuning import TUNED, Tuning

BAND = 1.28
"""Spreads around the middle that hold four days of five."""
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
        }


def frozen(facts: Mapping[str, Fact]) -> Baseline | None:
    """The baseline a flag was raised against, from its evidence."""
    try:
        usual, level, spread = (_number(facts[k]) for k in ("usual", "level", "spread"))
        low, high, reports = (int(_number(facts[k])) for k in ("low", "high", "reports"))
    except KeyError:
        return None
    return Baseline(usual, low, high, reports, spread, level)


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


def median(ordered: Sequence[int]) -> float:
    """The middle of sorted values; 0 without any."""
    n = len(ordered)
    if not n:
        return 0.0
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


def estimate(days: Sequence[int], pains: Sequence[int], tuning: Tuning = TUNED) -> Usual:
    """Centre, spread and slope of reports (day numbers, ratings), outliers drawn in.

    The spread is shrunk to the prior like a variance with `prior_reports` more reports."""
    n = len(pains)
    centre = median(sorted(pains))
    prior = tuning.prior_reports * tuning.prior_spread**2
    weight = max(n - 1, 0) + tuning.prior_reports
    spread = tuning.prior_spread
    rest: list[float] = []
    for _ in range(2):
        above = tuning.outlier[0] + tuning.outlier[1] * spread
        below = tuning.outlier[0] + _BELOW * spread
        drawn = [max(-below, min(above, p - centre)) for p in pains]
        shift = sum(drawn) / n if n else 0.0
        rest = [max(-below, min(above, p - centre - shift)) for p in pains]
        spread = sqrt((sum(r * r for r in rest) + prior) / weight)
    above = tuning.outlier[0] + tuning.outlier[1] * spread
    below = tuning.outlier[0] + _BELOW * spread
    slope = _fall(days, rest, spread, tuning)
    return Usual(centre, spread, slope, n, centre + above, centre - below)


def _fall(days: Sequence[int], rest: Sequence[float], spread: float, tuning: Tuning) -> float:
    """The regression's slope, shrunk to 0 and cut off there: rising is what is looked for."""
    if not days:
        return 0.0
    middle = sum(days) / len(days)
    away = [d - middle for d in days]
    together = sum(a * r for a, r in zip(away, rest, strict=True))
    alone = sum(a * a for a in away)
    return min(0.0, together / (alone + tuning.fall_prior * spread * spread)) * tuning.fall_weight


def baseline(days: Sequence[Day], before: date, tuning: Tuning = TUNED) -> Baseline | None:
    """The usual of the days before a date; None without any rating among them."""
    start = before.toordinal() - tuning.baseline_days
    known = sorted(
        (d.date.toordinal(), d.pain)
        for d in days
        if d.pain is not None and start <= d.date.toordinal() < before.toordinal()
    )
    if not known:
        return None
    numbers, pains = [k[0] for k in known], [k[1] for k in known]
    usual = estimate(numbers, pains, tuning)
    drawn = [max(usual.floor, min(usual.ceiling, p)) for p in pains]
    return described(usual, sum(drawn) / len(drawn))


def described(usual: Usual, level: float) -> Baseline:
    """Estimates as they are shown and stored."""
    reach = BAND * usual.spread
    low = max(0, floor(usual.centre - reach + 0.5))
    high = min(10, floor(usual.centre + reach + 0.5))
    return Baseline(usual.centre, low, high, usual.reports, usual.spread, level)


def answered(pains: Sequence[int | None]) -> tuple[list[int], list[int]]:
    """Positions and values of the reports in a row of days."""
    there = [p is not None for p in pains]
    return list(compress(range(len(pains)), there)), [p for p in pains if p is not None]
