"""The guided story on the page: pressed on its real buttons, typed into its real field."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.simulator.story import Story
from bot.simulator.story_acts import PATIENT, THERAPIST, Move, OpenInvitation, Press, Say
from bot.simulator.story_script import Step
from tests.simulator.browser import (
    SCALE,
    Rehearsal,
    in_browser,
    messages,
    phone,
    rehearsing,
)
from tests.simulator.conftest import ANA, TESS, Hands

pytestmark = in_browser

LINK = "https://t.me/hillside_bot?start=abcDEF"
SCRIPT = [
    Step(0, "*Tess* enrols Ana.", Say(THERAPIST, "/enroll"), 0),
    Step(0, "Ana opens the *invitation*.", OpenInvitation(), 0),
    Step(1, "*The next morning.*", Move(), 0),
    Step(1, "Ana answers.", Press(PATIENT, "4"), 0),
    Step(4, "*That was the story.*", None, 0, look=THERAPIST),
]


@pytest_asyncio.fixture(loop_scope="session")
async def rehearsal(chromium: Browser, clock: Hands) -> AsyncIterator[Rehearsal]:
    async with rehearsing(chromium, clock) as rehearsal:

        async def reset() -> None:
            world = rehearsal.sim.world
            world.messages = {chat: {} for chat in world.people}

        story = Story(rehearsal.sim, reset, SCRIPT)
        rehearsal.sim.story = story
        yield rehearsal
        await story.close()


async def test_the_story_plays_through_on_the_pages_own_buttons(
    rehearsal: Rehearsal, clock: Hands
) -> None:
    bot, start = rehearsal.bot, clock.at
    async with rehearsal.opened() as page:
        await play(page)
        assert (await rehearsal.next("message"))["text"] == "/enroll"
        await expect(page.get_by_role("status").first).to_have_text("Tess enrols Ana.")
        await bot.do("sendMessage", chat_id=TESS, text=f"For Ana: {LINK}")
        assert (await rehearsal.next("message"))["text"] == "/start abcDEF"
        await bot.do("sendMessage", chat_id=ANA, text="How is it?", reply_markup=SCALE)
        query = await rehearsal.next("callback_query")
        assert query["data"] == "4"
        assert clock.at > start
        await bot.do("answerCallbackQuery", callback_query_id=query["id"])
        await expect(page.get_by_role("button", name="Play again")).to_be_visible()
        await expect(page.get_by_role("status").first).to_have_text("That was the story.")


async def play(page: Page) -> None:
    """Press Play; what is on the phones goes away, after a question."""
    await page.get_by_role("button", name="Play the story").first.click()
    await page.get_by_role("dialog").get_by_role("button", name="Start the story").click()


async def test_a_visitor_is_asked_before_the_phones_are_emptied(rehearsal: Rehearsal) -> None:
    async with rehearsal.opened() as page:
        await page.get_by_role("button", name="Play the story").first.click()
        await page.get_by_role("dialog").get_by_role("button", name="Keep looking around").click()
        await expect(messages(page, "Ana")).to_have_count(1)
        await expect(page.get_by_role("button", name="Play the story")).to_be_visible()


async def test_on_a_narrow_window_the_story_brings_the_phone_to_the_front(
    rehearsal: Rehearsal,
) -> None:
    async with rehearsal.opened(width=360, height=740) as page:
        await expect(phone(page, "Ana")).to_be_visible()
        await play(page)
        await rehearsal.next("message")
        await expect(phone(page, "Tess")).to_be_visible()
        await expect(messages(page, "Tess").last).to_contain_text("/enroll")


async def test_a_pause_leaves_the_phones_to_the_visitor(rehearsal: Rehearsal) -> None:
    async with rehearsal.opened() as page:
        await play(page)
        await rehearsal.next("message")
        await page.get_by_role("button", name="Pause").click()
        await rehearsal.bot.do("sendMessage", chat_id=TESS, text=f"For Ana: {LINK}")
        await expect(page.get_by_role("button", name="Go on")).to_be_visible()
        assert not rehearsal.heard
        await page.get_by_role("button", name="Go on").click()
        assert (await rehearsal.next("message"))["text"] == "/start abcDEF"
