"""The figure's colours. One warm card on light and dark chats alike: a photo has no theme."""

from typing import Final

Colour = tuple[int, int, int]


def hexed(code: str) -> Colour:
    return (int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16))


def mixed(a: Colour, b: Colour, t: float) -> Colour:
    """`t` of the way from `a` to `b`."""
    r, g, u = (round(x + (y - x) * t) for x, y in zip(a, b, strict=True))
    return (r, g, u)


BACKGROUND: Final = hexed("#EBDDC9")
CARD: Final = hexed("#FBF3E6")
MAT: Final = hexed("#C9D6BE")
MAT_EDGE: Final = hexed("#A3B69A")
LINE: Final = hexed("#4A3A3A")
SHADOW: Final = hexed("#5A4A3A")
MUSCLE: Final = hexed("#EE5B3A")
MUSCLE_EDGE: Final = hexed("#A92F22")
NERVE: Final = hexed("#E8542F")
ARROW: Final = hexed("#D8432B")
CLOCK: Final = hexed("#2F7A6B")
CLOCK_TRACK: Final = hexed("#E3D6C2")
WOOD: Final = hexed("#BF8F61")
EYE: Final = hexed("#3A2A2A")
NOSE: Final = hexed("#C98A64")
MOUTH: Final = hexed("#A8543F")

_SKIN, _HAIR = hexed("#EDB48C"), hexed("#6B4435")
_SHIRT, _LEGGINGS, _CLOTH = hexed("#F3C969"), hexed("#5E7FA3"), hexed("#7DB9B0")

PARTS: Final = {
    "head": _SKIN,
    "neck": _SKIN,
    "arm": _SKIN,
    "hand": _SKIN,
    "foot": _SKIN,
    "hair": _HAIR,
    "shirt": _SHIRT,
    "sleeve": _SHIRT,
    "pelvis": _LEGGINGS,
    "thigh": _LEGGINGS,
    "shin": _LEGGINGS,
    "pillow": _CLOTH,
    "strap": _CLOTH,
}


CHEEK: Final = mixed(_SKIN, MUSCLE, 0.35)


def of_part(part: str) -> Colour:
    return PARTS[part.partition("_")[0]]
