"""Proportions of the drawn body. Every length is a fraction of body height.

The ratios are ordinary anthropometric ones, adjusted by eye: head and hands are a little large
so that a figure 240 pixels wide still has a face.
"""

from typing import Final, Literal, NamedTuple

from bot.domain.figure.vectors import Vec, cross, dot, rotate, scale, sub, unit

Side = Literal["l", "r"]
SIDES: Final[tuple[tuple[Side, int], ...]] = (("l", 1), ("r", -1))

THIGH, SHIN, ANKLE_HEIGHT = 0.245, 0.245, 0.042
UPPER_ARM, FOREARM, HAND = 0.172, 0.150, 0.080
LEG, ARM = THIGH + SHIN, UPPER_ARM + FOREARM
HIP_HALF, SHOULDER_HALF, SHOULDER_DROP = 0.055, 0.105, 0.028
TRUNK, NECK = 0.300, 0.105
SPINE_SEGMENTS = 8

RADIUS: Final = {
    "hip": 0.062, "thigh": 0.054, "knee": 0.040, "calf": 0.042, "ankle": 0.025,
    "heel": 0.024, "ball": 0.020, "toe": 0.015,
    "shoulder": 0.037, "elbow": 0.027, "forearm": 0.028, "wrist": 0.019, "palm": 0.018,
    "finger": 0.0115, "neck": 0.030, "head": 0.060,
}  # fmt: skip

# (height along the spine 0..1, half width, half depth)
TRUNK_PROFILE: Final = (
    (-0.10, 0.080, 0.052), (0.00, 0.090, 0.060), (0.14, 0.086, 0.060), (0.30, 0.076, 0.054),
    (0.46, 0.072, 0.051), (0.62, 0.080, 0.056), (0.78, 0.090, 0.060), (0.90, 0.088, 0.054),
    (0.97, 0.070, 0.042),
)  # fmt: skip
WAISTBAND = 0.16


class Frame(NamedTuple):
    """An orientation of a body part: towards the crown of the head, and towards the belly."""

    cranial: Vec
    ventral: Vec

    @property
    def left(self) -> Vec:
        return cross(self.cranial, self.ventral)

    def turned(self, bend: float = 0, side: float = 0, twist: float = 0) -> "Frame":
        """Degrees: bend + = forward, side + = to the own right, twist + = to the own left."""
        left = self.left
        u, f = rotate(self.cranial, left, bend), rotate(self.ventral, left, bend)
        u = rotate(u, f, side)
        f = rotate(f, u, twist)
        return Frame(u, unit(sub(f, scale(u, dot(f, u)))))


_FLAT_ON_BACK = Frame((-1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
_FACE_DOWN = Frame((1.0, 0.0, 0.0), (0.0, -1.0, 0.0))
_UPRIGHT = Frame((0.0, 1.0, 0.0), (1.0, 0.0, 0.0))

# Every sagittal posture has the right side near the viewer, so "right" is the working side.
POSTURES: Final[dict[str, Frame]] = {
    "supine": _FLAT_ON_BACK,
    "prone": _FACE_DOWN,
    "four_point": _FACE_DOWN,
    "side_lying": Frame((-1.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
    "seated": _UPRIGHT,
    "standing": _UPRIGHT,
    "kneeling": _UPRIGHT,
}
