"""What does not move: the card, the mat, the chair; and the shadow on the floor."""

from collections.abc import Iterable
from itertools import pairwise, product
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from bot.domain.figure.camera import CARD_INSET, HEIGHT, WIDTH, View
from bot.domain.figure.spec import Chair, FigureSpec
from bot.domain.figure.vectors import Vec, dot
from bot.pictures.figure import palette
from bot.pictures.figure.buffers import SIZE, ZOOM
from bot.pictures.figure.spheres import Sphere

_MAT_THICKNESS = 0.014
_RADIUS = 22
_SHADOW_STEPS: Final = [0 if i < 28 else 34 if i < 58 else 72 for i in range(256)]
_HALF = 0.125  # half the width and depth of a chair's seat
Flat = tuple[float, float]


def backdrop(spec: FigureSpec, view: View) -> Image.Image:
    """The card with the mat on it, supersampled; opaque to the corners, as video has no alpha."""
    image = Image.new("RGB", SIZE, palette.BACKGROUND)
    draw, inset = ImageDraw.Draw(image), CARD_INSET * ZOOM
    box = (inset, inset, SIZE[0] - inset, SIZE[1] - inset)
    draw.rounded_rectangle(box, _RADIUS * ZOOM, fill=palette.CARD)
    if spec.mat:
        x0, x1, z0, z1 = spec.mat
        corners = [(x0, z0), (x1, z0), (x1, z1), (x0, z1)]
        top = [_flat(view, (x, 0.0, z)) for x, z in corners]
        low = [_flat(view, (x, -_MAT_THICKNESS, z)) for x, z in corners]
        draw.polygon(_hull([*top, *low]), fill=palette.MAT_EDGE)
        draw.polygon(top, fill=palette.MAT)
    return image


def _flat(view: View, p: Vec) -> Flat:
    dot_ = view.project(p, ZOOM)
    return (dot_.x, dot_.y)


def _hull(points: Iterable[Flat]) -> list[Flat]:
    """The convex hull (monotone chain)."""
    ordered = sorted(set(points))
    halves = []
    for run in (ordered, ordered[::-1]):
        half: list[Flat] = []
        for p in run:
            while len(half) > 1 and _turn(half[-2], half[-1], p) <= 0:
                half.pop()
            half.append(p)
        halves += half[:-1]
    return halves


def _turn(a: Flat, b: Flat, c: Flat) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cast_shadow(image: Image.Image, spheres: Iterable[Sphere], view: View) -> None:
    """Drops every sphere on the floor: the higher it is, the paler and wider its shadow."""
    shadow = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(shadow)
    squash = max(0.12, abs(view.towards[1])) * 0.9
    lifted = ((max(0.0, s.centre[1] - s.radius), s) for s in spheres)
    for lift, ((px, _, pz), radius, _) in sorted(lifted, reverse=True):
        x, y, _, per_height = view.project((px + 0.03 * lift, 0.0, pz))
        r = radius * per_height * (1 + 0.3 * lift)
        dark = int(120 * max(0.0, 1 - lift * 3.2))
        draw.ellipse((x - r, y - r * squash, x + r, y + r * squash), fill=dark)
    shadow = shadow.filter(ImageFilter.GaussianBlur(3.2)).resize(SIZE, Image.Resampling.BILINEAR)
    image.paste(palette.SHADOW, (0, 0), shadow.point(_SHADOW_STEPS))


Box = tuple[Flat, Flat, Flat]  # from-to along x, y and z


def furniture(image: Image.Image, spec: FigureSpec, view: View) -> None:
    """Chairs stand behind the person: the camera looks at a sitter from the front."""
    for prop in spec.props:
        if isinstance(prop, Chair):
            boxes = sorted(_chair(prop), key=lambda b: dot(_middle(b), view.towards))
            for box in boxes:
                _draw_box(image, box, view)


def chair_feet(spec: FigureSpec) -> list[Sphere]:
    """What of the chairs throws a shadow."""
    found = []
    for prop in spec.props:
        if isinstance(prop, Chair):
            for x, z in product((-0.11, 0.11), (-0.11, 0.11)):
                found.append(Sphere((prop.x + x, 0.03, z), 0.03, "chair"))
            found.append(Sphere((prop.x, 0.16, 0.0), 0.12, "chair"))
    return found


def _chair(chair: Chair) -> list[Box]:
    x, seat, t = chair.x, chair.seat, 0.011
    legs: list[Box] = [
        ((x + sx - t, x + sx + t), (0.0, seat - 0.026), (sz - t, sz + t))
        for sx, sz in product((-_HALF + t, _HALF - t), (-_HALF + t, _HALF - t))
    ]
    back = x - _HALF
    posts: list[Box] = [
        ((back - t, back + t), (seat, seat + 0.27), (sz - t, sz + t))
        for sz in (-_HALF + t, _HALF - t)
    ]
    slats: list[Box] = [
        ((back - 0.006, back + 0.006), (seat + low, seat + high), (-_HALF + t, _HALF - t))
        for low, high in ((0.10, 0.14), (0.19, 0.265))
    ]
    board: Box = ((x - _HALF, x + _HALF + 0.01), (seat - 0.026, seat), (-_HALF, _HALF))
    return [*legs, *posts, *slats, board]


def _middle(box: Box) -> Vec:
    (x0, x1), (y0, y1), (z0, z1) = box
    return ((x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2)


def _draw_box(image: Image.Image, box: Box, view: View) -> None:
    """The up to three faces turned to the camera, lit from above and the left."""
    draw = ImageDraw.Draw(image)
    for axis, light in ((0, 0.34), (2, 0.12), (1, 0.0)):
        end = 1 if view.towards[axis] > 0 else 0
        corners = [_flat(view, p) for p in _face(box, axis, end)]
        fill = palette.mixed(palette.WOOD, palette.LINE, light)
        draw.polygon(corners, fill=fill)
        for a, b in pairwise([*corners, corners[0]]):
            draw.line([a, b], fill=palette.mixed(palette.LINE, palette.WOOD, 0.15), width=ZOOM)


def _face(box: Box, axis: int, end: int) -> list[Vec]:
    i, j = (k for k in range(3) if k != axis)
    found = []
    for a, b in ((0, 0), (1, 0), (1, 1), (0, 1)):
        p = [0.0, 0.0, 0.0]
        p[axis], p[i], p[j] = box[axis][end], box[i][a], box[j][b]
        found.append((p[0], p[1], p[2]))
    return found
