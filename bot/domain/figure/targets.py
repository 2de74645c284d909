"""What the targets of a pose file mean: points, anchors on bones, directions."""

from bot.domain.figure.body import ANKLE_HEIGHT, Frame, Side
from bot.domain.figure.spec import WORDS, Foot, Hand, Pose, Target
from bot.domain.figure.vectors import (
    Vec,
    across,
    add,
    combine,
    length,
    lerp,
    scale,
    sub,
    unit,
)

Joints = dict[str, Vec]

BONES = {
    "thigh": ("hip", "knee"), "shin": ("knee", "ankle"),
    "upper": ("shoulder", "elbow"), "fore": ("elbow", "wrist"),
}  # fmt: skip


def foot(pose: Pose, side: Side) -> Foot:
    found = pose.foot_l if side == "l" else pose.foot_r
    assert found is not None, "FigureSpec refuses a first pose without both feet"  # noqa: S101
    return found


def hand(pose: Pose, side: Side) -> Hand:
    found = pose.hand_l if side == "l" else pose.hand_r
    assert found is not None, "FigureSpec refuses a first pose without both hands"  # noqa: S101
    return found


def settled_first(a: Pose, b: Pose, limb: str) -> list[Side]:
    """The sides in solving order: a limb resting on the other one comes second."""
    find = foot if limb == "foot" else hand
    sides: list[Side] = ["l", "r"]
    return sorted(sides, key=lambda s: any(isinstance(find(p, s).at, str) for p in (a, b)))


def direction(value: Vec | str) -> Vec:
    return unit(WORDS[value] if isinstance(value, str) else value)


def between(a: Vec | str | None, b: Vec | str | None, default: Vec, t: float) -> Vec:
    """The direction `t` of the way from `a` to `b`; `default` stands in for what is unsaid."""
    mixed = lerp(direction(default if a is None else a), direction(default if b is None else b), t)
    return unit(mixed)


def point(joints: Joints, target: Target, root: Vec, reach: float) -> Vec:
    """The point in the room a target stands for; `root` and `reach` are the limb's."""
    if target.dir is not None:
        return add(root, scale(direction(target.dir), reach * target.reach))
    at = target.at if target.at is not None else (0.0, 0.0, 0.0)
    place = anchor(joints, at, target.front) if isinstance(at, str) else at
    if target.off is not None:
        place = add(place, target.off)
    if isinstance(target, Foot) and target.flat:
        place = add(place, (0.0, ANKLE_HEIGHT, 0.0))
    return place


def anchor(joints: Joints, name: str, front: float | None) -> Vec:
    """A joint (`knee_r`) or a point along a bone (`thigh_l:0.55`), `front` off its front."""
    if ":" not in name:
        return joints[name]
    bone, fraction = name.split(":")
    kind, side = bone.rsplit("_", 1)
    start, end = (joints[f"{j}_{side}"] for j in BONES[kind])
    place = lerp(start, end, float(fraction))
    return add(place, scale(_front(joints, kind, side), front)) if front else place


def _front(joints: Joints, kind: str, side: str) -> Vec:
    """The quadriceps side of a thigh, the shinbone side of a shin; likewise for arms."""
    inner, middle, outer = ("hip", "knee", "ankle") if kind in ("thigh", "shin") else (
        "shoulder", "elbow", "wrist",
    )  # fmt: skip
    a, b, c = (joints[f"{j}_{side}"] for j in (inner, middle, outer))
    first, second = unit(sub(b, a)), unit(sub(c, b))
    upper = kind in ("thigh", "upper")
    return unit(across(scale(second, -1) if upper else first, first if upper else second))


def toes(target: Foot, shin: Vec, bulge: Vec, pelvis: Frame) -> Vec:
    """Where the toes point: as told, forward along the floor, or the neutral ankle."""
    if target.toes is not None:
        return direction(target.toes)
    if target.flat:
        for way in (bulge, pelvis.ventral, scale(pelvis.cranial, -1)):
            level = (way[0], 0.0, way[2])
            if length(level) > 0.02:
                return unit(level)
    neutral = unit(across(bulge, shin))
    return unit(combine((neutral, 1.0), (shin, 0.25)))
