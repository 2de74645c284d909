"""Ratings laid out day by day, so that rules can count days instead of comparing dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.flags.baseline import Tally, tally
from bot.domain.flags.model import Day
from bot.domain.flags.tuning import Tuning

_OWN_DAYS = 3
"""A history hardly longer than the lag keeps this many days: the lag shrinks."""


@dataclass(frozen=True, slots=True)
class Series:
    """The latest days, the last of them today; positions count from 0."""

    pains: tuple[int | None, ...]
    unanswered: tuple[bool, ...]
    """A prompt was delivered and not answered."""
    history: int
    """Days between the first one known and today."""

    @property
    def today(self) -> int:
        return len(self.pains) - 1

    def before(self, tuning: Tuning) -> Tally:
        """The reports until `lag_days` ago."""
        lag = min(tuning.lag_days, max(1, self.history - _OWN_DAYS))
        end = len(self.pains) - lag
        return tally(self.pains[max(0, end - tuning.baseline_days) : end])

    def latest(self, tuning: Tuning) -> list[int]:
        """The reports of the evidence days before today."""
        row = self.pains[-tuning.evidence_days : -1]
        return [pain for pain in row if pain is not None]


def series(window: Sequence[Day], today: date, tuning: Tuning) -> Series:
    """Lay out a window; days without a row are neither answered nor asked."""
    length = tuning.baseline_days + tuning.evidence_days
    pains: list[int | None] = [None] * length
    unanswered = [False] * length
    offset = length - 1 - today.toordinal()
    for day in window[-length:]:
        at = day.date.toordinal() + offset
        if at >= 0:
            pains[at] = day.pain
            unanswered[at] = day.delivered and day.pain is None
    history = (today - window[0].date).days if window else 0
    return Series(tuple(pains), tuple(unanswered), history)
