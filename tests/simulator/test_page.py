"""What the practice clinic's page shows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Literal

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Page, expect

from bot.simulator.server import Simulator
from tests.simulator.browser import (
    PROMPT,
    SCALE,
    Rehearsal,
    in_browser,
    messages,
    phone,
    rehearsing,
)
from tests.simulator.client import Clinic
from tests.simulator.conftest import ANA, BEN, TESS, TOKEN, Hands

pytestmark = in_browser


@pytest_asyncio.fixture(loop_scope="session")
async def rehearsal(chromium: Browser, clock: Hands) -> AsyncIterator[Rehearsal]:
    async with rehearsing(chromium, clock) as rehearsal:
        yield rehearsal


async def test_a_message_looks_as_in_telegram(rehearsal: Rehearsal) -> None:
    bot = rehearsal.bot
    async with rehearsal.opened() as page:
        sent = await bot.do(
            "sendMessage", chat_id=ANA, text=PROMPT, parse_mode="HTML", reply_markup=SCALE
        )
        bubble = messages(page, "Ana").last.locator(".bubble")
        await expect(bubble.locator("b")).to_have_text("Good morning, Ana.")
        await expect(bubble.locator("blockquote")).to_have_text("Stop if pain runs down your leg.")
        await expect(bubble.locator(".meta")).to_have_text("08:00")
        await expect(phone(page, "Ana").locator(".day")).to_have_text(["Monday 2 March"])
        keys = messages(page, "Ana").last.locator(".keyboard > div")
        await expect(keys.nth(0).locator(".success")).to_have_text(["0", "1", "2", "3"])
        await expect(keys.nth(1).locator(".danger")).to_have_text(["7", "8", "9", "10"])
        await expect(keys.nth(2).locator(".primary")).to_have_text(["Start"])
        await bot.do("editMessageText", chat_id=ANA, message_id=sent["message_id"], text="Saved: 4")
        await expect(bubble.locator(".text")).to_contain_text("Saved: 4edited 08:00")
        await expect(messages(page, "Ana").last.locator(".key")).to_have_count(0)
        await bot.do("deleteMessage", chat_id=ANA, message_id=sent["message_id"])
        await expect(messages(page, "Ana")).to_have_count(1)


async def test_markup_in_a_text_stays_text(rehearsal: Rehearsal) -> None:
    harmful = "<img src=x onerror=alert(1)> <script>1</script>"
    async with rehearsal.opened() as page:
        await rehearsal.bot.do("sendMessage", chat_id=ANA, text=harmful)
        await expect(messages(page, "Ana").last).to_contain_text(harmful)
        assert await messages(page, "Ana").last.locator("img, script").count() == 0


def picture(kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (888, 366), "beige").save(out, kind)
    return out.getvalue()


async def test_pictures_and_files(rehearsal: Rehearsal) -> None:
    bot = rehearsal.bot
    await bot.upload("sendPhoto", {"photo": ("a.png", picture())}, chat_id=str(ANA), caption="Six")
    await bot.upload("sendAnimation", {"animation": ("a.gif", picture("GIF"))}, chat_id=str(ANA))
    await bot.upload("sendDocument", {"document": ("a.pdf", b"%PDF-1.4")}, chat_id=str(ANA))
    async with rehearsal.opened() as page:
        photo, animation, document = (messages(page, "Ana").nth(n) for n in (1, 2, 3))
        width = await photo.locator("img").evaluate(
            "img => img.decode().then(() => img.naturalWidth)"
        )
        assert width == 888
        await expect(photo.locator(".text")).to_contain_text("Six")
        await expect(animation.locator(".kind")).to_have_text("GIF")
        await expect(animation.locator("canvas")).to_be_visible()  # less motion: it stands still
        await expect(document.get_by_role("link")).to_contain_text("a.pdf")
        await photo.get_by_role("button", name="Enlarge: Six").click()
        await expect(page.get_by_role("dialog").locator("img")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_readable_at_any_width(
    rehearsal: Rehearsal, scheme: Literal["light", "dark"]
) -> None:
    bot = rehearsal.bot
    await bot.upload("sendPhoto", {"photo": ("p.png", picture())}, chat_id=str(ANA), caption="Six")
    await bot.do("sendMessage", chat_id=ANA, text=PROMPT, parse_mode="HTML", reply_markup=SCALE)
    async with rehearsal.opened(scheme=scheme) as page:
        for width in (1440, 1024, 720, 360, 320):
            await page.set_viewport_size({"width": width, "height": 740})
            await expect(messages(page, "Ana").last.locator(".key").last).to_be_in_viewport()
            assert (width, await overflow(page)) == (width, 0)
            assert (width, await too_small(page)) == (width, [])
            assert (width, await too_faint(page)) == (width, [])
        for width in (1440, 720, 360):
            await page.set_viewport_size({"width": width, "height": 740})
            await page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert (width, await overflow(page)) == (width, 0)


async def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider: int = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wider


async def too_small(page: Page) -> list[str]:
    """Controls under 24 by 24 px."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll("button, input")].filter((one) => one.offsetParent)
        .map((one) => [one.outerHTML, one.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    return found


async def too_faint(page: Page) -> list[str]:
    """Texts on a plain ground with a contrast under 4.5:1."""
    found: list[str] = await page.evaluate(
        """() => {
        const colour = (css) => css.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
            .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = (node) => {
            const [r, g, b, a = 1] = colour(getComputedStyle(node).backgroundColor);
            return a === 1 ? [r, g, b] : ground(node.parentElement);
        };
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const faint = [];
        while (texts.nextNode()) {
            const node = texts.currentNode.parentElement;
            if (!texts.currentNode.data.trim() || !node.checkVisibility()) continue;
            if (node.closest("template, .vh, :disabled")) continue;
            const [a, b] = [light(colour(getComputedStyle(node).color)), light(ground(node))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${node.outerHTML}`);
        }
        return faint;
        }"""
    )
    return found


async def test_narrow_windows_show_one_phone_and_count_the_other(rehearsal: Rehearsal) -> None:
    async with rehearsal.opened(width=360, height=740) as page:
        await expect(phone(page, "Ana")).to_be_visible()
        await expect(phone(page, "Tess")).to_be_hidden()
        await rehearsal.bot.do("sendMessage", chat_id=TESS, text="Ana: pain rising.")
        tess = page.get_by_role("button", name="Tess, therapist")
        await expect(tess).to_have_accessible_name("Tess, therapist 1 new messages")
        await page.get_by_role("button", name="Ana, patient").press("ArrowRight")
        await expect(phone(page, "Tess")).to_be_visible()
        await expect(tess).to_be_focused()
        await expect(tess).to_have_accessible_name("Tess, therapist")


async def test_a_new_patient_gets_a_phone(rehearsal: Rehearsal) -> None:
    async with rehearsal.opened() as page:
        await rehearsal.clinic.phone(BEN, "Ben", role="patient")
        await expect(phone(page, "Ben")).to_be_visible()
        await expect(phone(page, "Ana")).to_be_hidden()
        start = phone(page, "Ben").get_by_role("button", name="Start", exact=True)
        await expect(start).to_be_visible()
        await page.get_by_role("button", name="Ana, patient").click()
        await expect(phone(page, "Ana")).to_be_visible()


async def test_the_page_comes_back_by_itself(rehearsal: Rehearsal, clock: Hands) -> None:
    sim = rehearsal.sim
    async with rehearsal.opened(errors=True) as page:
        await sim.stop()
        await expect(page.get_by_role("alert")).to_contain_text("not running")
        await expect(phone(page, "Ana").locator("[data-sub]")).to_have_text("connecting…")
        again = Simulator(TOKEN, "Hillside Physio", "hillside_bot", clock.now, port=clock)
        await again.start(sim.port)
        async with Clinic(again.address) as clinic:
            await (await clinic.phone(BEN, "Ben", role="patient")).say("hello")
            await expect(messages(page, "Ben").last).to_contain_text("hello")
            await expect(phone(page, "Ana")).to_have_count(0)
        await again.stop()
