"""Real diaries as noise: windows cut out of them, and a change put into each."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.diary import Entry, by_patient
from bot.domain.replay import days_of
from bot.lab.contest import Contest
from bot.lab.generator import STEP, WEEK_RAMP, Change, Pains

WINDOW_DAYS = 60
EVERY_DAYS = 5
LEAST_ANSWERED = 0.3
_FIRST, _LAST = 24, 45
"""Changes begin between these days of a window, spread evenly."""


def windows(pains: Pains) -> Iterator[Pains]:
    """Overlapping stretches in which enough days were answered."""
    for start in range(0, len(pains) - WINDOW_DAYS + 1, EVERY_DAYS):
        window = pains[start : start + WINDOW_DAYS]
        if sum(p is not None for p in window) >= LEAST_ANSWERED * WINDOW_DAYS:
            yield window


def of_diary(entries: Iterable[Entry], changes: Sequence[Change] = (STEP, WEEK_RAMP)) -> Contest:
    """A contest on the windows of every patient; raises ValueError where there is none."""
    still = [
        window
        for _, own in by_patient(entries)
        for window in windows([day.pain for day in days_of(own)])
    ]
    if not still:
        raise ValueError(f"no stretch of {WINDOW_DAYS} days is answered well enough")
    begins = [_FIRST + (7 * i) % (_LAST - _FIRST) for i in range(len(still))]
    changed = {
        change.name: [_with(w, change, at) for w, at in zip(still, begins, strict=True)]
        for change in changes
    }
    return Contest(still, changed, begins)


def _with(window: Pains, change: Change, begins: int) -> Pains:
    """A window with a change added; ratings are whole already, so the sum is rounded half up."""
    return [
        None if p is None else max(0, min(10, int(p + change.at(day - begins) + 0.5)))
        for day, p in enumerate(window)
    ]
