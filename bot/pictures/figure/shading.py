"""Five-tone light from the upper left, part by part; limbs of the far side are greyed."""

from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from bot.domain.figure.camera import View
from bot.domain.figure.skeleton import Skeleton
from bot.domain.figure.vectors import dot, sub
from bot.pictures.figure import palette
from bot.pictures.figure.buffers import SIZE, ZOOM, Buffers, Disc

# Few tones look drawn on purpose and keep the GIF small; smooth shading bands in its palette.
_TONES = 5
_STEPS: Final = [round(round(i / 255 * (_TONES - 1)) * 255 / (_TONES - 1)) for i in range(256)]
_LIGHT: Final = ((120, 0.86, 0.10), (185, 0.62, 0.20), (235, 0.34, 0.30))
_FAR_GREY = 0.30
_LEG_PARTS, _ARM_PARTS = ("thigh", "shin", "foot"), ("sleeve", "arm", "hand")


def shade(image: Image.Image, buffers: Buffers, far: dict[str, float]) -> None:
    """Colours every visible part; `far` says how far (0..1) a limb is on the other side."""
    for part, discs in buffers.discs.items():
        box = _box(discs)
        if box is None:
            continue
        wanted = buffers.number[part]
        mask = buffers.ids.crop(box).point([255 if i == wanted else 0 for i in range(256)])
        if mask.getbbox():
            image.paste(_lit(discs, box, _base(part, far)), box[:2], mask)


def far_limbs(s: Skeleton, view: View) -> dict[str, float]:
    """How clearly each limb's part lies on the side away from the viewer, 0..1."""
    found: dict[str, float] = {}
    for root, parts in (("hip", _LEG_PARTS), ("shoulder", _ARM_PARTS)):
        for side, other in (("l", "r"), ("r", "l")):
            apart = dot(sub(s.joints[f"{root}_{other}"], s.joints[f"{root}_{side}"]), view.towards)
            share = max(0.0, min(1.0, (apart - 0.02) / 0.06))
            found |= {f"{part}_{side}": share for part in parts}
    return found


def _base(part: str, far: dict[str, float]) -> palette.Colour:
    base = palette.of_part(part)
    haze = palette.mixed(palette.CARD, palette.SHADOW, 0.45)
    return palette.mixed(base, haze, _FAR_GREY * far.get(part, 0.0))


def _box(discs: list[Disc]) -> tuple[int, int, int, int] | None:
    x0 = int(max(0, min(d.x - d.radius for d in discs) - 3))
    y0 = int(max(0, min(d.y - d.radius for d in discs) - 3))
    x1 = int(min(SIZE[0], max(d.x + d.radius for d in discs) + 4))
    y1 = int(min(SIZE[1], max(d.y + d.radius for d in discs) + 4))
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _lit(discs: list[Disc], box: tuple[int, int, int, int], base: palette.Colour) -> Image.Image:
    x0, y0, x1, y1 = box
    width, height = (x1 - x0) // ZOOM + 2, (y1 - y0) // ZOOM + 2
    light = Image.new("L", (width, height), 40)
    draw = ImageDraw.Draw(light)
    for tone, shrink, shift in _LIGHT:
        for d in discs:
            r = d.radius / ZOOM
            x, y = (d.x - x0) / ZOOM - r * shift * 0.7, (d.y - y0) / ZOOM - r * shift
            r *= shrink
            draw.ellipse((x - r, y - r, x + r, y + r), fill=tone)
    widest = max(d.radius for d in discs) / ZOOM
    light = light.filter(ImageFilter.GaussianBlur(max(1.0, widest * 0.22)))
    light = light.resize((width * ZOOM, height * ZOOM), Image.Resampling.BILINEAR)
    light = light.crop((0, 0, x1 - x0, y1 - y0)).point(_STEPS)
    dark = palette.mixed(base, (70, 40, 60), 0.30)
    bright = palette.mixed(base, (255, 250, 235), 0.22)
    return ImageOps.colorize(
        light, dark, bright, mid=base, blackpoint=20, whitepoint=240, midpoint=128
    )
