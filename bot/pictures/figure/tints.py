"""Paints decals: muscles as tinted areas with a crisp edge, the face as small spots."""

from collections.abc import Iterable
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from bot.domain.figure.camera import HEIGHT, WIDTH, View
from bot.domain.figure.skeleton import Skeleton
from bot.domain.figure.vectors import dot
from bot.pictures.figure import decals, palette
from bot.pictures.figure.buffers import SIZE, ZOOM, Buffers
from bot.pictures.figure.decals import Decal, Patch

# The blurred spots are cut twice: a rim in the edge colour, the inside in the tint.
_RIM, _INSIDE = 96, 134


def _cut(level: int) -> list[int]:
    return [max(0, min(255, (i - level + 8) * 16)) for i in range(256)]


_CUT: Final = {level: _cut(level) for level in (_RIM, _INSIDE)}


def tint(image: Image.Image, buffers: Buffers, view: View, patches: Iterable[Patch]) -> None:
    """Tints the muscles where their hosts are seen; they fade out where they turn away."""
    soft = Image.new("L", SIZE, 0)
    for patch in patches:
        whole = _spots(patch, view).resize(SIZE, Image.Resampling.BICUBIC)
        visible = ImageChops.multiply(whole, buffers.mask(patch.hosts))
        soft = ImageChops.lighter(soft, visible)
    box = soft.point(_CUT[_RIM]).getbbox()
    if box is None:
        return
    soft = soft.crop(box)
    rim = soft.point(_CUT[_RIM]).point([int(i * 0.8) for i in range(256)])
    light = ImageOps.autocontrast(image.crop(box).convert("L"), cutoff=2)
    image.paste(palette.MUSCLE_EDGE, box[:2], rim)
    image.paste(_reddened(light), box[:2], soft.point(_CUT[_INSIDE]))


def _spots(patch: Patch, view: View) -> Image.Image:
    """The soft union of a patch's spots, at the size of the finished picture."""
    union = Image.new("L", (WIDTH, HEIGHT), 0)
    for place, normal, radius in patch.spots:
        facing = max(0.0, min(1.0, (dot(normal, view.towards) + 0.62) / 0.4))
        x, y, _, per_height = view.project(place)
        r = radius * per_height
        spot = Image.new("L", (int(2 * r) + 3, int(2 * r) + 3), 0)
        ImageDraw.Draw(spot).ellipse((1, 1, 2 * r + 1, 2 * r + 1), fill=int(255 * facing))
        corner = (int(x - r), int(y - r))
        under = union.crop((*corner, corner[0] + spot.width, corner[1] + spot.height))
        union.paste(ImageChops.lighter(under, spot), corner)
    return union.filter(ImageFilter.GaussianBlur(2.2))


def _reddened(light: Image.Image) -> Image.Image:
    dark = palette.mixed(palette.MUSCLE, (90, 20, 30), 0.20)
    bright = palette.mixed(palette.MUSCLE, (255, 235, 200), 0.22)
    return ImageOps.colorize(light, dark, bright, mid=palette.MUSCLE, midpoint=120)


def face(image: Image.Image, buffers: Buffers, view: View, s: Skeleton) -> None:
    spot = _Spots(image, buffers.mask(("head",)), view)
    spot.paint(decals.cheeks(s), palette.CHEEK, 0.30)
    spot.paint(decals.mouth(s), palette.MOUTH, 0.12)
    spot.paint(decals.nose(s), palette.NOSE, 0.75)
    spot.paint(decals.brows(s), palette.PARTS["hair"], 0.12)
    spot.paint(decals.eyes(s), palette.EYE, 0.12)


class _Spots:
    """Small opaque circles on the visible head."""

    def __init__(self, image: Image.Image, head: Image.Image, view: View) -> None:
        self._image, self._head, self._view = image, head, view

    def paint(self, spots: Iterable[Decal], colour: palette.Colour, facing: float) -> None:
        for place, normal, radius in spots:
            if dot(normal, self._view.towards) < facing:
                continue
            x, y, _, per_height = self._view.project(place, ZOOM)
            r = radius * per_height
            box = (int(x - r - 2), int(y - r - 2), int(x + r + 3), int(y + r + 3))
            mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
            circle = (x - r - box[0], y - r - box[1], x + r - box[0], y + r - box[1])
            ImageDraw.Draw(mask).ellipse(circle, fill=255)
            self._image.paste(colour, box[:2], ImageChops.multiply(mask, self._head.crop(box)))
