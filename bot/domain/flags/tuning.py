"""The detector's own numbers. Nobody sets them by hand: the rule lab found them (docs/rules.md)."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Tuning:
    """Parameters of `scan`; "spread" is the patient's own standard deviation, in points."""

    baseline_days: int = 40
    evidence_days: int = 13
    """How far back a change may have begun."""
    lag_days: int = 7
    """Days before today that the spread and the centre leave out."""
    least_reports: int = 5
    """Reports in the baseline before a rise can be judged."""
    prior_spread: float = 0.8
    prior_reports: float = 8.0
    """Weight of the prior spread, in reports."""
    outlier: tuple[float, float] = (0.0, 1.65)
    """Points and spreads above the centre beyond which a baseline report counts no more."""
    allowance: tuple[float, float] = (0.56, 0.33)
    """Points and spreads above the baseline that are no evidence yet."""
    most: tuple[float, float] = (0.97, 1.83)
    """Points and spreads above the baseline that one report can count for: a flare of a day or
    two must not look like a lasting change."""
    limit: tuple[float, float] = (3.1, 0.43)
    """Evidence that makes a flag, in points: per spread, and per squared spread."""
    unanswered: float = 0.6
    """Points that an unanswered prompt adds, as worse days are missed more often."""
    most_unanswered: float = 1.5
    """Unanswered prompts never add more than this share of what the reports say."""
    baseline_doubt: float = 1.35
    """How much a baseline of few reports weakens the evidence."""
    fall_weight: float = 0.62
    fall_prior: float = 1333.0
    """Shrinks the slope of a falling baseline (squared days)."""
    fall_doubt: float = 14.0
    """A slope whose squared t-value is well above this is taken nearly as it is."""
    persisting: float = 0.77
    """Share of the limit below which the evidence of a seen flag is gone."""
    pair_spreads: float = 3.0
    """Two reports in a row, each this many spreads (flares included) above the baseline, are
    enough."""
    suspicion: float = 0.5
    """Share of the limit from which the patient is asked, and "it is new" is believed."""

    def scaled(self, factor: float) -> "Tuning":
        """The same detector asking for that many times the evidence, to see what it would cost."""
        return replace(self, limit=(self.limit[0] * factor, self.limit[1] * factor))


TUNED = Tuning()
