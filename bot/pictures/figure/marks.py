"""Signs on top of the picture: the direction arrow and the clock of a hold."""

import math

from PIL import Image, ImageDraw

from bot.domain.figure.camera import WIDTH, View
from bot.domain.figure.spec import Point
from bot.domain.figure.vectors import lerp
from bot.pictures.figure import palette
from bot.pictures.figure.buffers import ZOOM

Flat = tuple[float, float]
_SHAFT, _HEAD, _HALO = 6 * ZOOM, 13 * ZOOM, 4 * ZOOM
_CLOCK_CENTRE, _CLOCK_RADIUS, _CLOCK_ZOOM = (WIDTH - 36, 36), 13, 4


def arrow(image: Image.Image, view: View, points: tuple[Point, Point, Point]) -> None:
    """A curved arrow from the first point to the last; its halo lifts it off the body."""
    a, b, c = ((p.x, p.y, 0.0) for p in (view.project(q, ZOOM) for q in points))
    curve = [lerp(lerp(a, b, i / 160), lerp(b, c, i / 160), i / 160)[:2] for i in range(161)]
    tip, before = curve[-1], curve[-30]
    run = math.dist(tip, before) or 1.0
    way = ((tip[0] - before[0]) / run, (tip[1] - before[1]) / run)
    # The shaft ends inside the head, or the halo of the head would cut it.
    shaft = [p for p in curve if math.dist(p, tip) > 4 * ZOOM]
    draw = ImageDraw.Draw(image)
    for colour, extra in ((palette.CARD, _HALO), (palette.ARROW, 0)):
        r = (_SHAFT + extra) / 2
        for x, y in shaft:
            draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
        draw.polygon(_head(tip, way, _HEAD + extra, 6 * ZOOM + extra * 0.6), fill=colour)


def _head(tip: Flat, way: Flat, size: float, ahead: float) -> list[Flat]:
    x, y = tip[0] + way[0] * ahead, tip[1] + way[1] * ahead
    bx, by = x - way[0] * size * 1.35, y - way[1] * size * 1.35
    sx, sy = -way[1] * size * 0.8, way[0] * size * 0.8
    return [(x, y), (bx + sx, by + sy), (bx - sx, by - sy)]


def clock(image: Image.Image, share: float) -> None:
    """A small filling ring in the corner of a frame: `share` (0..1) of the hold is over."""
    r, z = _CLOCK_RADIUS, _CLOCK_ZOOM
    side = 2 * (r + 2)
    corner = (_CLOCK_CENTRE[0] - r - 2, _CLOCK_CENTRE[1] - r - 2)
    tile = image.crop((*corner, corner[0] + side, corner[1] + side))
    tile = tile.resize((side * z, side * z), Image.Resampling.NEAREST)
    draw, outer = ImageDraw.Draw(tile), (2 * z, 2 * z, (side - 2) * z, (side - 2) * z)
    draw.ellipse(outer, fill=palette.CLOCK_TRACK)
    if share > 0:
        draw.pieslice(outer, -90, -90 + 360 * min(share, 0.9999), fill=palette.CLOCK)
    hole = tuple(v + s * 5 * z for v, s in zip(outer, (1, 1, -1, -1), strict=True))
    draw.ellipse((hole[0], hole[1], hole[2], hole[3]), fill=palette.CARD)
    image.paste(tile.resize((side, side), Image.Resampling.LANCZOS), corner)
