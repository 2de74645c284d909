"""A small bridge of its own, so that no test depends on a therapist's edit of the real files."""

from pathlib import Path
from typing import Any

from bot.domain.figure.spec import FigureSpec

PROGRAMS = Path(__file__).parents[2] / "programs"

Table = dict[str, Any]


def bridge_table() -> Table:
    """As tomllib would give it."""
    return {
        "posture": "supine",
        "camera": {"yaw": -12, "pitch": 16},
        "mat": [-0.54, 0.46, -0.25, 0.25],
        "muscles": ["glute_r"],
        "pose": [
            {
                "name": "down",
                "hold": 0.3,
                "move": 0.4,
                "pin": "chest",
                "chest": {"at": [-0.23, 0.065, 0]},
                "neck": {"bend": 12},
                "foot": {
                    "at": [0.30, 0, 0.06],
                    "flat": True,
                    "knee": [0.2, 1, 0],
                    "toes": [1, 0, 0],
                },
                "hand": {
                    "at": [-0.02, 0.025, 0.19],
                    "elbow": [-0.3, 0.3, 1],
                    "fingers": [1, 0, 0],
                },
            },
            {
                "name": "up",
                "hold": 1.0,
                "move": 0.4,
                "clock": True,
                "pelvis": {"tilt": -30},
                "neck": {"bend": 36},
                "chest": {"at": [-0.23, 0.080, 0]},
                "arrows": [[[0, 0.34, 0], [0, 0.42, 0], [0, 0.50, 0]]],
            },
        ],
    }


def bridge(**changes: object) -> FigureSpec:
    """The bridge with some keys of its first pose exchanged."""
    table = bridge_table()
    table["pose"][0] |= changes
    return FigureSpec.model_validate(table)
