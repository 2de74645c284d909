"""What the viewer sees: card, muscle, arrow, clock, loop."""

import io
from functools import cache

import pytest
from PIL import Image, ImageChops, ImageOps

from bot.domain.figure.skeleton import solve
from bot.domain.figure.spec import FigureSpec
from bot.pictures.figure import gif, palette
from bot.pictures.figure.buffers import painted
from bot.pictures.figure.files import still_path
from bot.pictures.figure.scene import Scene
from bot.pictures.figure.solids import body
from tests.pictures.figure_world import PROGRAMS, bridge, bridge_table

FIGURES = PROGRAMS / "figures"
SHIPPED = sorted(path.stem for path in FIGURES.glob("*.gif"))


@cache
def bridge_gif() -> bytes:
    return gif.animation(Scene.of(bridge()))


def frames(data: bytes) -> list[tuple[Image.Image, int]]:
    found = []
    with Image.open(io.BytesIO(data)) as image:
        for k in range(getattr(image, "n_frames", 1)):
            image.seek(k)
            found.append((image.convert("RGB"), int(image.info["duration"])))
    return found


def near(image: Image.Image, colour: palette.Colour, within: int) -> int:
    """How many pixels are about this colour."""
    flat = Image.new("RGB", image.size, colour)
    bands = ImageChops.difference(image, flat).split()
    apart = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(apart.histogram()[: within + 1])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_animation_is_small_and_loops(name: str) -> None:
    path = FIGURES / f"{name}.gif"
    assert path.stat().st_size <= gif.LIMIT_BYTES
    with Image.open(path) as image:
        assert image.size == (480, 360)
        assert image.info["loop"] == 0
        assert getattr(image, "n_frames", 1) >= 10
        assert image.convert("RGB").getpixel((40, 20)) == palette.CARD
    with Image.open(still_path(FIGURES, name)) as still:
        assert still.size == (480, 360)


def test_the_working_muscle_is_tinted_and_only_that() -> None:
    scene = Scene.of(bridge())
    skeleton = solve("supine", bridge().poses[1])
    tinted = near(scene.frame(skeleton), palette.MUSCLE, 40)
    other = FigureSpec.model_validate(bridge_table() | {"muscles": ["abdomen"]})
    elsewhere = Scene.of(other).frame(skeleton)
    assert tinted > 400
    assert ImageChops.difference(scene.frame(skeleton), elsewhere).getbbox() is not None


def test_the_arrow_shows_while_a_pose_is_held() -> None:
    scene, up = Scene.of(bridge()), bridge().poses[1]
    skeleton = solve("supine", up)
    bare, marked = scene.frame(skeleton), scene.frame(skeleton, up.arrows)
    assert near(marked, palette.ARROW, 12) > near(bare, palette.ARROW, 12) + 100
    tip = scene.view.project((0, 0.50, 0))
    assert marked.getpixel((round(tip.x), round(tip.y))) == palette.ARROW


def test_the_clock_fills_during_a_hold_and_is_gone_on_the_way() -> None:
    corner = (480 - 52, 20, 480 - 20, 52)
    filled = [near(f.crop(corner), palette.CLOCK, 30) for f, _ in frames(bridge_gif())]
    shown = [n for n in filled if n]
    assert len(shown) == 4
    assert shown == sorted(set(shown))
    assert filled[0] == 0
    assert filled[-1] == 0


def test_a_loop_lasts_as_long_as_its_poses_say() -> None:
    total = sum(ms for _, ms in frames(bridge_gif()))
    assert total == pytest.approx(1000 * (0.3 + 0.4 + 1.0 + 0.4), abs=220)


def test_the_way_back_is_the_way_out_backwards() -> None:
    found = [f for f, _ in frames(bridge_gif())]
    out, back = found[1:4], found[-3:]
    for one, other in zip(out, reversed(back), strict=True):
        assert ImageChops.difference(one, other).getbbox() is None


def test_the_camera_stands_still() -> None:
    for frame, _ in frames(bridge_gif()):
        assert frame.getpixel((2, 2)) == palette.BACKGROUND
        assert frame.getpixel((240, 14)) == palette.CARD


def test_the_other_side_is_the_mirror_image() -> None:
    turned = frames(gif.mirrored(bridge_gif()))
    assert [ms for _, ms in turned] == [ms for _, ms in frames(bridge_gif())]
    for (one, _), (other, _) in zip(frames(bridge_gif()), turned, strict=True):
        assert ImageChops.difference(ImageOps.mirror(one), other).getbbox() is None


def test_an_animation_that_cannot_be_small_enough_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gif, "LIMIT_BYTES", 1000)
    monkeypatch.setattr(gif, "_LADDER", ((4, 16),))
    with pytest.raises(ValueError, match="over 1000"):
        gif.animation(Scene.of(bridge()))


def test_the_trunk_hides_the_far_arm_and_not_the_near_one() -> None:
    scene = Scene.of(bridge())
    seen = painted(body(solve("supine", bridge().poses[0])), scene.view)
    near_arm, far_arm = (seen.mask((f"arm_{s}",)).histogram()[255] for s in "rl")
    assert near_arm > 1.5 * far_arm > 0
