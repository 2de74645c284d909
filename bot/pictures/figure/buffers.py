"""Painter's algorithm over spheres into two images: which part is seen, and how near it is.

Sorting thousands of small discs by depth settles every crossing of limbs by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from PIL import Image, ImageDraw

from bot.domain.figure.camera import HEIGHT, WIDTH, View
from bot.pictures.figure.spheres import Sphere

ZOOM: Final = 3  # supersampling: drawn large, scaled down once
SIZE: Final = (WIDTH * ZOOM, HEIGHT * ZOOM)
_DEPTH_LEVELS = 200  # grey levels per body height
_SMALLEST_SOLID = 0.0125  # a nose or thumb in front of its part is no jump of depth to ink

# Thin layers lying on a round part would be sorted behind it by their small radius.
_BIAS: Final = {"shirt": 0.012, "strap": 0.010, "hair": 0.030}


class Disc(NamedTuple):
    """A sphere on the screen, in supersampled pixels."""

    nearness: float
    x: float
    y: float
    radius: float
    part: str
    depth: float
    solid: bool


@dataclass(frozen=True)
class Buffers:
    """`ids` holds `number[part]` of the part seen at each pixel, 0 for none; `depth` nearness."""

    ids: Image.Image
    depth: Image.Image
    number: dict[str, int]
    discs: dict[str, list[Disc]]

    def mask(self, parts: Iterable[str]) -> Image.Image:
        """White where one of the given parts is seen."""
        wanted = {self.number[p] for p in parts if p in self.number}
        return self.ids.point([255 if i in wanted else 0 for i in range(256)])


def painted(spheres: Iterable[Sphere], view: View) -> Buffers:
    discs = sorted(_disc(s, view) for s in spheres)
    by_part: dict[str, list[Disc]] = {}
    for disc in discs:
        by_part.setdefault(disc.part, []).append(disc)
    number = {part: i + 1 for i, part in enumerate(sorted(by_part))}
    ids, depth = Image.new("L", SIZE, 0), Image.new("L", SIZE, 0)
    draw_id, draw_depth = ImageDraw.Draw(ids), ImageDraw.Draw(depth)
    for d in discs:
        box = (d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius)
        draw_id.ellipse(box, fill=number[d.part])
        if d.solid:
            draw_depth.ellipse(box, fill=max(1, min(255, int(128 + d.depth * _DEPTH_LEVELS))))
    return Buffers(ids, depth, number, by_part)


def _disc(sphere: Sphere, view: View) -> Disc:
    x, y, depth, per_height = view.project(sphere.centre, ZOOM)
    bias = _BIAS.get(sphere.part, 0.0)
    nearness = depth + sphere.radius * 0.7 + bias
    solid = sphere.radius > _SMALLEST_SOLID
    return Disc(nearness, x, y, sphere.radius * per_height, sphere.part, depth, solid)
