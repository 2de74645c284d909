"""Where muscles and the face are painted on the skin: points with normals."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.figure.body import SIDES, Side
from bot.domain.figure.skeleton import Skeleton
from bot.domain.figure.vectors import Vec, across, add, combine, length, lerp, scale, sub, unit
from bot.pictures.figure.solids import calf_side, on_spine


class Decal(NamedTuple):
    """A painted spot: place, outward normal, radius in body heights."""

    place: Vec
    normal: Vec
    radius: float


class Patch(NamedTuple):
    """Spots that melt into one tinted area on the given parts."""

    hosts: tuple[str, ...]
    spots: tuple[Decal, ...]


def muscle(s: Skeleton, name: str) -> Patch:
    """The patch of a muscle of `FigureSpec.muscles`."""
    if name == "abdomen":
        return Patch(("shirt", "pelvis"), tuple(_front(s)))
    if name == "low_back":
        return Patch(("shirt", "pelvis"), tuple(_low_back(s)))
    kind, key = name.rsplit("_", 1)
    side: Side = "l" if key == "l" else "r"
    thigh, shin = f"thigh_{side}", f"shin_{side}"
    if kind == "oblique":
        return Patch(("shirt", "pelvis"), tuple(_oblique(s, side)))
    if kind == "glute":
        return Patch((thigh, "pelvis"), tuple(_glute(s, side)))
    if kind == "glute_med":
        return Patch((thigh, "pelvis"), tuple(_glute_med(s, side)))
    if kind == "calf":
        return Patch((shin,), tuple(_calf(s, side)))
    if kind == "nerve":
        return Patch((thigh, shin, "pelvis"), tuple(_nerve(s, side)))
    return Patch((thigh,), tuple(_thigh(s, side, 1 if kind == "hamstring" else -1)))


def _front(s: Skeleton) -> Iterator[Decal]:
    for t in (0.14, 0.24, 0.34, 0.44, 0.54):
        for x in (-0.35, 0.0, 0.35):
            yield _on_trunk(s, t, (1.0, x), 0.052, 0.027)


def _low_back(s: Skeleton) -> Iterator[Decal]:
    for t in (0.08, 0.18, 0.28, 0.38, 0.48, 0.56):
        for x in (-0.4, 0.0, 0.4):
            yield _on_trunk(s, t, (-1.0, x), 0.052, 0.024)


def _oblique(s: Skeleton, side: Side) -> Iterator[Decal]:
    sign = dict(SIDES)[side]
    for t in (0.20, 0.30, 0.40, 0.50):
        yield _on_trunk(s, t, (0.35, sign), 0.062, 0.028)


def _on_trunk(
    s: Skeleton, t: float, around: tuple[float, float], off: float, radius: float
) -> Decal:
    centre, frame = on_spine(s, t)
    normal = unit(combine((frame.ventral, around[0]), (frame.left, around[1])))
    return Decal(add(centre, scale(normal, off)), normal, radius)


def _glute(s: Skeleton, side: Side) -> Iterator[Decal]:
    sign, hip = dict(SIDES)[side], s.joints[f"hip_{side}"]
    u, f, left = s.pelvis.cranial, s.pelvis.ventral, s.pelvis.left
    thigh = unit(sub(s.joints[f"knee_{side}"], hip))
    for out, up in ((0.25, 0.0), (0.8, 0.0), (0.5, 0.022), (0.5, -0.025)):
        normal = unit(combine((f, -1.0), (left, sign * out), (thigh, 0.1)))
        yield Decal(add(hip, combine((normal, 0.052), (u, up))), normal, 0.036)


def _glute_med(s: Skeleton, side: Side) -> Iterator[Decal]:
    sign, hip = dict(SIDES)[side], s.joints[f"hip_{side}"]
    u, f, left = s.pelvis.cranial, s.pelvis.ventral, s.pelvis.left
    normal = unit(combine((left, sign), (f, -0.35)))
    for up, ahead in ((0.040, -0.018), (0.020, 0.004), (0.0, -0.025), (0.045, 0.010)):
        yield Decal(add(hip, combine((normal, 0.05), (u, up), (f, ahead))), normal, 0.032)


def _thigh(s: Skeleton, side: Side, sign: int) -> Iterator[Decal]:
    hip, knee = s.joints[f"hip_{side}"], s.joints[f"knee_{side}"]
    normal = scale(_thigh_back(s, side), sign)
    for i in range(8):
        t = 0.20 + 0.62 * i / 7
        place = add(lerp(hip, knee, t), scale(normal, 0.040))
        yield Decal(place, normal, 0.031 - 0.030 * abs(t - 0.5))


def _thigh_back(s: Skeleton, side: Side) -> Vec:
    hip, knee, ankle = (s.joints[f"{j}_{side}"] for j in ("hip", "knee", "ankle"))
    thigh = unit(sub(knee, hip))
    back = across(unit(sub(ankle, knee)), thigh)
    if length(back) < 0.2:
        back = across(scale(s.pelvis.ventral, -1), thigh)
    return unit(back)


def _calf(s: Skeleton, side: Side) -> Iterator[Decal]:
    knee, ankle = s.joints[f"knee_{side}"], s.joints[f"ankle_{side}"]
    normal = calf_side(s, side)
    for i in range(6):
        t = 0.12 + 0.09 * i
        place = add(lerp(knee, ankle, t), scale(normal, 0.034))
        yield Decal(place, normal, 0.026 - 0.03 * abs(t - 0.3))


def _nerve(s: Skeleton, side: Side) -> Iterator[Decal]:
    """The sciatic nerve: a thin line from the buttock down the back of the leg."""
    hip, knee, ankle = (s.joints[f"{j}_{side}"] for j in ("hip", "knee", "ankle"))
    sign = dict(SIDES)[side]
    outward = scale(s.pelvis.left, sign * 0.9)
    back, calf = _thigh_back(s, side), calf_side(s, side)
    for start, end, way in ((hip, knee, back), (knee, ankle, calf)):
        normal = unit(add(way, outward))
        for i in range(30):
            place = lerp(start, end, 0.04 + 0.92 * i / 29)
            yield Decal(add(place, scale(normal, 0.036)), normal, 0.0085)


def eyes(s: Skeleton) -> Iterator[Decal]:
    for sign in (1, -1):
        yield _on_head(s, sign * 0.42, 0.06, 0.0088)


def brows(s: Skeleton) -> Iterator[Decal]:
    for sign in (1, -1):
        for x in (-0.10, -0.05, 0.0, 0.05, 0.10):
            yield _on_head(s, sign * 0.43 + x, 0.40 - x * x * 5, 0.0030)


def cheeks(s: Skeleton) -> Iterator[Decal]:
    for sign in (1, -1):
        yield _on_head(s, sign * 0.58, -0.36, 0.0145)


def mouth(s: Skeleton) -> Iterator[Decal]:
    for i in range(-8, 9):
        x = i * 0.03
        yield _on_head(s, x, -0.56 + x * x * 2.8, 0.0040)


def nose(s: Skeleton) -> Iterator[Decal]:
    for x in (-0.07, -0.035, 0.0, 0.035, 0.07):
        yield _on_head(s, x, -0.24 + x * x * 6, 0.0034)


def _on_head(s: Skeleton, left: float, up: float, radius: float) -> Decal:
    h = s.head
    normal = unit(combine((h.ventral, 1.0), (h.left, left), (h.cranial, up)))
    return Decal(add(s.joints["head"], scale(normal, 0.060)), normal, radius)
