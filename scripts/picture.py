"""Take the README's picture: the practice clinic at the moment Ana answers 7 and Tess has the flag.

Run as `make picture`; it needs chromium. The story is played fast up to Wednesday's question; then
the bot's answers to Ana are held back, so that her question and Tess's flag are seen together.
"""

import asyncio
import io
import shutil
import sys
import tempfile
from pathlib import Path

import httpx
from PIL import Image
from playwright.async_api import Page, ViewportSize, async_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.practice import ANA, TESS, Practice  # noqa: E402

TARGET = ROOT / "docs" / "practice-clinic.png"
SIZE: ViewportSize = {"width": 1440, "height": 900}
WEDNESDAY = "2026-03-18"
PATIENCE = 120.0


async def main() -> None:
    """Play, hold, look, and keep the picture small."""
    with tempfile.TemporaryDirectory() as folder:
        practice = Practice(Path(folder), ROOT / "programs")
        address = await practice.start(0)
        try:
            picture = await _take(practice, address)
        finally:
            await practice.stop()
    TARGET.parent.mkdir(exist_ok=True)
    small = Image.open(io.BytesIO(picture)).convert("RGB")
    small.quantize(256, dither=Image.Dither.NONE).save(TARGET, optimize=True)
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size // 1024} kB")  # noqa: T201 - a command's output


async def _take(practice: Practice, address: str) -> bytes:
    chromium = shutil.which("chromium")
    async with async_playwright() as playwright, httpx.AsyncClient(base_url=address) as control:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(viewport=SIZE, reduced_motion="reduce")
        await page.goto(address)
        await control.post("/control/story", json={"action": "play", "speed": 12})
        await _until(practice, lambda: _asked_on_wednesday(practice))
        for method in ("sendMessage", "editMessageCaption", "editMessageText", "editMessageMedia"):
            fault = {"kind": "drop_before", "method": method, "chat": ANA, "times": 99}
            await control.post("/control/fault", json=fault)
        await control.post("/control/story", json={"action": "play", "speed": 2})
        await _until(practice, lambda: practice.simulator.find_button(TESS, "Seen") is not None)
        picture = await _still(page)
        await control.delete("/control/fault")
        await browser.close()
    return picture


async def _until(practice: Practice, condition: object) -> None:
    assert callable(condition)  # noqa: S101 - given above
    if not await practice.simulator.wait_for(condition, PATIENCE):
        raise TimeoutError("the story did not reach the moment of the picture")


def _asked_on_wednesday(practice: Practice) -> bool:
    here = practice.simulator
    today = here.world.now().date().isoformat()
    return today == WEDNESDAY and here.find_button(ANA, "10") is not None


async def _still(page: Page) -> bytes:
    """Once the pictures have loaded and nothing moves."""
    await page.wait_for_function("[...document.images].every(image => image.complete)")
    await page.wait_for_timeout(600)
    return await page.screenshot()


asyncio.run(main())
