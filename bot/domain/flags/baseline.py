"""A patient's usual pain: the median of earlier days and the band most of them lie in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from bot.domain.flags.model import Day, Fact

BASELINE_DAYS = 28


@dataclass(frozen=True, slots=True)
class Baseline:
    """Usual pain (0-10), the band that holds most days, and the number of reports behind it."""

    usual: float
    low: int
    high: int
    reports: int

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
        }


def frozen(facts: Mapping[str, Fact]) -> Baseline | None:
    """The baseline a flag was raised against, from its evidence."""
    usual, low, high, reports = (facts.get(k) for k in ("usual", "low", "high", "reports"))
    if not isinstance(usual, int | float) or not isinstance(reports, int):
        return None
    if not isinstance(low, int) or not isinstance(high, int):
        return None
    return Baseline(usual, low, high, reports)


def baseline(days: Sequence[Day], before: date) -> Baseline | None:
    """The usual of the four weeks before a date; None without any rating in them."""
    start = before - timedelta(days=BASELINE_DAYS)
    pains = sorted(d.pain for d in days if d.pain is not None and start <= d.date < before)
    if not pains:
        return None
    tenth = len(pains) // 10
    usual = median(pains)
    low, high = pains[tenth], pains[-1 - tenth]
    return Baseline(usual, min(low, int(usual)), max(high, round(usual)), len(pains))
