"""Has the level risen, and since when? A scan over every day on which a change may have begun.

For each such day the reports since then are set against the baseline of the days before it
(a windowed generalised likelihood ratio, written like a CUSUM). Each report counts for its rise
above that baseline less an allowance, up to a most; unanswered prompts add a little where the
reports are raised anyway. As every candidate has a baseline of its own, a change neither leaks
into the baseline nor waits for a lag. Everything grows with today's rating: a higher one never
finds less.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.domain.flags.baseline import Baseline, Usual
from bot.domain.flags.series import Series
from bot.domain.flags.tuning import Tuning

_FROZEN_REPORTS = 20
"""Reports that a frozen baseline is taken to stand on."""


@dataclass(frozen=True, slots=True)
class Rise:
    """The strongest evidence found; a strength of 1 makes a flag."""

    strength: float
    """Over all of the evidence days: has it faded?"""
    fresh: float
    """Over the days since the last flag alone: is there something new to tell?"""
    begun: int
    """Position of the day on which the change most likely began."""
    level: float
    """The baseline before that day."""
    latest_level: float
    """The baseline before today."""
    reports: int
    """Reports behind that baseline."""


class _Before:
    """Levels of the days before any position, by prefix sums."""

    def __init__(self, seen: Series, usual: Usual, tuning: Tuning) -> None:
        low, high, centre = usual.floor, usual.ceiling, usual.centre
        there = [p is not None for p in seen.pains]
        drawn = [0.0 if p is None else max(low, min(high, p)) - centre for p in seen.pains]
        when = [i if t else 0 for i, t in enumerate(there)]
        self._count = list(accumulate(there, initial=0))
        self._sum = list(accumulate(drawn, initial=0.0))
        self._when = list(accumulate(when, initial=0))
        self._days = tuning.baseline_days
        self._usual = usual

    def reports(self, position: int) -> int:
        return self._count[position] - self._count[max(0, position - self._days)]

    def level(self, position: int, at: float) -> float:
        """The mean of the days before `position`, carried on along the fall to day `at`."""
        start = max(0, position - self._days)
        n = self._count[position] - self._count[start]
        if not n:
            return self._usual.centre
        mean = self._usual.centre + (self._sum[position] - self._sum[start]) / n
        middle = (self._when[position] - self._when[start]) / n
        return max(0.0, mean + self._usual.slope * (at - middle))


def scan(
    seen: Series,
    usual: Usual,
    tuning: Tuning,
    *,
    rise: float = 1.0,
    held: Baseline | None = None,
    after: int = -1,
) -> Rise:
    """The strongest rise up to today.

    `rise` stretches allowance and limit (1 = tuned for 2 points), `held` is a frozen baseline,
    `after` the position of the last flag, whose evidence is not counted as fresh again."""
    before = _Before(seen, usual, tuning)
    today = seen.today
    latest = held.level if held else before.level(today, today)
    spread = held.spread if held else usual.spread
    allowance = rise * (tuning.allowance[0] + tuning.allowance[1] * spread)
    top = latest + tuning.most[0] + tuning.most[1] * spread
    limit = rise * (tuning.limit[0] * spread + tuning.limit[1] * spread**2)
    best, fresh, begun, level = -1.0, -1.0, today, latest
    total, n, silent = 0.0, 0, 0
    for start in range(today, today - tuning.evidence_days, -1):
        pain = seen.pains[start]
        reports = _FROZEN_REPORTS if held else before.reports(start)
        if reports < tuning.least_reports:
            break
        if pain is None:
            silent += seen.unanswered[start]
            continue
        total += min(pain, top)
        n += 1
        own = held.level if held else before.level(start, (start + today) / 2)
        doubt = reports / (reports + tuning.baseline_doubt * n)
        evidence = (total - n * (own + allowance)) * doubt
        missed = min(tuning.unanswered * silent, tuning.most_unanswered * max(0.0, evidence))
        strength = (evidence + missed) / limit
        if strength > best:
            best, begun, level = strength, start, own
        if start > after:
            fresh = max(fresh, strength)
    reports = _FROZEN_REPORTS if held else before.reports(today)
    return Rise(best, fresh, begun, level, latest, reports)


def pair(seen: Series, level: float, least: float, after: int) -> bool:
    """Whether the two latest reports, days apart and after `after`, are both `least` above."""
    last = _latest(seen, seen.today, 0)
    other = _latest(seen, seen.today - 1, 3)
    if last is None or other is None or other <= after:
        return False
    pains: Sequence[int | None] = (seen.pains[last], seen.pains[other])
    return all(p is not None and p >= level + least for p in pains)


def _latest(seen: Series, position: int, back: int) -> int | None:
    for at in range(position, max(-1, position - back - 1), -1):
        if seen.pains[at] is not None:
            return at
    return None
