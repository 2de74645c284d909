"""The practice clinic's page in headless Chromium; where there is none, its tests skip."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.simulator.server import Simulator
from tests.simulator.client import Clinic
from tests.simulator.conftest import ANA, CHROMIUM, TESS, Hands, RawBot, simulator_at

PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)

in_browser = [
    pytest.mark.browser,
    # All share one browser, and so its loop.
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium to show the page in"),
]


@dataclass
class Rehearsal:
    """A clinic in which Ana and Tess have pressed Start, and what its listening bot was told."""

    browser: Browser
    sim: Simulator
    clinic: Clinic
    bot: RawBot
    heard: list[dict[str, Any]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def opened(self, **window: Any) -> AbstractAsyncContextManager[Page]:
        """This clinic's page."""
        return opened(self.browser, self.sim, **window)

    async def listen(self) -> None:
        """Poll for ever, as a bot does."""
        offset = 0
        while True:
            for one in await self.bot.do("getUpdates", offset=offset, timeout=20):
                self.heard.append(one)
                offset = one["update_id"] + 1
                self.news.set()

    async def next(self, kind: str) -> dict[str, Any]:
        """The next message or callback_query the bot is told of."""
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while not self.heard:
                self.news.clear()
                await self.news.wait()
        update: dict[str, Any] = self.heard.pop(0)[kind]
        return update


@asynccontextmanager
async def rehearsing(browser: Browser, clock: Hands) -> AsyncIterator[Rehearsal]:
    """A clinic with two phones and a bot that listens and says nothing of its own."""
    sim = simulator_at(clock)
    await sim.start()
    async with Clinic(sim.address) as clinic:
        rehearsal = Rehearsal(browser, sim, clinic, RawBot(sim.address))
        listening = asyncio.create_task(rehearsal.listen())
        for chat, name, role in ((ANA, "Ana", "patient"), (TESS, "Tess", "therapist")):
            await (await clinic.phone(chat, name, role=role)).say("/start")
            await rehearsal.next("message")
        yield rehearsal
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError, httpx.TransportError):
            await listening
        await rehearsal.bot.http.aclose()
    await sim.stop()


@asynccontextmanager
async def opened(
    browser: Browser,
    sim: Simulator,
    *,
    width: int = 1440,
    height: int = 900,
    scheme: Literal["light", "dark"] = "light",
    errors: bool = False,
) -> AsyncIterator[Page]:
    """The page, loaded and connected; any line in the console fails it unless `errors` says so."""
    console: list[str] = []
    # A profile of its own: nothing is left of the test before.
    profile = await browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    async with profile:
        page = await profile.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda line: console.append(line.text))
        page.on("pageerror", lambda error: console.append(str(error)))
        await page.goto(sim.address)
        await page.wait_for_selector(".phone.shown")
        yield page
    assert errors or not console, console


def phone(page: Page, name: str) -> Locator:
    """The telephone of a person."""
    return page.get_by_role("region", name=f"{name}’s phone")


def messages(page: Page, name: str) -> Locator:
    """The messages on that telephone, oldest first."""
    return phone(page, name).locator(".m")


def key(text: str, style: str = "") -> dict[str, str]:
    """An inline button that sends its own text back."""
    return {"text": text, "callback_data": text} | ({"style": style} if style else {})


def keyboard(*rows: list[dict[str, str]]) -> dict[str, Any]:
    """An inline keyboard of these rows."""
    return {"inline_keyboard": list(rows)}


SCALE = keyboard(
    [key(str(n), "success" if n < 4 else "") for n in range(6)],
    [key(str(n), "danger" if n > 6 else "") for n in range(6, 11)],
    [key("Start", "primary"), key("Later")],
)
PROMPT = (
    "<b>Good morning, Ana.</b> 6 moves, about 12 minutes.\n\n1 Bridge, 10 times\n2 Clamshell, 10 "
    "a side\n<blockquote>Stop if pain runs down your leg.</blockquote>\nYour worst pain? /help"
)
