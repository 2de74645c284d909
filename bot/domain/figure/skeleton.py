"""From two key poses and a moment between them to the place of every joint."""

from dataclasses import dataclass, field

from bot.domain.figure import targets
from bot.domain.figure.body import (
    ARM,
    FOREARM,
    HIP_HALF,
    LEG,
    NECK,
    POSTURES,
    SHIN,
    SHOULDER_DROP,
    SHOULDER_HALF,
    SIDES,
    SPINE_SEGMENTS,
    THIGH,
    TRUNK,
    UPPER_ARM,
    Frame,
    Side,
)
from bot.domain.figure.ik import two_bones
from bot.domain.figure.spec import Foot, Pose
from bot.domain.figure.vectors import (
    ZERO,
    Vec,
    across,
    add,
    combine,
    length,
    lerp,
    mix,
    scale,
    sub,
    unit,
)

CHEST_POINT = 6.5  # in spine segments: between the shoulder blades, what lies on the mat
GRIP = 0.048  # from the wrist to the middle of the closed hand
_GIRDLE_SLIDE = 0.03


@dataclass
class Skeleton:
    """Solved joints by name (`knee_r`), the spine's curve, and the directions of the ends."""

    pelvis: Frame
    spine: list[Vec]
    frames: list[Frame]
    head: Frame
    joints: dict[str, Vec]
    feet: dict[Side, Frame] = field(default_factory=dict)
    hands: dict[Side, Frame] = field(default_factory=dict)
    overreach: dict[str, float] = field(default_factory=dict)

    @property
    def chest(self) -> Frame:
        return self.frames[-1]


def solve(posture: str, a: Pose, b: Pose | None = None, t: float = 0.0) -> Skeleton:
    """The skeleton in pose `a`, or `t` (0..1) of the way from `a` to `b`."""
    b = b or a
    skeleton = _trunk(posture, a, b, t)
    _legs(skeleton, a, b, t)
    _arms(skeleton, a, b, t)
    return skeleton


def _trunk(posture: str, a: Pose, b: Pose, t: float) -> Skeleton:
    pelvis = POSTURES[posture].turned(
        mix(a.pelvis.tilt, b.pelvis.tilt, t),
        mix(a.pelvis.side, b.pelvis.side, t),
        mix(a.pelvis.turn, b.pelvis.turn, t),
    )
    curve, frames = _spine(pelvis, a, b, t)
    root = lerp(a.pelvis.at, b.pelvis.at, t)
    if a.pin == "chest":
        whole = int(CHEST_POINT)
        held = lerp(curve[whole], curve[whole + 1], CHEST_POINT - whole)
        root = sub(lerp(a.chest.at, b.chest.at, t), held)
    points = [add(root, p) for p in curve]
    neck = _nod(frames[-1], a, b, t)
    head = _nod(neck, a, b, t)
    joints = {
        "pelvis": root,
        "neck": points[-1],
        "head": add(points[-1], combine((neck.cranial, NECK), (neck.ventral, 0.012))),
    }
    for side, sign in SIDES:
        joints[f"hip_{side}"] = add(root, scale(pelvis.left, sign * HIP_HALF))
        shoulder = combine(
            (frames[-1].left, sign * SHOULDER_HALF), (frames[-1].cranial, -SHOULDER_DROP)
        )
        shift = lerp(*((a.girdle_l, b.girdle_l) if side == "l" else (a.girdle_r, b.girdle_r)), t)
        joints[f"shoulder_{side}"] = add(add(points[-1], shoulder), shift)
    return Skeleton(pelvis, points, frames, head, joints)


def _spine(pelvis: Frame, a: Pose, b: Pose, t: float) -> tuple[list[Vec], list[Frame]]:
    bend, side = mix(a.spine.bend, b.spine.bend, t), mix(a.spine.side, b.spine.side, t)
    twist, lumbar = mix(a.spine.twist, b.spine.twist, t), mix(a.spine.lumbar, b.spine.lumbar, t)
    n, half = SPINE_SEGMENTS, SPINE_SEGMENTS // 2
    points, frames = [ZERO], [pelvis]
    for i in range(n):
        lower = i < half
        # Most turning happens in the chest: lumbar joints hardly rotate.
        turn = twist * (0.32 if lower else 0.68) / half
        curl = bend / n + (lumbar / half if lower else 0)
        frames.append(frames[-1].turned(curl, side / n, turn))
        points.append(add(points[-1], scale(frames[-1].cranial, TRUNK / n)))
    return points, frames


def _nod(frame: Frame, a: Pose, b: Pose, t: float) -> Frame:
    """Half of the neck's movement: the neck takes one half, the head the other."""
    return frame.turned(
        mix(a.neck.bend, b.neck.bend, t) / 2,
        mix(a.neck.side, b.neck.side, t) / 2,
        mix(a.neck.turn, b.neck.turn, t) / 2,
    )


def _legs(s: Skeleton, a: Pose, b: Pose, t: float) -> None:
    for side in targets.settled_first(a, b, "foot"):
        foot_a, foot_b = targets.foot(a, side), targets.foot(b, side)
        hip = s.joints[f"hip_{side}"]
        goal = lerp(
            targets.point(s.joints, foot_a, hip, LEG), targets.point(s.joints, foot_b, hip, LEG), t
        )
        pole = targets.between(foot_a.knee, foot_b.knee, s.pelvis.ventral, t)
        knee, ankle, over = two_bones(hip, goal, THIGH, SHIN, pole)
        s.joints[f"knee_{side}"], s.joints[f"ankle_{side}"] = knee, ankle
        s.overreach[f"foot_{side}"] = over
        _foot(s, side, (foot_a, foot_b), pole, t)


def _foot(s: Skeleton, side: Side, feet: tuple[Foot, Foot], pole: Vec, t: float) -> None:
    hip, knee, ankle = (s.joints[f"{j}_{side}"] for j in ("hip", "knee", "ankle"))
    shin = unit(sub(ankle, knee))
    bulge = sub(knee, lerp(hip, ankle, 0.5))
    bulge = bulge if length(bulge) > 0.02 else pole
    start, end = (targets.toes(f, shin, bulge, s.pelvis) for f in feet)
    toes = unit(lerp(start, end, t))
    up = across(scale(shin, -1), toes)
    if all(f.flat for f in feet):
        up = (0.0, 1.0, 0.0)
    s.feet[side] = Frame(toes, unit(up))
    s.joints[f"sole_{side}"] = add(ankle, combine((toes, 0.055), (unit(up), -0.05)))


def _arms(s: Skeleton, a: Pose, b: Pose, t: float) -> None:
    signs = dict(SIDES)
    for side in targets.settled_first(a, b, "hand"):
        hand_a, hand_b = targets.hand(a, side), targets.hand(b, side)
        shoulder = s.joints[f"shoulder_{side}"]
        goal = lerp(
            targets.point(s.joints, hand_a, shoulder, ARM),
            targets.point(s.joints, hand_b, shoulder, ARM),
            t,
        )
        if not (hand_a.dir and hand_b.dir):
            shoulder = _slide(shoulder, goal)
        c = s.chest
        relaxed = combine((c.ventral, -0.6), (c.left, signs[side] * 0.5), (c.cranial, -0.6))
        pole = targets.between(hand_a.elbow, hand_b.elbow, relaxed, t)
        elbow, wrist, over = two_bones(shoulder, goal, UPPER_ARM, FOREARM, pole)
        s.joints |= {f"shoulder_{side}": shoulder, f"elbow_{side}": elbow, f"wrist_{side}": wrist}
        s.overreach[f"hand_{side}"] = over
        fingers = targets.between(hand_a.fingers, hand_b.fingers, unit(sub(wrist, elbow)), t)
        palm = targets.between(hand_a.palm, hand_b.palm, _palm(s, signs[side], wrist), t)
        palm = across(palm, fingers)
        s.joints[f"grip_{side}"] = add(wrist, scale(fingers, GRIP))
        s.hands[side] = Frame(fingers, unit(palm) if length(palm) > 0.05 else s.chest.ventral)


def _slide(shoulder: Vec, goal: Vec) -> Vec:
    """The shoulder blade gives a little when the arm alone would be a hair too short."""
    missing = length(sub(goal, shoulder)) - ARM * 0.985
    return add(shoulder, scale(unit(sub(goal, shoulder)), min(_GIRDLE_SLIDE, max(0.0, missing))))


def _palm(s: Skeleton, sign: int, wrist: Vec) -> Vec:
    """Where the palm looks when the file does not say: at the floor when on it, else inwards."""
    if wrist[1] < 0.06:
        return (0.0, -1.0, 0.0)
    return combine((s.chest.left, -sign), (s.chest.ventral, -0.2))
