"""The rules others publish or use, as they are stated, on the reports of one diary.

Each takes daily ratings (None = no report) and yields the days on which it fires;
`quiet_for_a_week` then keeps one flag per week, as the engine does."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from statistics import fmean, median, pstdev

from bot.lab.generator import Pains

Rule = Callable[[Pains], Iterator[int]]
REFRACTORY_DAYS = 7
FIRST_WEEK = 7


def quiet_for_a_week(days: Iterable[int]) -> list[int]:
    """The days that remain when a flag silences its rule for a week."""
    kept: list[int] = []
    for day in days:
        if not kept or day - kept[-1] >= REFRACTORY_DAYS:
            kept.append(day)
    return kept


def _reports(pains: Pains) -> list[tuple[int, int]]:
    return [(day, pain) for day, pain in enumerate(pains) if pain is not None]


def day_over_day(pains: Pains) -> Iterator[int]:
    """Two more than the report before."""
    return (day for (_, old), (day, new) in pairwise(_reports(pains)) if new >= old + 2)


def any_seven(pains: Pains) -> Iterator[int]:
    """Seven or more."""
    return (day for day, pain in _reports(pains) if pain >= 7)


def basch_like(pains: Pains) -> Iterator[int]:
    """Two more than the report before, or seven and more (Basch-type alert, 0-4 grades as 0-10)."""
    return iter(sorted({*day_over_day(pains), *any_seven(pains)}))


def _first_week(pains: Pains) -> float | None:
    known = [pain for pain in pains[:FIRST_WEEK] if pain is not None]
    return median(known) if known else None


def baseline_plus_two(pains: Pains) -> Iterator[int]:
    """One report two above the median of the first week."""
    usual = _first_week(pains)
    if usual is not None:
        yield from (d for d, pain in _reports(pains) if d >= FIRST_WEEK and pain >= usual + 2)


def _rolling(pains: Pains, day: int) -> float | None:
    """Median of the reports 17 to 4 days ago."""
    known = [pain for pain in pains[max(0, day - 17) : max(0, day - 3)] if pain is not None]
    return median(known) if len(known) >= 5 else None


def two_in_a_row(pains: Pains) -> Iterator[int]:
    """Two reports in a row two above the rolling median."""
    for (_, old), (day, new) in pairwise(_reports(pains)):
        usual = _rolling(pains, day)
        if usual is not None and min(old, new) >= usual + 2:
            yield day


def three_report_mean(pains: Pains) -> Iterator[int]:
    """Mean of three reports two above the rolling median."""
    known = _reports(pains)
    for at in range(2, len(known)):
        usual = _rolling(pains, known[at][0])
        if usual is not None and fmean(p for _, p in known[at - 2 : at + 1]) >= usual + 2:
            yield known[at][0]


def week_mean(pains: Pains) -> Iterator[int]:
    """Mean of a week 1.5 above the mean of the two weeks before it."""
    for day, _ in _reports(pains):
        week = [p for p in pains[max(0, day - 6) : day + 1] if p is not None]
        before = [p for p in pains[max(0, day - 20) : max(0, day - 6)] if p is not None]
        if len(week) >= 3 and len(before) >= 5 and fmean(week) >= fmean(before) + 1.5:
            yield day


def cusum_points(pains: Pains) -> Iterator[int]:
    """CUSUM against the rolling median, allowance 1 point, limit 4 points."""
    total = 0.0
    for day, pain in _reports(pains):
        usual = _rolling(pains, day)
        if usual is None:
            continue
        total = max(0.0, total + pain - usual - 1)
        if total >= 4:
            yield day
            total = 0.0


def cusum_spreads(pains: Pains) -> Iterator[int]:
    """CUSUM in personal spreads (shrunk to 1.2), allowance 0.7, limit 4."""
    total = 0.0
    for day, pain in _reports(pains):
        known = [p for p in pains[max(0, day - 32) : max(0, day - 3)] if p is not None]
        if len(known) < 5:
            continue
        n = len(known)
        spread = ((n * pstdev(known) ** 2 + 8 * 1.2**2) / (n + 8)) ** 0.5
        total = max(0.0, total + (pain - median(known)) / spread - 0.7)
        if total >= 4:
            yield day
            total = 0.0


def long_flare(pains: Pains) -> Iterator[int]:
    """Six or more on three reports in a row."""
    known = _reports(pains)
    for at in range(2, len(known)):
        if min(p for _, p in known[at - 2 : at + 1]) >= 6:
            yield known[at][0]


RULES: dict[str, Rule] = {
    "day over day +2": day_over_day,
    "any >= 7": any_seven,
    "Basch-like": basch_like,
    "first week +2": baseline_plus_two,
    "two in a row +2": two_in_a_row,
    "three-report mean +2": three_report_mean,
    "week mean +1.5": week_mean,
    "CUSUM 1, 4 points": cusum_points,
    "CUSUM 0.7, 4 spreads": cusum_spreads,
    ">= 6 three times": long_flare,
}
