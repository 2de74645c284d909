"""A flag's life: raised once, updated while open, raised again after a week, closed in the end."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.flags.baseline import Baseline, frozen
from bot.domain.flags.model import Close, Day, Decisions, Finding, Kind, OpenFlag, Raise

AGAIN_AFTER = timedelta(days=7)
REPORTS_BACK_IN_BAND = 7
OF_RATINGS = (Kind.SEVERE, Kind.WORSENING)


def decide(
    findings: Sequence[Finding],
    open_flags: Sequence[OpenFlag],
    window: Sequence[Day],
    usual: Baseline | None,
    today: date,
    day_over: bool,
) -> Decisions:
    """Turn what the rules see today into changes of the flags that are open."""
    flags = {f.kind: f for f in open_flags}
    raises, updates, closes = [], [], []
    for finding in findings:
        flag = flags.get(finding.kind)
        if flag is None:
            raises.append(Raise(finding, today))
        elif flag.raised < today and today - flag.raised >= AGAIN_AFTER:
            raises.append(Raise(finding, today, again=True))
        else:
            updates.append(finding)
    seen = {f.kind for f in findings}
    for flag in open_flags:
        if flag.kind in seen or flag.kind is Kind.RED_FLAG:
            continue
        why = _ending(flag, window, usual, today, day_over)
        if why:
            closes.append(Close(flag.kind, why))
    return Decisions(tuple(raises), tuple(updates), tuple(closes))


def _ending(
    flag: OpenFlag, window: Sequence[Day], usual: Baseline | None, today: date, day_over: bool
) -> str | None:
    """Why a flag without evidence today is over; None while it is not."""
    if flag.kind is Kind.SILENCE:
        answered = any(d.pain is not None and d.date > flag.opened for d in window)
        return "over" if answered else None
    if flag.opened == today and flag.kind in OF_RATINGS:
        return "corrected"
    band = frozen(flag.evidence) or usual
    after = [d.pain for d in window if d.pain is not None and d.date > flag.raised]
    last = after[-REPORTS_BACK_IN_BAND:]
    if band and len(last) == REPORTS_BACK_IN_BAND and max(last) <= band.high:
        return "back_in_band"
    if day_over and flag.acknowledged and today - flag.raised >= AGAIN_AFTER:
        return "over"
    return None
