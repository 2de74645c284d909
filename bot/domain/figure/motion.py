"""How a figure moves from key pose to key pose."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.figure.skeleton import Skeleton, solve
from bot.domain.figure.spec import FigureSpec, Pose

IN_BETWEENS = 5


class Leg(NamedTuple):
    """The way from one key pose to the next; the last leg leads back to the first pose."""

    start: Pose
    end: Pose

    def at(self, posture: str, t: float) -> Skeleton:
        """The skeleton after the share `t` (0..1) of this leg's time."""
        return solve(posture, self.start, self.end, self._eased(t))

    def _eased(self, t: float) -> float:
        # A pose without a hold is only passed through: stopping there would stutter.
        rests, stops = self.start.hold > 0, self.end.hold > 0
        if rests and stops:
            return t * t * (3 - 2 * t)
        if rests:
            return t * t
        return 1 - (1 - t) ** 2 if stops else t


def legs(spec: FigureSpec) -> list[Leg]:
    poses = spec.poses
    return [Leg(a, b) for a, b in zip(poses, (*poses[1:], poses[0]), strict=True)]


def moments(spec: FigureSpec) -> Iterator[tuple[str, Skeleton]]:
    """Every key pose and five in-betweens of every leg, each with a name for messages."""
    for i, leg in enumerate(legs(spec)):
        name = leg.start.name or f"pose {i + 1}"
        yield name, solve(spec.posture, leg.start)
        if len(spec.pose) == 2 and i == 1:
            return  # the way back is the way out
        for k in range(1, IN_BETWEENS + 1):
            share = k / (IN_BETWEENS + 1)
            yield f"{name}+{k}/{IN_BETWEENS + 1}", leg.at(spec.posture, share)
