"""Does a body bend, reach and rest like this? Plausibility limits that catch bad pose data.

The limits are wider than clinical norms on purpose: they measure drawn bones, and only
have to tell an exercise from a typing mistake.
"""

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from bot.domain.figure.body import SIDES, Side
from bot.domain.figure.camera import CARD_INSET, HEIGHT, WIDTH, View, balls, fitted
from bot.domain.figure.capsules import Capsule, capsules, distance
from bot.domain.figure.motion import moments
from bot.domain.figure.skeleton import Skeleton
from bot.domain.figure.spec import Chair, FigureSpec, Pose
from bot.domain.figure.vectors import Vec, across, angle, cross, dot, length, sub, unit

Finding = tuple[str, str]  # joint or limb; what is wrong with it

JOINT_LIMITS: Final = {
    "knee": (0, 152),
    "elbow": (0, 152),
    "hip flexion": (-27, 132),
    "hip abduction": (-36, 56),
    "hip rotation": (-102, 52),
    "ankle plantarflexion": (-36, 82),
}
TRUNK_LIMITS: Final = {
    "spine.bend": (-70, 90),
    "spine.lumbar": (-40, 60),
    "spine.side": (-40, 40),
    "spine.twist": (-50, 50),
    "neck.bend": (-60, 60),
    "neck.side": (-45, 45),
    "neck.turn": (-80, 80),
}
REACH_SLACK, FLOOR_SLACK = 0.004, 0.022
# Soft tissue gives way: how deep two capsules may sink into each other, in body heights.
_LIMB_SQUEEZE, _TRUNK_SQUEEZE, _BELLY_SQUEEZE = 0.022, 0.030, 0.050
_GRIP_SQUEEZE = 0.032  # fingers close around what they hold
SMALLEST_SCALE = 250  # pixels per body height: below it a face is a dot


def check(exercise: str, spec: FigureSpec) -> list[str]:
    """What is wrong with a figure, each as "exercise, pose, joint: value, limit"; empty if fine.

    Looks at every key pose and at five in-betweens on each way.
    """
    found: dict[tuple[str, str], str] = {}
    for i, pose in enumerate(spec.poses):
        for joint, problem in _trunk(pose):
            found.setdefault((pose.name or f"pose {i + 1}", joint), problem)
    view = fitted(spec)
    for name, skeleton in moments(spec):
        for joint, problem in (*_body(skeleton), *_card(skeleton, view)):
            # One in-between that fails is enough: its neighbours fail alike.
            place = name.partition("+")[0] + (" (on the way)" if "+" in name else "")
            found.setdefault((place, joint), problem)
    if any(isinstance(p, Chair) for p in spec.props) and not 0 <= spec.camera.yaw <= 60:
        # Furniture is painted before the body, which is right only from there.
        found["camera", "yaw at a chair"] = f"{spec.camera.yaw:g} degrees, limit 0 to 60"
    if view.scale < SMALLEST_SCALE:
        problem = f"{view.scale:.0f} pixels per body height, at least {SMALLEST_SCALE}"
        found["camera", "the figure is too small"] = problem
    return [f"{exercise}, {pose}, {joint}: {text}" for (pose, joint), text in found.items()]


def _body(s: Skeleton) -> Iterator[Finding]:
    for limb, missing in s.overreach.items():
        if missing > REACH_SLACK:
            yield limb, f"target is {missing:.3f} out of reach, limit {REACH_SLACK}"
    for side, sign in SIDES:
        for joint, value in angles(s, side, sign).items():
            low, high = JOINT_LIMITS[joint]
            if not low <= value <= high:
                yield f"{joint} {side}", f"{value:.0f} degrees, limit {low} to {high}"
    parts = capsules(s)
    yield from _floor(parts)
    yield from _collisions(parts)


def angles(s: Skeleton, side: Side, sign: int) -> dict[str, float]:
    """The joint angles of one side in degrees, named as in JOINT_LIMITS."""
    j = {k[:-2]: v for k, v in s.joints.items() if k.endswith(f"_{side}")}
    thigh, shin = unit(sub(j["knee"], j["hip"])), unit(sub(j["ankle"], j["knee"]))
    pelvis = s.pelvis
    found = {
        "knee": angle(thigh, shin),
        "elbow": angle(sub(j["elbow"], j["shoulder"]), sub(j["wrist"], j["elbow"])),
        "hip flexion": _degrees(dot(thigh, pelvis.ventral), -dot(thigh, pelvis.cranial)),
        "hip abduction": 90 - angle(thigh, pelvis.left)
        if sign > 0
        else angle(thigh, pelvis.left) - 90,
        "ankle plantarflexion": 90 - angle(s.feet[side].cranial, shin),
    }
    hinge, neutral = cross(thigh, shin), across(pelvis.left, thigh)
    # A straight knee shows no rotation, nor does a thigh that points sideways.
    if found["knee"] > 20 and length(neutral) > 0.2:
        found["hip rotation"] = sign * _twist(unit(neutral), unit(hinge), thigh)
    # Wide abduction makes forward and backward the same: flexion says nothing there.
    if abs(found["hip abduction"]) > 60:
        del found["hip flexion"]
    return found


def _degrees(y: float, x: float) -> float:
    return math.degrees(math.atan2(y, x))


def _twist(a: Vec, b: Vec, axis: Vec) -> float:
    return _degrees(dot(cross(a, b), axis), dot(a, b))


def _trunk(pose: Pose) -> Iterator[Finding]:
    for name, (low, high) in TRUNK_LIMITS.items():
        part, _, key = name.partition(".")
        value = getattr(getattr(pose, part), key)
        if not low <= value <= high:
            yield name, f"{value:g} degrees, limit {low} to {high}"


def _floor(parts: list[Capsule]) -> Iterator[Finding]:
    for c in parts:
        lowest = min(c.a[1], c.b[1]) - c.radius
        if lowest < -FLOOR_SLACK:
            yield c.name, f"{-lowest:.3f} under the floor, limit {FLOOR_SLACK}"


_TRUNK = ("pelvis", "waist", "chest", "head")
_NEXT: Final = {
    frozenset(pair)
    for pair in (
        ("thigh", "shin"), ("shin", "foot"), ("upper", "fore"), ("fore", "hand"),
        ("thigh", "pelvis"), ("upper", "chest"),
    )
}  # fmt: skip


def _collisions(parts: list[Capsule]) -> Iterator[Finding]:
    for a, b in combinations(parts, 2):
        squeeze = _squeeze(a.name, b.name)
        if squeeze is None:
            continue
        overlap = a.radius + b.radius - distance(a, b)
        if overlap > squeeze:
            yield f"{a.name} through {b.name}", f"{overlap:.3f} deep, limit {squeeze}"


def _squeeze(a: str, b: str) -> float | None:
    """How deep the two may overlap; None for neighbours, which share a joint."""
    (kind_a, _, side_a), (kind_b, _, side_b) = a.partition("_"), b.partition("_")
    trunk = (kind_a in _TRUNK) + (kind_b in _TRUNK)
    if trunk == 2:
        return None
    neighbours = frozenset((kind_a, kind_b)) in _NEXT
    if neighbours and (trunk or side_a == side_b):
        return None
    if trunk and "thigh" in (kind_a, kind_b):
        return _BELLY_SQUEEZE
    if "hand" in (kind_a, kind_b):
        return _GRIP_SQUEEZE
    return _TRUNK_SQUEEZE if trunk else _LIMB_SQUEEZE


def _card(s: Skeleton, view: View) -> Iterator[Finding]:
    for place, radius in balls(s):
        x, y, _, per_height = view.project(place)
        r = radius * per_height
        edge = min(x - r, y - r, WIDTH - x - r, HEIGHT - y - r)
        if edge < CARD_INSET:
            yield "card", f"the body comes {edge:.0f} pixels near the edge, limit {CARD_INSET}"
            return
