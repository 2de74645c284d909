"""All rules over one window of days, and what follows for the flags that are open."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.flags.baseline import Baseline, baseline, frozen
from bot.domain.flags.life import decide
from bot.domain.flags.model import Day, Decisions, Finding, Kind, OpenFlag
from bot.domain.flags.severe import severe
from bot.domain.flags.silence import silence
from bot.domain.flags.thresholds import Thresholds
from bot.domain.flags.worsening import worsening

WINDOW_DAYS = 63
"""Days that an evaluation looks at: four weeks of baseline behind a long worsening, and week 6."""


def evaluate(
    days: Sequence[Day],
    open_flags: Sequence[OpenFlag],
    thresholds: Thresholds,
    today: date,
    *,
    day_over: bool = False,
) -> Decisions:
    """What to raise, update and close after what is known of `today` (see the package)."""
    start = today - timedelta(days=WINDOW_DAYS)
    window = sorted((d for d in days if start < d.date <= today), key=lambda d: d.date)
    earlier = [f for f in open_flags if f.opened < today]
    usual = _usual(window, earlier, today)
    findings = _findings(window, earlier, usual, thresholds, today, day_over)
    return decide(findings, open_flags, window, usual, today, day_over)


def _usual(window: Sequence[Day], flags: Sequence[OpenFlag], today: date) -> Baseline | None:
    """The baseline, frozen at the opening of the oldest flag that was raised on ratings."""
    held = [f for f in flags if f.kind in (Kind.SEVERE, Kind.WORSENING) and frozen(f.evidence)]
    if held:
        return frozen(min(held, key=lambda f: f.opened).evidence)
    return baseline(window, before=today)


def _findings(
    window: Sequence[Day],
    flags: Sequence[OpenFlag],
    usual: Baseline | None,
    thresholds: Thresholds,
    today: date,
    day_over: bool,
) -> list[Finding]:
    found: list[Finding | None] = []
    if window and window[-1].date == today and window[-1].pain is not None:
        raised = [f.raised for f in flags if f.kind in (Kind.SEVERE, Kind.WORSENING)]
        since = max(raised, default=date.min)
        found.append(severe(window[-1], usual, thresholds))
        found.append(worsening(window, usual, thresholds, since))
    if day_over:
        found.append(silence(window, thresholds, today))
    return [f for f in found if f is not None]
