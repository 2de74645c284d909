"""The lab's picture: how much each rule finds, against how often it cries wolf."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 800
LEFT, TOP, RIGHT, BOTTOM = 110, 70, 40, 110
MOST_FALSE = 2.5
_INK, _GRID, _PAPER = "#1b1f24", "#d5dae0", "#ffffff"
_ENGINE, _OTHERS, _ORACLE = "#0b5fb0", "#8a5a00", "#3d7d3a"


@dataclass(frozen=True, slots=True)
class Spot:
    """A rule's place: false flags per patient-month, share of changes found (0-1)."""

    name: str
    false: float
    found: float


def chart(
    rules: Sequence[Spot], engine: Sequence[Spot], oracle: Sequence[Spot], title: str
) -> bytes:
    """A PNG; engine and oracle are curves (their shape differs too), published rules are dots."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    _axes(draw, title)
    _curve(draw, oracle, _ORACLE, "knows the truth", dashed=True)
    _curve(draw, engine, _ENGINE, "Homestretch", dashed=False)
    for number, spot in enumerate(rules, start=1):
        _dot(draw, spot, number)
    _legend(draw, rules)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _x(false: float) -> float:
    # The root parts the crowded left end: below one flag a month every tenth counts.
    share = sqrt(min(false, MOST_FALSE) / MOST_FALSE)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(found: float) -> float:
    return HEIGHT - BOTTOM - found * (HEIGHT - TOP - BOTTOM)


def _axes(draw: ImageDraw.ImageDraw, title: str) -> None:
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        draw.line([(LEFT, y), (WIDTH - RIGHT, y)], fill=_GRID, width=2)
        draw.text((LEFT - 14, y), f"{tenth * 10} %", fill=_INK, font=_font(22), anchor="rm")
    for false in (0.0, 0.1, 0.2, 0.35, 0.5, 1.0, 1.5, 2.0, 2.5):
        x = _x(false)
        draw.line([(x, TOP), (x, HEIGHT - BOTTOM)], fill=_GRID, width=2)
        draw.text((x, HEIGHT - BOTTOM + 20), f"{false:g}", fill=_INK, font=_font(22), anchor="mm")
    draw.text((LEFT, 32), title, fill=_INK, font=_font(28), anchor="lm")
    draw.text(
        (WIDTH - RIGHT, HEIGHT - 45),
        "false flags per patient-month",
        fill=_INK,
        font=_font(24),
        anchor="rm",
    )


def _curve(
    draw: ImageDraw.ImageDraw, spots: Sequence[Spot], colour: str, name: str, *, dashed: bool
) -> None:
    points = [(_x(s.false), _y(s.found)) for s in sorted(spots, key=lambda s: s.false)]
    if not points:
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        end = ((x0 + x1) / 2, (y0 + y1) / 2) if dashed else (x1, y1)
        draw.line([(x0, y0), end], fill=colour, width=5)
    for x, y in points:
        draw.ellipse([x - 7, y - 7, x + 7, y + 7], fill=_PAPER if dashed else colour)
        draw.ellipse([x - 7, y - 7, x + 7, y + 7], outline=colour, width=3)
    x, y = points[0] if dashed else points[-1]
    spot, anchor = ((x - 16, y - 14), "rm") if dashed else ((x + 16, y + 14), "lm")
    draw.text(spot, name, fill=colour, font=_font(24), anchor=anchor)


def _dot(draw: ImageDraw.ImageDraw, spot: Spot, number: int) -> None:
    x, y = _x(spot.false), _y(spot.found)
    draw.rectangle([x - 15, y - 15, x + 15, y + 15], fill=_PAPER, outline=_OTHERS, width=3)
    draw.text((x, y), str(number), fill=_OTHERS, font=_font(20), anchor="mm")


def _legend(draw: ImageDraw.ImageDraw, rules: Sequence[Spot]) -> None:
    """The dots' names, in the empty corner of many false flags and few findings."""
    for at, spot in enumerate(rules):
        y = HEIGHT - BOTTOM - 24 - 30 * (len(rules) - 1 - at)
        label = f"{at + 1}  {spot.name}"
        draw.text((WIDTH - RIGHT - 300, y), label, fill=_OTHERS, font=_font(22), anchor="lm")
