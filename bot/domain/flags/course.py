"""Not improving: in weeks 3 and 6, pain that has not fallen as the plan expects."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from bot.domain.flags.model import Day, Fact, Finding, Kind, Priority, Reason
from bot.domain.flags.thresholds import Course, Thresholds

WEEKS = (3, 6)
LEAST_REPORTS = 3
LEAST_START = 3.0
"""Where pain began lower than this there is no fall worth a flag."""


def not_improving(days: Sequence[Day], thresholds: Thresholds, today: date) -> Finding | None:
    """The week that `today` ends against the patient's first one; None in all other weeks."""
    first = next((d.date for d in days if d.is_first), None)
    if first is None:
        return None
    due = next((c for c in thresholds.course if _ends(c, first) == today), None)
    if due is None or due.week not in WEEKS:
        return None
    start = _week(days, first + timedelta(days=6))
    now = _week(days, today)
    if min(len(start), len(now)) < LEAST_REPORTS or median(start) < LEAST_START:
        return None
    expected = median(start) * (1 - due.fall_percent / 100)
    if median(now) <= expected:
        return None
    words: dict[str, str | int | float] = {
        "week": due.week,
        "now": f"{median(now):g}",
        "start": f"{median(start):g}",
        "expected": f"{round(expected, 1):g}",
    }
    facts: dict[str, Fact] = {
        "week": due.week,
        "now": median(now),
        "start": median(start),
        "expected": round(expected, 2),
    }
    reason = Reason("flag.not_improving.reason", words)
    return Finding(Kind.NOT_IMPROVING, Priority.LOW, "not_improving.1", reason, facts)


def _ends(course: Course, first: date) -> date:
    return first + timedelta(days=7 * course.week - 1)


def _week(days: Sequence[Day], last: date) -> list[int]:
    start = last - timedelta(days=6)
    return sorted(d.pain for d in days if d.pain is not None and start <= d.date <= last)
