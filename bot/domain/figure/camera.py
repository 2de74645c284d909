"""The one camera of an exercise: it is fitted once and never moves during the loop."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.figure.capsules import capsules
from bot.domain.figure.motion import moments
from bot.domain.figure.skeleton import Skeleton
from bot.domain.figure.spec import Chair, FigureSpec
from bot.domain.figure.vectors import Vec, cross, dot

WIDTH, HEIGHT = 480, 360
CARD_INSET = 8
_PAD = 22
_CLOSEST = 430.0  # pixels per body height: a small movement is not blown up to a giant
_PERSPECTIVE = 0.10

Ball = tuple[Vec, float]


class Dot(NamedTuple):
    """A projected point: pixels, depth towards the viewer, pixels per body height there."""

    x: float
    y: float
    depth: float
    scale: float


class View(NamedTuple):
    towards: Vec
    right: Vec
    up: Vec
    scale: float = 1.0
    centre: tuple[float, float] = (0.0, 0.0)

    def flat(self, p: Vec) -> tuple[float, float, float, float]:
        """Body heights to the right and up, depth, and the enlargement by nearness."""
        depth = dot(p, self.towards)
        near = 1 / (1 - _PERSPECTIVE * depth)
        return dot(p, self.right) * near, dot(p, self.up) * near, depth, near

    def project(self, p: Vec, zoom: int = 1) -> Dot:
        x, y, depth, near = self.flat(p)
        return Dot(
            (WIDTH / 2 + (x - self.centre[0]) * self.scale) * zoom,
            (HEIGHT / 2 - (y - self.centre[1]) * self.scale) * zoom,
            depth,
            self.scale * near * zoom,
        )


def fitted(spec: FigureSpec) -> View:
    """The view that holds every key pose, the mat, the props and the arrows."""
    view = _looking(spec.camera.yaw, spec.camera.pitch)
    flat = [(view.flat(p), r) for p, r in _scene(spec)]
    xs = [x + sign * r for (x, *_), r in flat for sign in (-1, 1)]
    ys = [y + sign * r for (_, y, *_), r in flat for sign in (-1, 1)]
    scale = min(
        (WIDTH - 2 * _PAD) / (max(xs) - min(xs)),
        (HEIGHT - 2 * _PAD) / (max(ys) - min(ys)),
        _CLOSEST,
    )
    return view._replace(scale=scale, centre=((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2))


def _looking(yaw: float, pitch: float) -> View:
    y, p = math.radians(yaw), math.radians(pitch)
    towards = (math.sin(y) * math.cos(p), math.sin(p), math.cos(y) * math.cos(p))
    right = (math.cos(y), 0.0, -math.sin(y))
    return View(towards, right, cross(towards, right))


def _scene(spec: FigureSpec) -> Iterable[Ball]:
    for name, skeleton in moments(spec):
        if "+" not in name:
            yield from balls(skeleton)
    for pose in spec.poses:
        yield from ((p, 0.03) for arrow in pose.arrows for p in (arrow[0], arrow[2]))
    if spec.mat:
        x0, x1, z0, z1 = spec.mat
        yield from (((x, 0.0, z), 0.0) for x in (x0, x1) for z in (z0, z1))
    for prop in spec.props:
        yield from _prop(prop) if isinstance(prop, Chair) else [(prop.at, prop.radius)]


def _prop(chair: Chair) -> Iterable[Ball]:
    for x in (chair.x - 0.13, chair.x + 0.13):
        yield from (((x, 0.0, z), 0.01) for z in (-0.125, 0.125))
    yield from (((chair.x - 0.15, chair.seat + 0.27, z), 0.01) for z in (-0.115, 0.115))


def balls(skeleton: Skeleton) -> Iterable[Ball]:
    """The ends of every capsule, each with its radius."""
    for c in capsules(skeleton):
        yield c.a, c.radius
        yield c.b, c.radius
