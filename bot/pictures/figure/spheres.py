"""Spheres and chains of them: the only shape the painter knows."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.figure.vectors import Vec, length, lerp, mix, sub

_STEP = 0.006  # body heights from sphere to sphere: no gaps at the drawn size


class Sphere(NamedTuple):
    centre: Vec
    radius: float
    part: str


def chain(a: Vec, b: Vec, start: float, end: float, part: str) -> Iterator[Sphere]:
    n = max(3, int(length(sub(b, a)) / _STEP))
    for i in range(n + 1):
        yield Sphere(lerp(a, b, i / n), mix(start, end, i / n), part)
