"""What today's rating says, set against the patient's own earlier days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.flags.baseline import Baseline, Tally, Usual, described, estimate, frozen, tally
from bot.domain.flags.model import ComparedToUsual, Day, Finding, Kind, OpenFlag
from bot.domain.flags.scan import Rise, pair, scan
from bot.domain.flags.series import Series, series
from bot.domain.flags.severe import severe, severe_from
from bot.domain.flags.thresholds import Thresholds
from bot.domain.flags.tuning import Tuning
from bot.domain.flags.worsening import JUMP, LASTING, worsening

AGAIN_AFTER = timedelta(days=7)
OF_RATINGS = (Kind.SEVERE, Kind.WORSENING)
TUNED_RISE = 2.0
"""The rise in points that the detector's numbers were found for."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Findings of one rating; `faded`: nothing is left of an earlier rise."""

    findings: tuple[Finding, ...] = ()
    faded: bool = False
    ask: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """One rating on its day with all it is judged by."""

    today: Day
    pain: int
    seen: Series
    before: Tally
    held: Baseline | None
    after: int
    is_told: bool
    """A flag of this week tells of a worsening already: whatever is found only updates it."""
    thresholds: Thresholds
    tuning: Tuning

    @property
    def stands_out(self) -> bool:
        """Above the usual, or (where that has been falling) above the latest reports."""
        if self.held or self.pain > self.before.median() + 0.5:
            return True
        latest = self.seen.latest(self.tuning)
        return bool(latest) and self.pain >= sum(latest) / len(latest) + 1


def look(
    window: Sequence[Day],
    flags: Sequence[OpenFlag],
    thresholds: Thresholds,
    today: date,
    tuning: Tuning,
) -> Seen:
    """Judge the rating of `today`; `window` ends with that day, `flags` were open before it."""
    day = window[-1]
    if day.date != today or day.pain is None:
        return Seen()
    mine = [f for f in flags if f.kind in OF_RATINGS]
    seen = series(window, today, tuning)
    held = _held(mine, tuning.least_reports, today)
    case = _Case(
        day,
        day.pain,
        seen,
        seen.before(tuning),
        held,
        max((seen.today - (today - f.raised).days for f in mine), default=-1),
        any(f.kind is Kind.WORSENING and today - f.raised < AGAIN_AFTER for f in mine),
        thresholds,
        tuning,
    )
    return _judge(case)


def _held(flags: Sequence[OpenFlag], least_reports: int, today: date) -> Baseline | None:
    """The baseline is frozen when a flag opens, or a lasting change would become the usual.

    One of too few reports to judge by is not worth keeping."""
    for flag in sorted(flags, key=lambda f: f.opened):
        held = frozen(flag.evidence)
        # One that was taken today is not yet frozen: the same day is always judged alike.
        if held and held.reports >= least_reports and held.taken < today.isoformat():
            return held
    return None


def _judge(case: _Case) -> Seen:
    high = case.pain >= case.thresholds.severe_at
    if not (high or case.stands_out or case.after >= 0):
        return Seen()
    findings: list[Finding] = []
    estimated = estimate(case.before, case.tuning)
    rise = scan(
        case.seen,
        estimated,
        case.tuning,
        rise=case.thresholds.worsening_rise / TUNED_RISE,
        held=case.held,
        after=case.after,
    )
    if case.pain >= severe_from(case.before, case.thresholds):
        usual = _usual(case, estimated, case.seen.today, rise.latest_level)
        findings.append(severe(case.pain, usual if case.before.reports else None))
    by_pair, lasting, ask = _worse(case, rise)
    if by_pair or lasting:
        begun = rise.begun if lasting else min(rise.begun, case.seen.today - 1)
        usual = _usual(case, estimated, begun, rise.level)
        rule = LASTING if lasting else JUMP
        findings.append(worsening(case.seen, begun, rise, usual, case.thresholds, rule))
    faded = rise.strength < case.tuning.persisting
    return Seen(tuple(findings), faded, ask and not findings)


def _usual(case: _Case, estimated: Usual, begun: int, level: float) -> Baseline:
    """What was usual before the rise began, with what the rise was judged by."""
    if case.held:
        return case.held
    start = max(0, begun - case.tuning.baseline_days)
    known = estimate(tally(case.seen.pains[start:begun]), case.tuning)
    return replace(
        described(known, level), spread=estimated.spread, taken=case.today.date.isoformat()
    )


def _worse(case: _Case, rise: Rise) -> tuple[bool, bool, bool]:
    """Are two in a row enough, has the scan found a rise, does it suspect one?"""
    tuning, minimum = case.tuning, case.thresholds.worsening_rise
    clear = case.pain > rise.latest_level + tuning.allowance[0] * minimum / TUNED_RISE
    if rise.reports < tuning.least_reports or not (clear and case.stands_out):
        return False, False, False
    needed = tuning.suspicion if case.today.compared is ComparedToUsual.NEW else 1.0
    least = max(minimum, tuning.pair_spreads * case.before.scatter())
    usual = rise.latest_level if case.held else min(case.before.median(), rise.latest_level)
    return (
        pair(case.seen, usual, least, case.after),
        (rise.strength if case.is_told else rise.fresh) >= needed,
        rise.fresh >= tuning.suspicion,
    )
