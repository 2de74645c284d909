"""The looping animation: frames with durations, one palette, at most 150 kB."""

import io
from collections.abc import Iterator
from typing import Final, NamedTuple

from PIL import Image, ImageOps

from bot.domain.figure.camera import HEIGHT, WIDTH
from bot.domain.figure.motion import Leg, legs
from bot.domain.figure.skeleton import solve
from bot.pictures.figure import marks, palette
from bot.pictures.figure.scene import Scene

LIMIT_BYTES: Final = 150_000
# Frames a second and colours, best first: the first pair within the limit is kept. Fewer frames
# are seen later than fewer colours: below 32 the shading falls apart.
_LADDER: Final = ((10, 48), (10, 40), (9, 36), (8, 32), (7, 32), (6, 28), (5, 24))
_CLOCK_STEP_MS = 250
_APART = 11  # of 255, in the channel that differs most
_FIXED: Final = (
    palette.BACKGROUND,
    palette.CARD,
    palette.MAT,
    palette.LINE,
    palette.ARROW,
    palette.CHEEK,
    palette.MUSCLE,
    palette.CLOCK,
    palette.CLOCK_TRACK,
    *sorted(set(palette.PARTS.values())),
)


class Frame(NamedTuple):
    image: Image.Image
    milliseconds: int


def animation(scene: Scene) -> bytes:
    """The exercise's loop as a GIF of at most 150 kB.

    Raises ValueError when even the coarsest encoding is larger.
    """
    drawn: dict[int, list[Frame]] = {}
    for fps, colours in _LADDER:
        drawn.setdefault(fps, list(_frames(scene, fps)))
        data = encoded(drawn[fps], colours)
        if len(data) <= LIMIT_BYTES:
            return data
    raise ValueError(f"the animation is {len(data)} bytes at its coarsest, over {LIMIT_BYTES}")


def _frames(scene: Scene, fps: int) -> Iterator[Frame]:
    way_out: list[Frame] = []
    found = legs(scene.spec)
    for i, leg in enumerate(found):
        yield from _held(scene, leg)
        # Two poses swing back the way they came; those frames exist already.
        if len(found) == 2 and i == 1 and leg.end.move == leg.start.move:
            yield from reversed(way_out)
            return
        moving = list(_moving(scene, leg, fps))
        way_out = way_out or moving
        yield from moving


def _held(scene: Scene, leg: Leg) -> Iterator[Frame]:
    pose = leg.start
    total = round(pose.hold * 1000)
    # An arrow on a pose that is only passed through would flash; it is for the still.
    arrows = pose.arrows if total else ()
    image = scene.frame(solve(scene.spec.posture, pose), arrows)
    if not pose.clock:
        yield Frame(image, max(total, _beat(10)))
        return
    steps = max(1, round(total / _CLOCK_STEP_MS))
    for k in range(steps):
        ticked = image.copy()
        marks.clock(ticked, (k + 1) / steps)
        yield Frame(ticked, round(total / steps / 10) * 10)


def _moving(scene: Scene, leg: Leg, fps: int) -> Iterator[Frame]:
    steps = max(2, round(leg.end.move * fps))
    for k in range(1, steps):
        yield Frame(scene.frame(leg.at(scene.spec.posture, k / steps)), _beat(fps))


def _beat(fps: int) -> int:
    """GIF counts in hundredths of a second."""
    return round(100 / fps) * 10


def encoded(frames: list[Frame], colours: int) -> bytes:
    """A looping GIF without dither: flat areas stay flat, so few pixels change per frame."""
    shared = _palette([f.image for f in frames], colours)
    flat = [f.image.quantize(palette=shared, dither=Image.Dither.NONE) for f in frames]
    return _saved(flat, [f.milliseconds for f in frames])


def _saved(flat: list[Image.Image], milliseconds: list[int]) -> bytes:
    out = io.BytesIO()
    flat[0].save(
        out,
        "GIF",
        save_all=True,
        append_images=flat[1:],
        duration=milliseconds,
        loop=0,
        optimize=True,
        disposal=1,
    )
    return out.getvalue()


def _palette(images: list[Image.Image], colours: int) -> Image.Image:
    """The flat colours, then the commonest others of about six frames."""
    chosen = images[:: max(1, len(images) // 6)]
    strip = Image.new("RGB", (WIDTH, HEIGHT * len(chosen)))
    for i, image in enumerate(chosen):
        strip.paste(image, (0, HEIGHT * i))
    counted = sorted(strip.getcolors(WIDTH * strip.height) or [], reverse=True)
    found = list(_FIXED)
    # The drawing is flat, so its commonest colours are its own tones; averages of several tones
    # would belong to none and turn brown hair red. A neighbour of a chosen one would steal pixels.
    for _, colour in counted:
        if len(found) == colours:
            break
        if isinstance(colour, tuple):
            red, green, blue = colour
            if all(_difference((red, green, blue), c) >= _APART for c in found):
                found.append((red, green, blue))
    return _shared(found)


def _shared(colours: list[palette.Colour]) -> Image.Image:
    """The image whose palette others are quantized to."""
    values = [v for c in colours for v in c]
    shared = Image.new("P", (1, 1))
    shared.putpalette(values + values[:3] * ((768 - len(values)) // 3))
    return shared


def _difference(a: palette.Colour, b: palette.Colour) -> int:
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


def mirrored(gif: bytes) -> bytes:
    """The same animation for the other side of the body."""
    turned: list[Frame] = []
    with Image.open(io.BytesIO(gif)) as source:
        for k in range(getattr(source, "n_frames", 1)):
            source.seek(k)
            image = ImageOps.mirror(source.convert("RGB"))
            turned.append(Frame(image, int(source.info["duration"])))
    # No single frame holds every colour: the clock's come with the first hold.
    used = {c for f in turned for _, c in f.image.getcolors(256) or [] if isinstance(c, tuple)}
    shared = _shared([(c[0], c[1], c[2]) for c in sorted(used)])
    flat = [f.image.quantize(palette=shared, dither=Image.Dither.NONE) for f in turned]
    return _saved(flat, [f.milliseconds for f in turned])
