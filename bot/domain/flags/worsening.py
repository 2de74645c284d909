"""Worsening: reports that stay above the patient's usual, by a jump or by creeping up."""

from bot.domain.flags.baseline import Baseline
from bot.domain.flags.expected import FALSE_PER_MONTH
from bot.domain.flags.model import Fact, Finding, Kind, Priority, Reason
from bot.domain.flags.scan import Rise
from bot.domain.flags.series import Series

SHOWN = 5
JUMP, LASTING = "worsening.pair.2", "worsening.scan.2"


def worsening(
    seen: Series, found: Rise, usual: Baseline, *, by_pair: bool, severe_at: int
) -> Finding:
    """The flag for reports that a pair or the scan found; high when the latest is very high."""
    begun = min(found.begun, seen.today - 1) if by_pair else found.begun
    pains = [p for p in seen.pains[begun:] if p is not None]
    latest = pains[-1]
    facts: dict[str, Fact] = {
        "pains": tuple(pains),
        "days": seen.today - begun + 1,
        "strength": round(found.strength, 3),
        "false_per_month": FALSE_PER_MONTH[Kind.WORSENING],
        **usual.facts(),
    }
    words = {
        "pains": ", ".join(map(str, pains[-SHOWN:])),
        "days": seen.today - begun + 1,
        **usual.words(),
    }
    priority = Priority.HIGH if latest >= severe_at else Priority.MEDIUM
    reason = Reason("flag.worsening.reason", words)
    return Finding(Kind.WORSENING, priority, JUMP if by_pair else LASTING, reason, facts)
