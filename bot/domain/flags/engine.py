"""All rules over one window of days, and what follows for the flags that are open."""

from collections.abc import Sequence
from datetime import date, timedelta
from operator import attrgetter

from bot.domain.flags.course import not_improving
from bot.domain.flags.life import decide
from bot.domain.flags.model import Day, Decisions, Finding, Kind, OpenFlag
from bot.domain.flags.ratings import look
from bot.domain.flags.sessions import barrier, exercise_pain, spreading
from bot.domain.flags.silence import silence
from bot.domain.flags.thresholds import Thresholds
from bot.domain.flags.tuning import TUNED, Tuning

WINDOW_DAYS = 63
"""Days that an evaluation looks at: the baseline behind a long worsening, and week 6."""

_by_date = attrgetter("date")


def evaluate(
    days: Sequence[Day],
    open_flags: Sequence[OpenFlag],
    thresholds: Thresholds,
    today: date,
    *,
    day_over: bool = False,
    tuning: Tuning = TUNED,
) -> Decisions:
    """What to raise, update and close after what is known of `today` (see the package)."""
    start = today - timedelta(days=WINDOW_DAYS)
    window = sorted([d for d in days if start < d.date <= today], key=_by_date)
    if not window:
        return Decisions()
    flags = sorted(open_flags, key=attrgetter("opened", "kind"))
    earlier = [f for f in flags if f.opened < today]
    rated = look(window, earlier, thresholds, today, tuning)
    findings = [*rated.findings, *_others(window, earlier, thresholds, today, day_over)]
    return decide(findings, rated, flags, window, today, day_over=day_over)


def _others(
    window: Sequence[Day],
    flags: Sequence[OpenFlag],
    thresholds: Thresholds,
    today: date,
    day_over: bool,
) -> list[Finding]:
    """Findings that do not come from the rating."""
    day = window[-1]
    found: list[Finding | None] = []
    if day.date == today:
        raised = {f.kind: f.raised for f in flags}
        found = [
            spreading(window, today) if day.leg is not None else None,
            exercise_pain(window, thresholds, today, raised.get(Kind.EXERCISE_PAIN, date.min)),
            barrier(window, thresholds, today, raised.get(Kind.BARRIER, date.min)),
            not_improving(window, thresholds, today) if thresholds.course else None,
        ]
    if day_over and not (day.delivered and day.pain is not None):
        found.append(silence(window, thresholds))
    return [f for f in found if f is not None]
