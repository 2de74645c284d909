"""Two-bone inverse kinematics."""

import math

from bot.domain.figure.vectors import Vec, across, add, length, scale, sub, unit

_STRAIGHTEST = 0.999


def two_bones(
    root: Vec, goal: Vec, upper: float, lower: float, pole: Vec
) -> tuple[Vec, Vec, float]:
    """The middle joint, the end joint, and by how much `goal` is out of reach (0 when reached).

    `pole` is the direction in which the middle joint points.
    """
    line = sub(goal, root)
    wanted = length(line)
    longest = (upper + lower) * _STRAIGHTEST
    distance = min(max(wanted, abs(upper - lower) + 0.02), longest)
    along = unit(line)
    foot = (upper * upper - lower * lower + distance * distance) / (2 * distance)
    height = math.sqrt(max(0.0, upper * upper - foot * foot))
    out = across(pole, along)
    if length(out) < 1e-3:
        out = across((0.1, 0.3, 0.9), along)
    middle = add(root, add(scale(along, foot), scale(unit(out), height)))
    return middle, add(root, scale(along, distance)), max(0.0, wanted - longest)
