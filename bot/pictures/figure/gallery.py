"""One page and one picture of all figures, to look them over."""

import html
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from bot.domain.figure.camera import CARD_INSET, HEIGHT, WIDTH
from bot.pictures.figure.files import still_path
from bot.pictures.figure.palette import BACKGROUND

_COLUMNS = 6
_CELL = (240, 180)
_COLOURS = 128

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Exercise figures</title>
<style>
 body {{ margin: 0; padding: 1rem; background: #ebddc9; color: #4a3a3a; font: 1rem sans-serif }}
 main {{ display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)) }}
 figure {{ margin: 0 }}
 img {{ width: 100%; height: auto }}
 figcaption {{ text-align: center; padding-bottom: .5rem }}
</style>
<main>
{figures}
</main>
</html>
"""

_FIGURE = """<figure><picture>
<source media="(prefers-reduced-motion: reduce)" srcset="{name}.png">
<img src="{name}.gif" width="480" height="360" loading="lazy" alt="{title}">
</picture><figcaption>{title}</figcaption></figure>"""


def write(folder: Path, names: Sequence[str]) -> None:
    """Writes `gallery.html` (moving) and `gallery.png` (stills) into the figures' folder."""
    cards = (
        _FIGURE.format(name=html.escape(n), title=html.escape(n.replace("_", " "))) for n in names
    )
    (folder / "gallery.html").write_text(_PAGE.format(figures="\n".join(cards)), encoding="utf-8")
    sheet = contact_sheet([still_path(folder, n) for n in names])
    few = sheet.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(folder / "gallery.png", optimize=True)


def contact_sheet(stills: Sequence[Path], columns: int = _COLUMNS) -> Image.Image:
    """The stills side by side, each cut to its card."""
    rows = -(-len(stills) // columns)
    sheet = Image.new("RGB", (_CELL[0] * columns, _CELL[1] * rows), BACKGROUND)
    cut = CARD_INSET // 2
    for i, path in enumerate(stills):
        with Image.open(path) as source:
            card = source.convert("RGB").crop((cut, cut, WIDTH - cut, HEIGHT - cut))
        place = (i % columns * _CELL[0], i // columns * _CELL[1])
        sheet.paste(card.resize(_CELL, Image.Resampling.LANCZOS), place)
    return sheet
