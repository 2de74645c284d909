"""Worsening: reports that stay above the patient's usual, by a jump or by creeping up."""

from bot.domain.flags.baseline import Baseline
from bot.domain.flags.expected import FALSE_PER_MONTH
from bot.domain.flags.model import Fact, Finding, Kind, Priority, Reason
from bot.domain.flags.scan import Rise
from bot.domain.flags.series import Series
from bot.domain.flags.thresholds import Thresholds

SHOWN = 5
JUMP, LASTING = "worsening.pair.2", "worsening.scan.2"


def worsening(
    seen: Series, begun: int, found: Rise, usual: Baseline, thresholds: Thresholds, rule: str
) -> Finding:
    """The flag for the reports since position `begun`; high when the latest is very high."""
    pains = [p for p in seen.pains[begun:] if p is not None]
    days = seen.today - begun + 1
    facts: dict[str, Fact] = {
        "pains": tuple(pains),
        "days": days,
        "strength": round(found.strength, 3),
        "false_per_month": FALSE_PER_MONTH[Kind.WORSENING],
        **usual.facts(),
    }
    shown = ", ".join(map(str, pains[-SHOWN:]))
    reason = Reason("flag.worsening.reason", {"pains": shown, "days": days, **usual.words()})
    priority = Priority.HIGH if pains[-1] >= thresholds.severe_at else Priority.MEDIUM
    return Finding(Kind.WORSENING, priority, rule, reason, facts)
