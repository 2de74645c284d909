"""The whole story, played in a real browser against the real bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.config import PROGRAMS
from bot.practice import Practice
from bot.simulator.story_script import SCRIPT
from tests.simulator.browser import in_browser, messages, opened, phone

pytestmark = [*in_browser, pytest.mark.timeout(240)]

SPEED = 25.0
WHOLE_STORY_MS = 150_000


@pytest_asyncio.fixture(loop_scope="session")
async def practice(tmp_path: Path) -> AsyncIterator[Practice]:
    practice = Practice(tmp_path, PROGRAMS)
    await practice.start(0)
    yield practice
    await practice.stop()


async def play(page: Page, practice: Practice) -> None:
    """Press Play, then let it run faster than anybody could watch."""
    await page.locator("#play").click()
    await expect(page.get_by_role("button", name="Pause")).to_be_visible()
    story = practice.simulator.story
    assert story
    await story.play(SPEED)


async def test_the_story_plays_through(chromium: Browser, practice: Practice) -> None:
    async with opened(chromium, practice.simulator) as page:
        await play(page, practice)
        again = page.get_by_role("button", name="Play again")
        await expect(again).to_be_visible(timeout=WHOLE_STORY_MS)
        await expect(page.locator("#clock")).to_contain_text("Wed 18 Mar")
        flag = messages(page, "Tess").filter(has_text="pain rising")
        await expect(flag.locator("img")).to_have_count(1)
        await expect(flag).to_contain_text("Seen by Tess")
        await expect(messages(page, "Ana").filter(has_text="Tess writes")).to_have_count(1)
        await expect(messages(page, "Tess").filter(has_text="Thank you, 12:30")).to_have_count(1)
        assert practice.simulator.story
        assert practice.simulator.story.state()["step"] == len(SCRIPT)


async def test_it_begins_again_in_an_empty_clinic(chromium: Browser, practice: Practice) -> None:
    async with opened(chromium, practice.simulator) as page:
        await play(page, practice)
        await expect(phone(page, "Ana").locator(".m")).not_to_have_count(0)
        await page.get_by_role("button", name="Start the story again").click()
        await page.get_by_role("dialog").get_by_role("button", name="Start the story").click()
        await expect(phone(page, "Ana").locator(".empty")).to_be_visible()
        await expect(page.get_by_role("button", name="Pause")).to_be_visible()
        await expect(messages(page, "Tess").filter(has_text="/enroll").last).to_be_visible()
