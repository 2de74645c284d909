"""How good the flags are: per rule what was right, and how many a week there are to read."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.flags import Kind
from bot.domain.people import Staff
from bot.services.clinic import Clinic, Moment
from bot.storage import raises
from bot.storage.raises import Raised

WEEKS = 12
"""How far back the figures look."""


@dataclass(frozen=True)
class RuleQuality:
    """One rule's figures over the time looked at."""

    rule: str
    kind: Kind
    raised: int
    right: int
    false: int

    @property
    def judged(self) -> int:
        return self.right + self.false


@dataclass(frozen=True)
class Quality:
    """All rules, the most frequent first, and the load; silence is counted apart."""

    rules: tuple[RuleQuality, ...]
    weeks: float

    def per_week(self, *, silence: bool) -> float:
        counted = (r.raised for r in self.rules if (r.kind is Kind.SILENCE) == silence)
        return sum(counted) / self.weeks


def figures(clinic: Clinic, reader: Staff, at: Moment) -> Quality:
    """Of a therapist's own patients, or of the whole clinic for an admin; without test patients."""
    mine = None if reader.is_admin else reader.id
    found = raises.since(clinic.db, at.now - timedelta(weeks=WEEKS), mine)
    by_rule: dict[str, list[Raised]] = defaultdict(list)
    for raised in found:
        by_rule[raised.rule].append(raised)
    rules = [_of_rule(rule, of_it) for rule, of_it in by_rule.items()]
    return Quality(tuple(sorted(rules, key=lambda r: (-r.raised, r.rule))), WEEKS)


def _of_rule(rule: str, found: list[Raised]) -> RuleQuality:
    right = sum(r.is_right is True for r in found)
    false = sum(r.is_right is False for r in found)
    return RuleQuality(rule, found[0].kind, len(found), right, false)
