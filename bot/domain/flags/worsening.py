"""Worsening: reports that stay above the patient's usual."""

from collections.abc import Sequence
from datetime import date

from bot.domain.flags.baseline import Baseline
from bot.domain.flags.model import Day, Finding, Kind, Priority, Reason
from bot.domain.flags.thresholds import Thresholds

RULE = "worsening.1"


def worsening(
    days: Sequence[Day], usual: Baseline | None, thresholds: Thresholds, since: date
) -> Finding | None:
    """The two latest answered days, both after `since`, both clearly above the baseline."""
    answered = [d for d in days if d.pain is not None and d.date >= since]
    last = [d.pain for d in answered[-2:] if d.pain is not None]
    if usual is None or len(last) < 2 or min(last) < usual.usual + thresholds.worsening_rise:
        return None
    words = {"pains": ", ".join(map(str, last)), "days": len(last), **usual.words()}
    facts = {"pains": tuple(last), **usual.facts()}
    return Finding(
        Kind.WORSENING, Priority.MEDIUM, RULE, Reason("flag.worsening.reason", words), facts
    )
