"""The body as capsules: what is checked for the floor, for collisions and for leaving the card."""

from typing import NamedTuple

from bot.domain.figure.body import HAND, SIDES, Side
from bot.domain.figure.skeleton import Skeleton
from bot.domain.figure.vectors import Vec, add, combine, dot, length, lerp, scale, sub


class Capsule(NamedTuple):
    name: str
    a: Vec
    b: Vec
    radius: float


def capsules(s: Skeleton) -> list[Capsule]:
    """Limbs, trunk and head; limbs begin a little off the trunk so that joints do not collide."""
    return [*(c for side, _ in SIDES for c in _limbs(s, side)), *_trunk(s)]


def _trunk(s: Skeleton) -> list[Capsule]:
    head = s.joints["head"]
    crown = add(head, scale(s.head.cranial, 0.040))  # up to the bun of hair
    return [
        _slab(s, "pelvis", 0.0, 0.030, 0.058),
        _slab(s, "waist", 3.4, 0.022, 0.050),
        _slab(s, "chest", 6.2, 0.032, 0.056),
        Capsule("head", head, crown, 0.060),
    ]


def _slab(s: Skeleton, name: str, at: float, half: float, radius: float) -> Capsule:
    i = min(int(at), len(s.spine) - 2)
    centre, left = lerp(s.spine[i], s.spine[i + 1], at - i), s.frames[i].left
    return Capsule(name, add(centre, scale(left, -half)), add(centre, scale(left, half)), radius)


def _limbs(s: Skeleton, side: Side) -> list[Capsule]:
    j = {k[:-2]: v for k, v in s.joints.items() if k.endswith(f"_{side}")}
    foot, hand = s.feet[side], s.hands[side]
    heel = add(j["ankle"], combine((foot.cranial, -0.012), (foot.ventral, -0.020)))
    toe = add(j["ankle"], combine((foot.cranial, 0.098), (foot.ventral, -0.026)))
    tip = add(j["wrist"], scale(hand.cranial, HAND))
    return [
        Capsule(f"thigh_{side}", lerp(j["hip"], j["knee"], 0.3), j["knee"], 0.045),
        Capsule(f"shin_{side}", j["knee"], j["ankle"], 0.032),
        Capsule(f"foot_{side}", heel, toe, 0.018),
        Capsule(f"upper_{side}", lerp(j["shoulder"], j["elbow"], 0.35), j["elbow"], 0.029),
        Capsule(f"fore_{side}", j["elbow"], j["wrist"], 0.024),
        Capsule(f"hand_{side}", j["wrist"], tip, 0.015),
    ]


def distance(a: Capsule, b: Capsule) -> float:
    """Between the axes of two capsules."""
    d1, d2, r = sub(a.b, a.a), sub(b.b, b.a), sub(a.a, b.a)
    aa, bb, ab = dot(d1, d1), dot(d2, d2), dot(d1, d2)
    ar, br = dot(d1, r), dot(d2, r)
    across = aa * bb - ab * ab
    s = _clamp((ab * br - ar * bb) / across) if across > 1e-12 else 0.0
    t = _clamp((ab * s + br) / bb) if bb > 1e-12 else 0.0
    s = _clamp((ab * t - ar) / aa) if aa > 1e-12 else 0.0
    return length(sub(add(a.a, scale(d1, s)), add(b.a, scale(d2, t))))


def _clamp(x: float) -> float:
    return max(0.0, min(1.0, x))
