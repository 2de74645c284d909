"""The day's picture: every still once, in order, numbered, readable on a phone."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps

from bot.pictures.figure.palette import BACKGROUND, CARD, LINE
from bot.pictures.overview import overview
from tests.pictures.figure_world import PROGRAMS

STILLS = sorted(p for p in (PROGRAMS / "figures").glob("*.png") if p.stem != "gallery")
BADGE = (27, 27)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    return image.convert("RGB")


def still(draw_at: tuple[int, int, int, int]) -> bytes:
    """A card with one blue block on it."""
    image = Image.new("RGB", (480, 360), BACKGROUND)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((8, 8, 472, 352), 22, fill=CARD)
    draw.rectangle(draw_at, fill=(20, 40, 200))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def close(one: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def test_six_exercises_are_three_by_two() -> None:
    picture = opened(overview(STILLS[:6]))
    assert picture.size == (888, 366)
    for row in range(2):
        for column in range(3):
            x, y = 6 + column * 294, 6 + row * 180
            assert close(picture.getpixel((x + 27, y + 11)), LINE)
            assert close(picture.getpixel((x + 270, y + 5)), CARD)


@pytest.mark.parametrize("count", range(1, 13))
def test_every_count_gives_one_cell_each(count: int) -> None:
    picture = opened(overview(STILLS[:count]))
    assert picture.width == 888
    assert 150 < picture.height < 700


@pytest.mark.parametrize("count", [1, 3, 6, 10])
def test_the_numbers_hide_nothing_of_the_figures(count: int) -> None:
    """A block that reaches into the corner of its card is moved or shrunk away."""
    wide = still((20, 20, 460, 200))
    picture = opened(overview([wide] * count))
    blank = opened(overview([still((200, 200, 280, 260))] * count))
    blue = ImageChops.subtract(picture.getchannel("B"), picture.getchannel("R"))
    box = blue.point([0] * 90 + [255] * 166).getbbox()
    assert box is not None
    badge = (13, 13, 40, 40) if count <= 6 else (12, 12, 34, 34)
    moved = ImageChops.difference(picture.crop(badge), blank.crop(badge)).convert("L")
    assert sum(moved.histogram()[60:]) == 0


def test_a_mirrored_still_is_mirrored_and_its_number_is_not() -> None:
    corner = still((30, 250, 120, 340))
    plain, turned = (opened(overview([corner] * 3, [False, m, False])) for m in (False, True))
    cells = [picture.crop((300, 6, 588, 180)) for picture in (plain, turned)]
    badges = [cell.crop((7, 7, 47, 47)) for cell in cells]
    difference = ImageChops.difference(*badges).convert("L")
    assert sum(difference.histogram()[40:]) == 0
    picture = still((60, 100, 300, 300))
    assert overview([picture], [True]) == overview([_mirrored(picture)])


def _mirrored(data: bytes) -> bytes:
    out = io.BytesIO()
    ImageOps.mirror(Image.open(io.BytesIO(data))).save(out, "PNG")
    return out.getvalue()


def test_files_and_bytes_are_the_same() -> None:
    path: Path = STILLS[0]
    assert overview([path]) == overview([path.read_bytes()])


def test_an_empty_day_and_a_wrong_count_of_sides_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        overview([])
    with pytest.raises(ValueError, match="argument 2"):
        overview(STILLS[:1], [True, False])


def test_a_phone_gets_a_small_file() -> None:
    assert len(overview(STILLS[:6])) < 120_000
