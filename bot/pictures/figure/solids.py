"""The body as chains of spheres: everything round is one shape the painter understands."""

import math
from collections.abc import Iterator
from itertools import pairwise

from bot.domain.figure.body import RADIUS, SIDES, TRUNK, TRUNK_PROFILE, WAISTBAND, Frame, Side
from bot.domain.figure.skeleton import Skeleton
from bot.domain.figure.spec import FigureSpec, Pillow
from bot.domain.figure.vectors import Vec, across, add, combine, length, lerp, mix, scale, sub, unit
from bot.pictures.figure.heads import hair, skull
from bot.pictures.figure.spheres import Sphere, chain

R = RADIUS


def body(s: Skeleton) -> list[Sphere]:
    """Trunk, head and limbs, about 1400 spheres, in no particular order."""
    found = [*_trunk(s), *_shoulders(s), *skull(s), *hair(s)]
    for side, sign in SIDES:
        found += [*_leg(s, side), *_foot(s, side), *_arm(s, side), *_hand(s, side, sign)]
        found.append(_buttock(s, side, sign))
    return found


def things(spec: FigureSpec, s: Skeleton) -> Iterator[Sphere]:
    """Pillows and the strap, which goes from hand to foot and around it."""
    for prop in spec.props:
        if isinstance(prop, Pillow):
            yield from _pillow(prop)
    for start, end in spec.strap:
        yield from _strap(s, start, end)


def _strap(s: Skeleton, start: str, end: str) -> Iterator[Sphere]:
    """From a joint to the edge of a foot on that joint's side, and around the sole."""
    side: Side = "l" if end.endswith("_l") else "r"
    foot, sign = s.feet[side], 1 if start.endswith("_l") else -1
    middle = add(s.joints[f"ankle_{side}"], combine((foot.cranial, 0.046), (foot.ventral, -0.016)))
    # The foot's frame has the toes as its axis, so its left is the body's right.
    edge = add(middle, scale(foot.left, -sign * 0.031))
    yield from chain(s.joints[start], edge, 0.0095, 0.0095, "strap")
    for i in range(13):
        turn = math.pi / 2 * i / 12
        out, down = -sign * 0.031 * math.cos(turn), -0.033 * math.sin(turn)
        place = add(middle, combine((foot.left, out), (foot.ventral, down)))
        yield Sphere(place, 0.0095, "strap")


def _leg(s: Skeleton, side: Side) -> Iterator[Sphere]:
    hip, knee, ankle = (s.joints[f"{j}_{side}"] for j in ("hip", "knee", "ankle"))
    middle = lerp(hip, knee, 0.45)
    yield from chain(hip, middle, R["hip"], R["thigh"], f"thigh_{side}")
    yield from chain(middle, knee, R["thigh"], R["knee"], f"thigh_{side}")
    calf = add(lerp(knee, ankle, 0.32), scale(calf_side(s, side), 0.008))
    cuff = lerp(knee, ankle, 0.84)
    yield from chain(knee, calf, R["knee"], R["calf"], f"shin_{side}")
    yield from chain(calf, cuff, R["calf"], R["ankle"] + 0.003, f"shin_{side}")
    yield from chain(cuff, ankle, R["ankle"], R["ankle"], f"foot_{side}")


def calf_side(s: Skeleton, side: Side) -> Vec:
    """The direction in which the calf bulges."""
    hip, knee, ankle = (s.joints[f"{j}_{side}"] for j in ("hip", "knee", "ankle"))
    thigh, shin = unit(sub(knee, hip)), unit(sub(ankle, knee))
    back = across(scale(thigh, -1), shin)
    if length(back) > 0.15:
        return unit(back)
    return unit(scale(across(s.feet[side].cranial, shin), -1))


def _foot(s: Skeleton, side: Side) -> Iterator[Sphere]:
    ankle, foot, part = s.joints[f"ankle_{side}"], s.feet[side], f"foot_{side}"
    toes, up = foot.cranial, foot.ventral
    heel = add(ankle, combine((toes, -0.018), (up, -0.020)))
    ball = add(ankle, combine((toes, 0.066), (up, -0.023)))
    toe = add(ankle, combine((toes, 0.095), (up, -0.027)))
    yield from chain(ankle, heel, R["ankle"], R["heel"], part)
    yield from chain(heel, ball, R["heel"] - 0.002, R["ball"], part)
    yield from chain(add(ankle, scale(toes, 0.006)), ball, R["ankle"], R["ball"], part)
    # Three chains side by side, or a foot seen from the front is a cone.
    for off in (-0.014, 0.0, 0.014):
        width = scale(foot.left, off)
        spread = add(ball, width)
        yield from chain(add(heel, scale(width, 0.2)), spread, R["heel"] - 0.004, 0.019, part)
        yield from chain(spread, add(toe, scale(width, 0.85)), 0.019, R["toe"], part)


def _arm(s: Skeleton, side: Side) -> Iterator[Sphere]:
    shoulder, elbow, wrist = (s.joints[f"{j}_{side}"] for j in ("shoulder", "elbow", "wrist"))
    hem, sleeve, bare = lerp(shoulder, elbow, 0.55), f"sleeve_{side}", f"arm_{side}"
    yield from chain(shoulder, hem, R["shoulder"], R["elbow"] + 0.006, sleeve)
    yield from chain(lerp(shoulder, elbow, 0.5), elbow, R["elbow"] + 0.002, R["elbow"], bare)
    belly = lerp(elbow, wrist, 0.3)
    yield from chain(elbow, belly, R["elbow"], R["forearm"], bare)
    yield from chain(belly, wrist, R["forearm"], R["wrist"], bare)


def _hand(s: Skeleton, side: Side, sign: int) -> Iterator[Sphere]:
    wrist, hand, part = s.joints[f"wrist_{side}"], s.hands[side], f"hand_{side}"
    fingers, thumbwards = hand.cranial, scale(hand.left, -sign)
    knuckles, tips = add(wrist, scale(fingers, 0.042)), add(wrist, scale(fingers, 0.080))
    for off in (-0.013, 0.0, 0.013):
        width = scale(thumbwards, off)
        spread = add(knuckles, width)
        yield from chain(add(wrist, scale(width, 0.4)), spread, R["wrist"] - 0.002, 0.0155, part)
        short = scale(fingers, -0.006 * abs(off) / 0.013)
        yield from chain(
            spread, add(add(tips, scale(width, 0.9)), short), 0.0145, R["finger"], part
        )
    root = add(wrist, combine((fingers, 0.012), (thumbwards, 0.012)))
    tip = add(wrist, combine((fingers, 0.046), (thumbwards, 0.034), (hand.ventral, 0.006)))
    yield from chain(root, tip, 0.0115, 0.0085, part)


def _buttock(s: Skeleton, side: Side, sign: int) -> Sphere:
    hip, knee = s.joints[f"hip_{side}"], s.joints[f"knee_{side}"]
    u, f, left = s.pelvis.cranial, s.pelvis.ventral, s.pelvis.left
    follows = scale(unit(sub(knee, hip)), 0.012)
    resting = add(hip, combine((f, -0.018), (u, 0.004), (left, -sign * 0.004)))
    return Sphere(add(resting, follows), 0.060, "pelvis")


def on_spine(s: Skeleton, t: float) -> tuple[Vec, Frame]:
    """The point and orientation at height `t` of the trunk; below 0 the pelvis goes on."""
    if t < 0:
        return add(s.spine[0], scale(s.pelvis.cranial, t * TRUNK)), s.pelvis
    last = len(s.spine) - 1
    x = min(last - 0.001, t * last)
    i = int(x)
    return lerp(s.spine[i], s.spine[i + 1], x - i), s.frames[i + 1]


def _trunk(s: Skeleton) -> Iterator[Sphere]:
    slices, across_count = 9, 9
    for (t0, w0, d0), (t1, w1, d1) in pairwise(TRUNK_PROFILE):
        for j in range(slices):
            q = j / slices
            t, half, depth = mix(t0, t1, q), mix(w0, w1, q), mix(d0, d1, q)
            centre, frame = on_spine(s, t)
            part = "pelvis" if t < WAISTBAND else "shirt"
            for k in range(across_count):
                off = (k / (across_count - 1) * 2 - 1) * max(0.0, half - depth)
                yield Sphere(add(centre, scale(frame.left, off)), depth, part)


def _shoulders(s: Skeleton) -> Iterator[Sphere]:
    _, frame = on_spine(s, 0.95)
    collar = add(s.joints["neck"], scale(frame.cranial, -0.012))
    for side, _ in SIDES:
        yield from chain(
            collar, s.joints[f"shoulder_{side}"], 0.030, R["shoulder"] - 0.002, "shirt"
        )


def _pillow(p: Pillow) -> Iterator[Sphere]:
    x, y, z = p.at
    for i in range(-4, 5):
        radius = p.radius - abs(i) * 0.0015
        a, b = (x + i * 0.012, y, z - 0.09), (x + i * 0.012, y, z + 0.09)
        yield from chain(a, b, radius, radius, "pillow")
