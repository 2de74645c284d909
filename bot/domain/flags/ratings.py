"""What today's rating says, set against the patient's own earlier days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.flags.baseline import Baseline, Tally, Usual, described, estimate, frozen
from bot.domain.flags.model import ComparedToUsual, Day, Finding, Kind, OpenFlag
from bot.domain.flags.scan import Rise, pair, scan
from bot.domain.flags.series import Series, series
from bot.domain.flags.severe import severe, severe_from
from bot.domain.flags.thresholds import Thresholds
from bot.domain.flags.tuning import Tuning
from bot.domain.flags.worsening import worsening

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
    thresholds: Thresholds
    tuning: Tuning

    @property
    def is_above_centre(self) -> bool:
        centre = self.held.usual if self.held else self.before.median()
        return self.pain > centre + 0.5


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
    held = _held(mine)
    case = _Case(
        day,
        day.pain,
        seen,
        seen.before(tuning),
        held,
        max((seen.today - (today - f.raised).days for f in mine), default=-1),
        thresholds,
        tuning,
    )
    return _judge(case)


def _held(flags: Sequence[OpenFlag]) -> Baseline | None:
    """The baseline is frozen when a flag opens, or a lasting change would become the usual."""
    for flag in sorted(flags, key=lambda f: f.opened):
        if (held := frozen(flag.evidence)) is not None:
            return held
    return None


def _judge(case: _Case) -> Seen:
    high = case.pain >= case.thresholds.severe_at
    if not (high or case.is_above_centre or case.after >= 0):
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
    described_now = case.held or described(estimated, rise.latest_level)
    if case.pain >= severe_from(case.before, case.thresholds):
        findings.append(severe(case.pain, described_now if case.before.reports else None))
    by_pair, lasting, ask = _worse(case, rise, estimated)
    if by_pair or lasting:
        usual = described_now if case.held else replace(described_now, level=rise.level)
        findings.append(
            worsening(
                case.seen, rise, usual, by_pair=not lasting, severe_at=case.thresholds.severe_at
            )
        )
    faded = rise.strength < case.tuning.persisting
    return Seen(tuple(findings), faded, ask and not findings)


def _worse(case: _Case, rise: Rise, usual: Usual) -> tuple[bool, bool, bool]:
    """Are two in a row enough, has the scan found a rise, does it suspect one?"""
    tuning, minimum = case.tuning, case.thresholds.worsening_rise
    spread = case.held.spread if case.held else usual.spread
    clear = case.pain > rise.latest_level + tuning.allowance[0] * minimum / TUNED_RISE
    if rise.reports < tuning.least_reports or not (clear and case.is_above_centre):
        return False, False, False
    needed = tuning.suspicion if case.today.compared is ComparedToUsual.NEW else 1.0
    least = max(minimum, tuning.pair_spreads * spread)
    return (
        pair(case.seen, rise.latest_level, least, case.after),
        rise.fresh >= needed,
        rise.fresh >= tuning.suspicion,
    )
