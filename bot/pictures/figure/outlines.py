"""Ink lines: between groups of parts, around the silhouette and at jumps of depth."""

from typing import Final

from PIL import Image, ImageChops, ImageDraw

from bot.domain.figure.body import RADIUS
from bot.domain.figure.camera import View
from bot.domain.figure.skeleton import Skeleton
from bot.domain.figure.vectors import Vec, lerp
from bot.pictures.figure import palette
from bot.pictures.figure.buffers import ZOOM, Buffers

_PEN = round(ZOOM * 1.33)
_JUMP = 9  # of the depth buffer's levels: about 0.045 body heights
_INK = [int(i * 0.85) for i in range(256)]
_TORSO = ("shirt", "pelvis", "neck")

Groups = dict[str, int]


def group(part: str) -> str:
    """Parts of one group flow into each other without a line."""
    if part in _TORSO:
        return "torso"
    kind, _, side = part.partition("_")
    merged: Final = {"sleeve": "arm", "hand": "arm", "foot": "shin", "hair": "head"}
    name = merged.get(kind, kind)
    return f"{name}_{side}" if side else name


def outline(image: Image.Image, buffers: Buffers, view: View, s: Skeleton) -> None:
    names = sorted({group(part) for part in buffers.number})
    level = {part: names.index(group(part)) + 1 for part in buffers.number}
    ink = _edges(_relabelled(buffers, level), 1)
    for centre, radius, joined in _joints(s):
        _soften(ink, buffers, level, view, (centre, radius), joined)
    silhouette = _edges(buffers.ids.point([0] + [255] * 255), 1)
    jumps = _edges(buffers.depth, _JUMP)
    ink = ImageChops.lighter(ImageChops.lighter(ink, silhouette), jumps)
    image.paste(palette.LINE, (0, 0), ink.point(_INK))


def _relabelled(buffers: Buffers, level: dict[str, int]) -> Image.Image:
    table = [0] * 256
    for part, number in buffers.number.items():
        table[number] = level[part]
    return buffers.ids.point(table)


def _edges(image: Image.Image, threshold: int) -> Image.Image:
    table = [0] * threshold + [255] * (256 - threshold)
    slant = _PEN * 2 // 3
    found = Image.new("L", image.size, 0)
    for dx, dy in ((_PEN, 0), (0, _PEN), (slant, slant), (slant, -slant)):
        moved = ImageChops.offset(image, dx, dy)
        found = ImageChops.lighter(found, ImageChops.difference(image, moved).point(table))
    return found


def _joints(s: Skeleton) -> list[tuple[Vec, float, tuple[str, str]]]:
    found = [(lerp(s.joints["neck"], s.joints["head"], 0.35), 0.045, ("torso", "head"))]
    for side in "lr":
        found += [
            (s.joints[f"knee_{side}"], RADIUS["knee"] * 1.2, (f"thigh_{side}", f"shin_{side}")),
            (s.joints[f"hip_{side}"], RADIUS["hip"] * 1.18, (f"thigh_{side}", "torso")),
            (s.joints[f"shoulder_{side}"], RADIUS["shoulder"] * 1.15, (f"arm_{side}", "torso")),
        ]
    return found


def _soften(
    ink: Image.Image,
    buffers: Buffers,
    level: dict[str, int],
    view: View,
    spot: tuple[Vec, float],
    joined: tuple[str, str],
) -> None:
    """Removes the seam between two neighbours at their joint; other limbs keep their line."""
    x, y, _, per_height = view.project(spot[0], ZOOM)
    r = spot[1] * per_height
    box = (int(x - r - 8), int(y - r - 8), int(x + r + 8), int(y + r + 8))
    one = {part: 255 if group(part) in joined else n for part, n in level.items()}
    table = [0] * 256
    for part, number in buffers.number.items():
        table[number] = one[part]
    redrawn = _edges(buffers.ids.crop(box).point(table), 1)
    mask = Image.new("L", redrawn.size, 0)
    circle = (x - r - box[0], y - r - box[1], x + r - box[0], y + r - box[1])
    ImageDraw.Draw(mask).ellipse(circle, fill=255)
    ink.paste(redrawn, box[:2], mask)
