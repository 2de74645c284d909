"""A flag's life: raised once, updated while open, raised again after a week, closed in the end."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.domain.flags.baseline import frozen
from bot.domain.flags.model import Close, Day, Decisions, Finding, Kind, OpenFlag, Raise
from bot.domain.flags.ratings import AGAIN_AFTER, OF_RATINGS, Seen

REPORTS_BACK_IN_BAND = 7
NEW_USUAL_AFTER = timedelta(days=28)
"""A therapist who has seen the same rise for four weeks knows of it: it becomes the baseline."""


def decide(
    findings: Sequence[Finding],
    rated: Seen,
    open_flags: Sequence[OpenFlag],
    window: Sequence[Day],
    today: date,
    *,
    day_over: bool,
) -> Decisions:
    """Turn what the rules see today into changes of the flags that are open."""
    if not findings and not open_flags:
        return Decisions(ask=rated.ask)
    flags = {f.kind: f for f in open_flags}
    raises, updates, closes = [], [], []
    for finding in findings:
        flag = flags.get(finding.kind)
        if flag is None:
            raises.append(Raise(finding, today))
        elif finding.kind is Kind.WORSENING and _is_new_usual(flag, today):
            closes += [Close(flag.kind, "new_usual")] if day_over else []
        elif today - flag.raised >= AGAIN_AFTER:
            raises.append(Raise(finding, today, again=True))
        else:
            updates.append(finding)
    idle = [f for f in open_flags if f.kind not in {finding.kind for finding in findings}]
    closes += _closes(idle, open_flags, rated, window, today, day_over)
    ended = {close.kind for close in closes}
    repeats = [f.kind for f in idle if f.kind not in ended and _is_unseen(f, today)]
    return Decisions(tuple(raises), tuple(updates), tuple(closes), tuple(repeats), rated.ask)


def _is_unseen(flag: OpenFlag, today: date) -> bool:
    return flag.acknowledged is None and today - flag.raised >= AGAIN_AFTER


def _closes(
    idle: Sequence[OpenFlag],
    flags: Sequence[OpenFlag],
    rated: Seen,
    window: Sequence[Day],
    today: date,
    day_over: bool,
) -> Iterator[Close]:
    """Flags without evidence today that are over."""
    # A flag raised again today has used up the evidence that one opened today stands on as well.
    is_used = any(f.opened < f.raised == today and f.kind in OF_RATINGS for f in flags)
    for flag in idle:
        if is_used and flag.opened == today:
            continue
        if why := _ending(flag, rated, window, today, day_over):
            yield Close(flag.kind, why)


def _ending(
    flag: OpenFlag, rated: Seen, window: Sequence[Day], today: date, day_over: bool
) -> str | None:
    """Why a flag without evidence today is over; None while it is not."""
    if flag.kind is Kind.RED_FLAG:
        return None
    if flag.kind is Kind.SILENCE:
        return "over" if _answered_since(flag.opened, window) else None
    if flag.opened == today:
        return "corrected" if flag.kind in OF_RATINGS else None
    if flag.kind in OF_RATINGS:
        # Not before the day is over: without its frozen baseline the same rating could raise it.
        return _rating_ending(flag, rated, window, today) if day_over else None
    is_old = today - flag.raised >= AGAIN_AFTER
    return "over" if day_over and is_old and flag.acknowledged else None


def _rating_ending(flag: OpenFlag, rated: Seen, window: Sequence[Day], today: date) -> str | None:
    after = [d.pain for d in window if d.pain is not None and d.date > flag.raised]
    last = after[-REPORTS_BACK_IN_BAND:]
    band = frozen(flag.evidence)
    is_back = band and len(last) == REPORTS_BACK_IN_BAND and max(last) <= band.high
    # A seen flag stays behind the scenes while its evidence lasts, or it would be raised anew.
    if is_back and (rated.faded or not flag.acknowledged):
        return "back_in_band"
    if not flag.acknowledged or today - flag.raised < AGAIN_AFTER:
        return None
    if rated.faded:
        return "over"
    return "new_usual" if _is_new_usual(flag, today) else None


def _is_new_usual(flag: OpenFlag, today: date) -> bool:
    is_seen = flag.acknowledged is not None
    return flag.kind in OF_RATINGS and is_seen and today - flag.opened >= NEW_USUAL_AFTER


def _answered_since(day: date, window: Sequence[Day]) -> bool:
    return any(d.pain is not None and d.date >= day for d in window)
