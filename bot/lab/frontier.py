"""What more or fewer false flags would buy: the engine at other limits, and the ceiling."""

from collections.abc import Iterator, Sequence

from bot.domain.flags.tuning import TUNED
from bot.lab.contest import Contest, Detector, Result, engine, knowing, run
from bot.lab.generator import STEP, WEEK_RAMP

SCALES = (0.6, 0.8, 1.25, 1.6)
"""Times the evidence that the engine as it is asks for."""
_NAMES = (STEP.name, WEEK_RAMP.name)
_LIMITS = (0.5, 15.0)
"""Between these (nats) the oracle's limit is sought."""


def engines(contest: Contest, usual: Result) -> list[tuple[float, Result]]:
    """The engine at each scale, from the readiest to flag to the most reluctant."""
    others = [(s, run(engine(TUNED.scaled(s)), contest, _NAMES)) for s in SCALES]
    return sorted([*others, (1.0, usual)], key=lambda pair: pair[0])


def oracles(contest: Contest, false_per_month: Sequence[float]) -> Iterator[Result]:
    """The oracle at equal false flags, for each of some rates."""
    for wanted in false_per_month:
        yield run(_oracle_at(contest, wanted), contest, _NAMES)


def _oracle_at(contest: Contest, wanted: float) -> Detector:
    low, high = _LIMITS
    for _ in range(9):
        middle = (low + high) / 2
        detector = knowing(contest.people, middle)
        if run(detector, contest, ()).false_flags().per_month > wanted:
            low = middle
        else:
            high = middle
    return knowing(contest.people, high)
