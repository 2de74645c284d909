"""The day's exercises on one picture: their stills in order, each with its big number."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

from bot.pictures.figure.palette import BACKGROUND, CARD, LINE

WIDTH: Final = 888
_GAP = 6
_SHAPE = 288 / 174
_BADGE, _SMALL_BADGE = 20, 16
_MARGIN = 9
_BIGGEST = 1.1  # a lone still is not blown up until it blurs
_FONT: Final = Path(__file__).parent / "fonts" / "DejaVuSans-Bold.ttf"


def overview(stills: Sequence[Path | bytes], mirrored: Sequence[bool] = ()) -> bytes:
    """A JPEG of the stills with numbers 1..n, 888 pixels wide; 1 to 12 of them.

    `mirrored` tells for each whether it shows the other side of the body. Raises ValueError for
    no still, or when the two differ in length.
    """
    if not stills:
        raise ValueError("an overview needs at least one still")
    turned = mirrored or [False] * len(stills)
    columns = _columns(len(stills))
    rows = -(-len(stills) // columns)
    cell_width = (WIDTH - _GAP * (columns + 1)) // columns
    cell_height = round(cell_width / _SHAPE) if columns > 1 else 420
    sheet = Image.new("RGB", (WIDTH, rows * (cell_height + _GAP) + _GAP), BACKGROUND)
    for i, (still, mirror) in enumerate(zip(stills, turned, strict=True)):
        in_row = min(columns, len(stills) - i // columns * columns)
        indent = (columns - in_row) * (cell_width + _GAP) // 2
        x = _GAP + indent + i % columns * (cell_width + _GAP)
        y = _GAP + i // columns * (cell_height + _GAP)
        sheet.paste(_cell(_content(still, mirror=mirror), i + 1, (cell_width, cell_height)), (x, y))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=88, subsampling=0)
    return out.getvalue()


def _columns(count: int) -> int:
    if count <= 3:
        return count
    return 2 if count == 4 else 3 if count <= 9 else 4


def _content(still: Path | bytes, *, mirror: bool) -> Image.Image:
    """What is drawn on the still's card, cut out close: cells are wider than cards."""
    with Image.open(io.BytesIO(still) if isinstance(still, bytes) else still) as source:
        image = source.convert("RGB")
    inner = ImageOps.crop(image, 16)
    content = inner.crop(_drawn(inner) or (0, 0, *inner.size))
    return ImageOps.mirror(content) if mirror else content


def _cell(content: Image.Image, number: int, size: tuple[int, int]) -> Image.Image:
    cell = Image.new("RGB", size, BACKGROUND)
    ImageDraw.Draw(cell).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), 12, fill=CARD)
    radius = _BADGE if size[0] > 250 else _SMALL_BADGE
    small, place = _placed(content, size, 2 * radius + 8)
    cell.paste(small, place)
    _number(cell, number, radius)
    return cell


def _placed(
    content: Image.Image, size: tuple[int, int], badge: int
) -> tuple[Image.Image, tuple[int, int]]:
    """The content scaled into its cell so that the number in the corner hides none of it."""
    room = [side - 2 * _MARGIN for side in size]
    fitting = min(room[0] / content.width, room[1] / content.height, _BIGGEST)
    for shrink in (1.0, 0.94, 0.88, 0.82, 0.76):
        scale = fitting * shrink
        small = content.resize((round(content.width * scale), round(content.height * scale)))
        spare = (size[0] - small.width, size[1] - small.height)
        for place in (
            (spare[0] // 2, spare[1] // 2),
            (spare[0] // 2, spare[1] - _MARGIN),
            (spare[0] - _MARGIN, spare[1] - _MARGIN),
        ):
            covered = small.crop((0, 0, max(1, badge - place[0]), max(1, badge - place[1])))
            if place[0] >= badge or place[1] >= badge or not _drawn(covered):
                return small, place
    return small, place


def _drawn(image: Image.Image) -> tuple[int, int, int, int] | None:
    """The box of what differs from the bare card."""
    blank = Image.new("RGB", image.size, CARD)
    difference = ImageChops.difference(image, blank).convert("L")
    return difference.point([0] * 5 + [255] * 251).getbbox()


def _number(cell: Image.Image, number: int, badge: int) -> None:
    draw, at = ImageDraw.Draw(cell), badge + 7
    for radius, colour in ((badge + 3, CARD), (badge, LINE)):
        draw.ellipse((at - radius, at - radius, at + radius, at + radius), colour)
    font = ImageFont.truetype(_FONT, badge * (14 if number < 10 else 11) // 10)
    draw.text((at, at), str(number), CARD, font, anchor="mm")
