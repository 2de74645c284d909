"""The ceiling: a likelihood detector that is told the truth about each patient.

A CUSUM of log-likelihood ratios for a +2 step, knowing level, scatter, carry-over, recovery,
flares and how answers go missing. No rule that must learn these can be expected to do better."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log, pi, sqrt

from bot.lab.generator import STEP, Pains, Person

_ROUNDING = 1 / 12
_FLARE, _FLARE_SD, _FLARE_DAYS = 2.5, 0.7, 1.35


def oracle(who: Person, pains: Pains, limit: float) -> Iterator[int]:
    """Days on which the evidence exceeds the limit (nats); it starts afresh after each."""
    total = 0.0
    for day, onset, going_on in _evidence(who, pains):
        total = max(onset, total + going_on, 0.0)
        if total >= limit and pains[day] is not None:
            yield day
            total = 0.0


def _evidence(who: Person, pains: Pains) -> Iterator[tuple[int, float, float]]:
    """Per day the log-likelihood ratio of a step that begins today, and of one that has begun."""
    model = _Model(who)
    rest, gap = 0.0, 50
    for day, pain in enumerate(pains):
        gap += 1
        if pain is None:
            missed = model.missed()
            yield day, missed, missed
            continue
        kept = who.carry**gap
        here = pain - who.expected(day)
        new = model.ratio(here - kept * rest, kept, STEP.points)
        old = model.ratio(here - kept * rest, kept, STEP.points * (1 - kept))
        yield day, new + model.answered(), old + model.answered()
        rest, gap = here, 0


@dataclass(frozen=True, slots=True)
class _Model:
    who: Person

    def ratio(self, innovation: float, kept: float, shift: float) -> float:
        """Of an innovation with a shift against one without, flares possible in both."""
        return log(self._density(innovation - shift, kept)) - log(self._density(innovation, kept))

    def _density(self, x: float, kept: float) -> float:
        variance = self.who.spread**2 * (1 - kept**2) + _ROUNDING
        flare = self.who.flares_a_month / 30 * _FLARE_DAYS
        usual = (1 - flare) * _normal(x, variance)
        return usual + flare * _normal(x - _FLARE, variance + _FLARE_SD**2) + 1e-6

    def missed(self) -> float:
        return log(self._miss(STEP.points) / self._miss(0.0))

    def answered(self) -> float:
        return log((1 - self._miss(STEP.points)) / (1 - self._miss(0.0)))

    def _miss(self, shift: float) -> float:
        return 1 / (1 + exp(-self.who.missing_odds(shift / self.who.spread)))


def _normal(x: float, variance: float) -> float:
    return exp(-x * x / (2 * variance)) / sqrt(2 * pi * variance)
