"""The `[figure]` table of an exercise file: strict models for poses, camera and props.

Unit of length is the body height; angles are degrees; the room has x to the right of the
screen, y up (floor = 0) and z towards the viewer.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.domain.figure.vectors import Vec

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]
Seconds = Annotated[Number, Field(ge=0, le=10)]
Point = tuple[Number, Number, Number]
Word = Literal["up", "down", "left", "right", "near", "far"]
Posture = Literal["supine", "prone", "four_point", "side_lying", "seated", "standing", "kneeling"]
Anchor = Annotated[
    str, Field(pattern=r"^(thigh|shin|upper|fore)_[lr]:(0(\.\d+)?|1)$|^[a-z]+_[lr]$")
]
Muscle = Literal[
    "glute_r", "glute_l", "glute_med_r", "glute_med_l", "hamstring_r", "hamstring_l", "quad_r",
    "quad_l", "calf_r", "calf_l", "abdomen", "low_back", "oblique_r", "oblique_l", "nerve_r",
]  # fmt: skip

WORDS: dict[str, Vec] = {
    "up": (0, 1, 0), "down": (0, -1, 0), "left": (-1, 0, 0),
    "right": (1, 0, 0), "near": (0, 0, 1), "far": (0, 0, -1),
}  # fmt: skip


class Table(BaseModel):
    """A table of the file: unknown keys are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Camera(Table):
    """Where the viewer stands: yaw + moves right, pitch + moves up."""

    yaw: Annotated[Number, Field(ge=-90, le=90)] = 0
    pitch: Annotated[Number, Field(ge=0, le=60)] = 10


class Chair(Table):
    """A chair whose back is behind a person facing right; `seat` is its height."""

    kind: Literal["chair"]
    seat: Annotated[Number, Field(gt=0.1, lt=0.5)] = 0.235
    x: Number = 0.0


class Pillow(Table):
    kind: Literal["pillow"]
    at: Point
    radius: Annotated[Number, Field(gt=0.01, lt=0.1)] = 0.028


Prop = Annotated[Chair | Pillow, Field(discriminator="kind")]


class Pelvis(Table):
    """The midpoint between the hip joints, and how it is turned."""

    at: Point = (0, 0.07, 0)
    tilt: Number = 0
    side: Number = 0
    turn: Number = 0


class Chest(Table):
    at: Point = (0, 0.07, 0)


class Spine(Table):
    """Totals over the whole spine; `lumbar` bends the lower half on top of `bend`."""

    bend: Number = 0
    side: Number = 0
    twist: Number = 0
    lumbar: Number = 0


class Neck(Table):
    bend: Number = 0
    side: Number = 0
    turn: Number = 0


class Target(Table):
    """Where an ankle or wrist goes: a point, an anchor on the body, or a straight limb."""

    at: Point | Anchor | None = None
    off: Point | None = None
    front: Number | None = None
    dir: Point | Word | None = None
    reach: Annotated[Number, Field(gt=0.3, lt=1)] = 0.998


class Foot(Target):
    flat: Flag = False
    knee: Point | Word | None = None
    toes: Point | Word | None = None


class Hand(Target):
    elbow: Point | Word | None = None
    fingers: Point | Word | None = None
    palm: Point | Word | None = None


class Pose(Table):
    """One key pose; what it leaves out it takes over from the pose before it."""

    name: str = ""
    move: Annotated[Number, Field(ge=0.2, le=6)] = 1.0
    hold: Seconds = 0.8
    clock: Flag = False
    pin: Literal["pelvis", "chest"] = "pelvis"
    pelvis: Pelvis = Pelvis()
    chest: Chest = Chest()
    spine: Spine = Spine()
    neck: Neck = Neck()
    foot: Foot | None = None
    foot_l: Foot | None = None
    foot_r: Foot | None = None
    hand: Hand | None = None
    hand_l: Hand | None = None
    hand_r: Hand | None = None
    girdle_l: Point = (0, 0, 0)
    girdle_r: Point = (0, 0, 0)
    arrows: tuple[tuple[Point, Point, Point], ...] = ()


class FigureSpec(Table):
    """Everything needed to draw one exercise; `still` is the index of the pose on its picture."""

    posture: Posture
    camera: Camera = Camera()
    mat: tuple[Number, Number, Number, Number] | None = None
    props: tuple[Prop, ...] = ()
    strap: tuple[tuple[Anchor, Anchor], ...] = ()
    muscles: tuple[Muscle, ...] = Field(min_length=1)
    still: Annotated[int, Field(strict=True)] = -1
    pose: tuple[Pose, ...] = Field(min_length=2, max_length=8)

    @model_validator(mode="after")
    def _every_limb_is_placed(self) -> "FigureSpec":
        first = self.poses[0]
        missing = [n for n in ("foot_l", "foot_r", "hand_l", "hand_r") if not getattr(first, n)]
        if missing:
            raise ValueError(f"the first pose places no {', '.join(missing)}")
        if not -len(self.pose) <= self.still < len(self.pose):
            raise ValueError(f"still = {self.still} names none of the {len(self.pose)} poses")
        return self

    @cached_property
    def poses(self) -> tuple[Pose, ...]:
        """The key poses with everything inherited written out for both sides of the body."""
        return tuple(_inherited(self.pose))


_PLACE = ("at", "off", "front", "dir", "reach", "flat")
_PER_POSE = ("name", "move", "hold", "clock", "arrows")


def _inherited(poses: Iterable[Pose]) -> Iterable[Pose]:
    before: dict[str, object] = {}
    for pose in poses:
        own = _both_sides(pose.model_dump(exclude_unset=True))
        kept = {k: v for k, v in before.items() if k not in _PER_POSE}
        before = {**kept, **{k: _merged(kept.get(k), v) for k, v in own.items()}}
        yield Pose.model_validate(before)


def _merged(old: object, new: object) -> object:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    # A new place replaces the old one whole, or a leftover offset would bend a straight limb.
    moved = "dir" in new or "at" in new
    kept = {k: v for k, v in old.items() if not (moved and k in _PLACE)}
    return {**kept, **new}


def _both_sides(own: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    for limb in ("foot", "hand"):
        both = own.pop(limb, None)
        if both is None:
            continue
        for name, sign in ((f"{limb}_r", 1), (f"{limb}_l", -1)):
            own[name] = {k: _flipped(v, sign) for k, v in both.items()} | own.get(name, {})
    return own


def _flipped(value: object, sign: int) -> object:
    return (value[0], value[1], value[2] * sign) if isinstance(value, tuple) else value
