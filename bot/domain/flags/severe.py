"""Severe: a very high rating that is not this patient's usual."""

from bot.domain.flags.baseline import Baseline, Tally
from bot.domain.flags.expected import FALSE_PER_MONTH
from bot.domain.flags.model import Fact, Finding, Kind, Priority, Reason
from bot.domain.flags.thresholds import Thresholds

RULE = "severe.2"
SPREADS = 4.5
"""A rise must also leave the patient's own scatter: for steady people the points alone decide,
for others an 8 can be an ordinary bad day."""


def severe_from(before: Tally, thresholds: Thresholds) -> float:
    """The lowest rating that is severe for this patient today; a first one needs no rise."""
    if not before.reports:
        return thresholds.severe_at
    rise = max(thresholds.severe_rise, SPREADS * before.scatter())
    return max(thresholds.severe_at, before.median() + rise)


def severe(pain: int, usual: Baseline | None) -> Finding:
    """The flag for a rating of at least `severe_from`; without a baseline it is the first."""
    facts: dict[str, Fact] = {"pain": pain, "false_per_month": FALSE_PER_MONTH[Kind.SEVERE]}
    if usual is None:
        reason = Reason("flag.severe.first.reason", {"pain": pain})
        return Finding(Kind.SEVERE, Priority.HIGH, RULE, reason, facts)
    reason = Reason("flag.severe.reason", {"pain": pain, **usual.words()})
    return Finding(Kind.SEVERE, Priority.HIGH, RULE, reason, {**facts, **usual.facts()})
