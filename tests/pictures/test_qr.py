"""The invitation's QR picture, read back module by module."""

from io import BytesIO

import pytest
import segno
from PIL import Image

from bot.pictures.qr import invite_qr

LINK = "https://t.me/hillside_physio_bot?start=Zm9yIEFuYSBvbmx5IQ_0123456"


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    return Image.open(BytesIO(invite_qr(LINK))).convert("L")


def modules(picture: Image.Image, code: segno.QRCode) -> list[list[int]]:
    """1 for dark, as the standard's matrix, sampled in the middle of each module."""
    size = len(code.matrix)
    pixels = picture.width // (size + 8)
    middles = [int((number + 4.5) * pixels) for number in range(size)]
    return [[int(picture.getpixel((x, y)) == 0) for x in middles] for y in middles]


def test_it_holds_the_link_at_error_level_m(picture: Image.Image) -> None:
    code = segno.make_qr(LINK, error="m", boost_error=False)
    assert code.error == "M"
    assert modules(picture, code) == [list(row) for row in code.matrix]


def test_another_link_is_another_picture() -> None:
    assert invite_qr(LINK) != invite_qr(LINK + "x")


def test_a_quiet_zone_of_four_modules_is_white(picture: Image.Image) -> None:
    quiet = 4 * 14
    dark = picture.point(lambda value: 255 - value).getbbox()
    assert dark == (quiet, quiet, picture.width - quiet, picture.height - quiet)


def test_it_fits_a_phones_screen(picture: Image.Image) -> None:
    assert picture.width == picture.height
    assert 400 <= picture.width <= 800
