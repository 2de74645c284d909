"""Three-dimensional vectors as plain tuples: x right on screen, y up, z towards the viewer."""

import math

Vec = tuple[float, float, float]

UP: Vec = (0.0, 1.0, 0.0)
ZERO: Vec = (0.0, 0.0, 0.0)


def add(a: Vec, b: Vec) -> Vec:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec, factor: float) -> Vec:
    return (a[0] * factor, a[1] * factor, a[2] * factor)


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    return math.sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    """The direction of `a`; straight up for a vector too short to have one."""
    size = length(a)
    return scale(a, 1 / size) if size > 1e-9 else UP


def lerp(a: Vec, b: Vec, t: float) -> Vec:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def mix(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


def combine(*terms: tuple[Vec, float]) -> Vec:
    """The weighted sum of the given (vector, weight) terms."""
    x = sum(v[0] * w for v, w in terms)
    y = sum(v[1] * w for v, w in terms)
    z = sum(v[2] * w for v, w in terms)
    return (x, y, z)


def across(a: Vec, axis: Vec) -> Vec:
    """The part of `a` that is perpendicular to the unit vector `axis`."""
    return sub(a, scale(axis, dot(a, axis)))


def rotate(a: Vec, axis: Vec, degrees: float) -> Vec:
    """`a` turned about the unit vector `axis` by the right-hand rule."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return combine((a, c), (cross(axis, a), s), (axis, dot(axis, a) * (1 - c)))


def angle(a: Vec, b: Vec) -> float:
    """The angle between two directions, 0 to 180 degrees."""
    return math.degrees(math.acos(max(-1.0, min(1.0, dot(unit(a), unit(b))))))
