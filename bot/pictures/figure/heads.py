"""Head and hair in spheres."""

import math
from collections.abc import Iterator
from typing import Final

from bot.domain.figure.body import RADIUS
from bot.domain.figure.skeleton import Skeleton
from bot.domain.figure.vectors import Vec, add, combine, lerp, scale, unit
from bot.pictures.figure.spheres import Sphere, chain


def skull(s: Skeleton) -> Iterator[Sphere]:
    """Neck, skull, jaw, nose and ears."""
    neck, head = s.joints["neck"], s.joints["head"]
    u, f, left = s.head.cranial, s.head.ventral, s.head.left
    base = add(neck, scale(s.chest.cranial, -0.01))
    yield from chain(base, lerp(neck, head, 0.6), 0.033, RADIUS["neck"], "neck")
    for up, ahead, radius in (
        (0, 0, RADIUS["head"]),
        (0.012, -0.004, RADIUS["head"]),
        (-0.024, 0.016, 0.043),
    ):
        yield Sphere(add(head, combine((u, up), (f, ahead))), radius, "head")
    yield Sphere(add(head, combine((u, -0.008), (f, 0.061))), 0.0115, "head")
    for sign in (1, -1):
        ear = add(head, combine((left, sign * 0.060), (f, -0.006), (u, -0.008)))
        yield Sphere(ear, 0.013, "head")


def _fibonacci(n: int) -> tuple[Vec, ...]:
    """`n` points spread evenly over the unit sphere."""
    heights = (1 - 2 * (i + 0.5) / n for i in range(n))
    return tuple(
        (
            y,
            math.sqrt(1 - y * y) * math.cos(i * 2.39996),
            math.sqrt(1 - y * y) * math.sin(i * 2.39996),
        )
        for i, y in enumerate(heights)
    )


_SHELL: Final = _fibonacci(260)
_SCALP: Final = unit((0.74, -0.67, 0.0))


def hair(s: Skeleton) -> Iterator[Sphere]:
    """A cap of strands about "up and back", and a bun."""
    head, (u, f), left = s.joints["head"], s.head, s.head.left
    for a, b, c in _SHELL:
        if a * _SCALP[0] + b * _SCALP[1] > 0.04:
            strand = combine((u, a * 0.050 + 0.008), (f, b * 0.050 - 0.004), (left, c * 0.050))
            yield Sphere(add(head, strand), 0.0185, "hair")
    yield Sphere(add(head, combine((u, 0.078), (f, -0.022))), 0.027, "hair")
