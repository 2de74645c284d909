"""A small drawing surface in display units: what is 11 here is 11 px high on a phone's screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

PIXELS_PER_UNIT = 3
"""Pixels of the finished PNG per display unit: sharp on phones with three pixels to a point."""
SUPERSAMPLING = 2
"""Pillow draws shapes without smoothing, so they are drawn larger and averaged down."""

_SCALE = PIXELS_PER_UNIT * SUPERSAMPLING
_FONTS = Path(__file__).parents[1] / "fonts"

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle in display units, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )

    @classmethod
    def around(cls, centre: Point, width: float, height: float) -> Box:
        x, y = centre
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


class Lettering(NamedTuple):
    """Size in display units, weight and colour of a text."""

    size: float
    colour: str
    bold: bool = False


@cache
def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(_FONTS / name, size * _SCALE)


def text_width(text: str, style: Lettering) -> float:
    """Width of one line of text in display units."""
    return _font(style.size, style.bold).getlength(text) / _SCALE


def wrapped(text: str, style: Lettering, width: float) -> list[str]:
    """The text in lines no wider than ``width`` display units, broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, style) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Canvas:
    """Draws in display units and gives the PNG."""

    def __init__(self, width: float, height: float, ground: str) -> None:
        size = (round(width * _SCALE), round(height) * _SCALE)
        self._image = Image.new("RGB", size, ground)
        self._draw = ImageDraw.Draw(self._image)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(width * _SCALE), joint="curve")

    def dashes(
        self, start: Point, end: Point, colour: str, width: float, dash: tuple[float, float]
    ) -> None:
        """A broken line; ``dash`` is the length of a stroke and of the gap after it."""
        (x0, y0), (x1, y1) = start, end
        length = max(abs(x1 - x0), abs(y1 - y0))
        at = 0.0
        while at < length:
            a, b = at / length, min(at + dash[0], length) / length
            stroke = [(x0 + (x1 - x0) * f, y0 + (y1 - y0) * f) for f in (a, b)]
            self.line(stroke, colour, width)
            at += sum(dash)

    def fill(self, box: Box, colour: str, radius: float = 0) -> None:
        scaled = [edge * _SCALE for edge in box]
        self._draw.rounded_rectangle(scaled, radius * _SCALE, fill=colour)

    def dot(self, centre: Point, radius: float, colour: str) -> None:
        self._draw.ellipse(
            [edge * _SCALE for edge in Box.around(centre, 2 * radius, 2 * radius)], fill=colour
        )

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def diamond(self, centre: Point, reach: float, colour: str) -> None:
        x, y = centre
        self.polygon([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], colour)

    def text(self, centre: Point, text: str, style: Lettering, halo: str | None = None) -> None:
        """Text around its centre; a halo keeps it readable where it must cross a line."""
        self._draw.text(
            (centre[0] * _SCALE, centre[1] * _SCALE),
            text,
            fill=style.colour,
            font=_font(style.size, style.bold),
            anchor="mm",
            stroke_width=2 * _SCALE if halo else 0,
            stroke_fill=halo,
        )

    def png(self) -> bytes:
        out = BytesIO()
        self._image.reduce(SUPERSAMPLING).save(out, "PNG", compress_level=4)
        return out.getvalue()
