"""Learns from example messages how each feature speaks for each answer."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.screening.lessons import ALWAYS, ANSWERS, HARMLESS, UNIT, softmax

_ROUNDS = 20
_SETTLED = 8
"""From this round on the mean of the weights is taken: what is learned then hangs far less on the
order, and on a few examples more or less."""
_STEP = 5.0
_SLOWER = 0.3
_COMMON_STEP = 0.1
_DECAY = 0.00001
_CLOSE = 0.02
_OFTEN = 2
_TELLING = 4

Rows = dict[str, list[float]]


@dataclass(frozen=True)
class Example:
    """A message's features and the questions that may be asked; none for a harmless one."""

    features: tuple[str, ...]
    flags: tuple[str, ...]


def learn(examples: Sequence[Example]) -> str:
    """The rows of a `Lessons`; the same examples in the same order always give the same."""
    counts = Counter(feature for one in examples for feature in one.features)
    weights = {name: [0.0] * len(ANSWERS) for name, n in sorted(counts.items()) if n >= _OFTEN}
    weights[ALWAYS] = [0.0] * len(ANSWERS)
    lessons = [
        ([weights[f] for f in one.features if f in weights], _wanted(one)) for one in examples
    ]
    chance = random.Random(1)  # noqa: S311 - an order, no secret
    summed: Rows = {name: [0.0] * len(ANSWERS) for name in weights}
    for turn in range(_ROUNDS):
        chance.shuffle(lessons)
        step = _STEP / (1 + turn * _SLOWER)
        for rows, wanted in lessons:
            _correct(rows, weights[ALWAYS], wanted, step)
        _forget(weights, 1 - step * _DECAY * len(lessons))
        if turn >= _SETTLED:
            _add(summed, weights)
    return "".join(_written(summed, _ROUNDS - _SETTLED))


def _wanted(example: Example) -> list[float]:
    right = example.flags or (HARMLESS,)
    return [(answer in right) / len(right) for answer in ANSWERS]


def _correct(
    rows: list[list[float]], always: list[float], wanted: list[float], step: float
) -> None:
    """Move the weights towards the wanted answer."""
    scale = 1 / math.sqrt(len(rows) or 1)
    columns = zip(*rows, strict=True) if rows else ((),) * len(ANSWERS)
    scores = [sum(column) * scale + a for column, a in zip(columns, always, strict=True)]
    for k, (got, want) in enumerate(zip(softmax(scores), wanted, strict=True)):
        off = got - want
        if abs(off) < _CLOSE:
            continue
        always[k] -= step * _COMMON_STEP * off
        change = step * scale * off
        for row in rows:
            row[k] -= change


def _forget(weights: Rows, share: float) -> None:
    for row in weights.values():
        row[:] = [weight * share for weight in row]


def _add(summed: Rows, weights: Rows) -> None:
    for name, row in weights.items():
        summed[name] = [one + other for one, other in zip(summed[name], row, strict=True)]


def _written(summed: Rows, count: int) -> Iterable[str]:
    for name, row in sorted(summed.items()):
        numbers = [round(weight / count * UNIT) for weight in row]
        if name == ALWAYS or max(map(abs, numbers)) >= _TELLING:
            yield f"{name}\t{' '.join(map(str, numbers))}\n"
