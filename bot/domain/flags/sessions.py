"""What sessions and the leg say: pain that exercises leave, barriers, spreading."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.daily import SessionResult
from bot.domain.flags.model import (
    AfterExercise,
    Day,
    Fact,
    Finding,
    Kind,
    Leg,
    Priority,
    Reason,
)
from bot.domain.flags.thresholds import Thresholds

WEEK = timedelta(days=7)
LEG_DAYS = timedelta(days=28)
LEAST_LEG_REPORTS = 2


def spreading(days: Sequence[Day], today: date) -> Finding | None:
    """Two leg reports in a row further down than the leg usually goes (peripheralisation)."""
    told = [(d.date, d.leg) for d in days if d.leg is not None and d.date > today - LEG_DAYS]
    if not told or told[-1][0] != today or len(told) < LEAST_LEG_REPORTS + 2:
        return None
    levels = [leg for _, leg in told]
    earlier = sorted(levels[:-2])
    usual = earlier[3 * (len(earlier) - 1) // 4]
    reached = min(levels[-2:])
    if reached <= usual or reached < Leg.BUTTOCK:
        return None
    labels = {"from": (_word(usual),), "to": (_word(reached),)}
    facts: dict[str, Fact] = {
        "usual_leg": usual.name.lower(),
        "leg": tuple(leg.name.lower() for leg in levels[-2:]),
        "reports": len(earlier),
    }
    reason = Reason("flag.spreading.reason", {}, labels)
    return Finding(Kind.SPREADING, Priority.MEDIUM, "spreading.1", reason, facts)


def _word(leg: Leg) -> str:
    return f"leg.{leg.name.lower()}"


def exercise_pain(
    days: Sequence[Day], thresholds: Thresholds, today: date, since: date
) -> Finding | None:
    """Sessions of the week to today, after `since`, that clearly left more pain."""
    if not _is_sore(days[-1]):
        return None
    sore = [d for d in days if max(since, today - WEEK) < d.date and _is_sore(d)]
    if len(sore) < thresholds.painful_sessions:
        return None
    which = sorted({exercise for d in sore for exercise in d.too_painful})
    key = "flag.exercise_pain.stopped.reason" if which else "flag.exercise_pain.reason"
    facts: dict[str, Fact] = {"sessions": len(sore), "exercises": tuple(which)}
    reason = Reason(key, {"sessions": len(sore)})
    return Finding(Kind.EXERCISE_PAIN, Priority.MEDIUM, "exercise_pain.1", reason, facts)


def _is_sore(day: Day) -> bool:
    return bool(day.too_painful) or day.after_exercise is AfterExercise.CLEARLY_MORE


def barrier(
    days: Sequence[Day], thresholds: Thresholds, today: date, since: date
) -> Finding | None:
    """Sessions of the week to today, after `since`, that the patient could not do."""
    if days[-1].session is not SessionResult.COULD_NOT:
        return None
    recent = [d for d in days if max(since, today - WEEK) < d.date]
    unable = [d for d in recent if d.session is SessionResult.COULD_NOT]
    if len(unable) < thresholds.barrier_times:
        return None
    whys = sorted({d.could_not for d in unable if d.could_not})
    labels = {"reasons": tuple(f"reason.{why}" for why in whys)}
    key = "flag.barrier.reason" if whys else "flag.barrier.plain.reason"
    facts: dict[str, Fact] = {"times": len(unable), "reasons": tuple(whys)}
    reason = Reason(key, {"times": len(unable)}, labels if whys else {})
    return Finding(Kind.BARRIER, Priority.LOW, "barrier.1", reason, facts)
