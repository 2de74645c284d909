"""What a rule is worth: false flags, what it finds and how soon, with Wilson intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

FOUND_WITHIN = 14
TARGET_WITHIN = 10
DAYS_A_MONTH = 30
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """Some of all, with its 95 % interval."""

    some: int
    all: int

    @property
    def value(self) -> float:
        return self.some / self.all if self.all else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval."""
        n, p = self.all, self.value
        if not n:
            return 0.0, 1.0
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        reach = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n * n)) / (1 + _Z**2 / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per patient-month; the interval takes patients, not flags, as independent."""

    per_month: float
    low: float
    high: float


def rate(flags: Sequence[int], days: Sequence[int]) -> Rate:
    """From each patient's flags and days."""
    months = sum(days) / DAYS_A_MONTH
    if not months:
        return Rate(0.0, 0.0, 0.0)
    mean = sum(flags) / months
    misfit = sum((f - mean * d / DAYS_A_MONTH) ** 2 for f, d in zip(flags, days, strict=True))
    reach = _Z * sqrt(misfit) / months
    return Rate(mean, max(0.0, mean - reach), mean + reach)


@dataclass(frozen=True, slots=True)
class Found:
    """How many changes were found within 10 and 14 days, and the median delay in days."""

    soon: Share
    late: Share
    delay: float | None


def found(raises: Sequence[Sequence[int]], begins: Sequence[int]) -> Found:
    """Of each diary's raises, the first from the day on which its change begins."""
    delays = [
        next((day - start for day in days if day >= start), None)
        for days, start in zip(raises, begins, strict=True)
    ]
    soon = [d for d in delays if d is not None and d <= TARGET_WITHIN]
    late = [d for d in delays if d is not None and d <= FOUND_WITHIN]
    n = len(delays)
    return Found(Share(len(soon), n), Share(len(late), n), median(late) if late else None)


def by_chance(raises: Sequence[Sequence[int]], begins: Sequence[int]) -> Share:
    """Stable diaries that are flagged in the same fortnight: what finding must beat."""
    hits = sum(
        any(start <= day <= start + FOUND_WITHIN for day in days)
        for days, start in zip(raises, begins, strict=True)
    )
    return Share(hits, len(raises))
