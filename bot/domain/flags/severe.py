"""Severe: a very high rating that is not this patient's usual."""

from bot.domain.flags.baseline import Baseline
from bot.domain.flags.model import Day, Finding, Kind, Priority, Reason
from bot.domain.flags.thresholds import Thresholds

RULE = "severe.1"


def severe(day: Day, usual: Baseline | None, thresholds: Thresholds) -> Finding | None:
    """High by itself and above the patient's own baseline; a high first rating as well."""
    if day.pain is None or day.pain < thresholds.severe_at:
        return None
    if usual is None:
        reason = Reason("flag.severe.first.reason", {"pain": day.pain})
        return Finding(Kind.SEVERE, Priority.HIGH, RULE, reason, {"pain": day.pain})
    if day.pain < usual.usual + thresholds.severe_rise:
        return None
    reason = Reason("flag.severe.reason", {"pain": day.pain, **usual.words()})
    return Finding(Kind.SEVERE, Priority.HIGH, RULE, reason, {"pain": day.pain, **usual.facts()})
