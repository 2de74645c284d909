"""What a visitor can do on the practice clinic's page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.simulator.browser import (
    SCALE,
    Rehearsal,
    in_browser,
    key,
    keyboard,
    messages,
    phone,
    rehearsing,
)
from tests.simulator.conftest import ANA, TESS, Hands

pytestmark = in_browser

LINK = "https://t.me/hillside_bot?start=abcDEF"


@pytest_asyncio.fixture(loop_scope="session")
async def rehearsal(chromium: Browser, clock: Hands) -> AsyncIterator[Rehearsal]:
    async with rehearsing(chromium, clock) as rehearsal:
        yield rehearsal


async def test_a_tap_spins_until_it_is_answered(rehearsal: Rehearsal) -> None:
    bot = rehearsal.bot
    await bot.do("sendMessage", chat_id=ANA, text="How is it?", reply_markup=SCALE)
    async with rehearsal.opened() as page:
        seven = phone(page, "Ana").get_by_role("button", name="7", exact=True)
        await seven.click()
        query = await rehearsal.next("callback_query")
        assert query["data"] == "7"
        await expect(seven).to_have_attribute("aria-busy", "true")
        await bot.do("answerCallbackQuery", callback_query_id=query["id"], text="Saved: 7 of 10")
        await expect(seven).not_to_have_attribute("aria-busy", "true")
        await expect(phone(page, "Ana").locator(".toast")).to_have_text("Saved: 7 of 10")


async def test_an_alert_waits_for_ok(rehearsal: Rehearsal) -> None:
    bot = rehearsal.bot
    await bot.do("sendMessage", chat_id=TESS, text="Remove?", reply_markup=keyboard([key("Yes")]))
    async with rehearsal.opened() as page:
        await phone(page, "Tess").get_by_role("button", name="Yes").click()
        query = await rehearsal.next("callback_query")
        answer = {"callback_query_id": query["id"], "text": "Gone", "show_alert": True}
        await bot.do("answerCallbackQuery", **answer)
        await expect(page.get_by_role("dialog")).to_contain_text("Gone")
        await page.get_by_role("button", name="OK").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_edit_keeps_the_focus(rehearsal: Rehearsal) -> None:
    bot = rehearsal.bot
    sent = await bot.do("sendMessage", chat_id=ANA, text="How is it?", reply_markup=SCALE)
    async with rehearsal.opened() as page:
        await phone(page, "Ana").get_by_role("button", name="Later").focus()
        changed = {"text": "And now?", "reply_markup": keyboard(*SCALE["inline_keyboard"][:2])}
        await bot.do("editMessageText", chat_id=ANA, message_id=sent["message_id"], **changed)
        await expect(messages(page, "Ana").last).to_contain_text("And now?")
        await expect(messages(page, "Ana").last.locator(".key").first).to_be_focused()


async def test_a_reader_of_old_messages_is_left_in_peace(rehearsal: Rehearsal) -> None:
    bot = rehearsal.bot
    for number in range(30):
        await bot.do("sendMessage", chat_id=ANA, text=f"Line {number}")
    async with rehearsal.opened() as page:
        await expect(messages(page, "Ana").last).to_be_in_viewport()
        log = phone(page, "Ana").get_by_role("log")
        await log.evaluate("log => log.scrollTo(0, 0)")
        jump = phone(page, "Ana").get_by_role("button", name="To the newest message")
        await expect(jump).to_be_visible()
        await bot.do("sendMessage", chat_id=ANA, text="One more")
        await expect(jump).to_have_accessible_name("To the newest message, 1 new")
        assert await log.evaluate("log => log.scrollTop") == 0
        await jump.click()
        await expect(messages(page, "Ana").last).to_be_in_viewport()
        await expect(jump).to_be_hidden()


async def test_the_typing_bar_sends_and_replies(rehearsal: Rehearsal) -> None:
    await rehearsal.bot.do("sendMessage", chat_id=ANA, text="How is it?")
    async with rehearsal.opened() as page:
        field = phone(page, "Ana").get_by_label("Write as Ana")
        await field.focus()
        await page.keyboard.press("Control+ArrowUp")
        await expect(phone(page, "Ana").locator(".answering")).to_contain_text("How is it?")
        await page.keyboard.type("about 5")
        await page.keyboard.press("Enter")
        said = await rehearsal.next("message")
        assert said["text"] == "about 5"
        assert said["reply_to_message"]["text"] == "How is it?"
        await expect(messages(page, "Ana").last.locator(".quoted")).to_contain_text("How is it?")
        await expect(field).to_be_focused()
        await expect(field).to_have_value("")


async def test_a_photo_can_be_sent(rehearsal: Rehearsal) -> None:
    async with rehearsal.opened() as page:
        await phone(page, "Ana").get_by_role("button", name="Send a sample photo").click()
        assert (await rehearsal.next("message"))["photo"]
        await expect(messages(page, "Ana").last.locator("img")).to_be_visible()


async def test_the_command_menu_by_keyboard(rehearsal: Rehearsal) -> None:
    commands = [{"command": name, "description": name.title()} for name in ("today", "pain")]
    await rehearsal.bot.do("setMyCommands", commands=commands)
    async with rehearsal.opened() as page:
        menu = phone(page, "Ana").get_by_role("button", name="Menu")
        await menu.press("Enter")
        await expect(phone(page, "Ana").get_by_role("menuitem").first).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(menu).to_be_focused()
        await menu.press("Enter")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        assert (await rehearsal.next("message"))["text"] == "/pain"


async def test_an_invitation_opens_on_the_patients_phone(rehearsal: Rehearsal) -> None:
    words = f"For Ana, works once:\n{LINK}"
    sent = await rehearsal.bot.do("sendMessage", chat_id=TESS, text=words)
    async with rehearsal.opened() as page:
        await phone(page, "Tess").get_by_role("button", name="Open on Ana’s phone").click()
        started = await rehearsal.next("message")
        assert (started["chat"]["id"], started["text"]) == (ANA, "/start abcDEF")
        await phone(page, "Tess").get_by_role("link", name=LINK).click()
        await page.get_by_role("dialog").get_by_role("button", name="Open on Ana’s phone").click()
        assert (await rehearsal.next("message"))["chat"]["id"] == ANA
        used = {"message_id": sent["message_id"], "text": "The invitation was used."}
        await rehearsal.bot.do("editMessageText", chat_id=TESS, **used)
        await expect(phone(page, "Tess").get_by_role("button", name="Open on")).to_have_count(0)


async def test_the_clock_is_moved_by_its_buttons(rehearsal: Rehearsal, clock: Hands) -> None:
    async with rehearsal.opened() as page:
        await expect(page.locator("#clock")).to_have_text("08:00Mon 2 Mar")
        await page.get_by_role("button", name="+1 hour").click()
        await expect(page.locator("#clock")).to_have_text("09:00Mon 2 Mar")
        await page.get_by_role("button", name="+1 day").click()
        await expect(page.locator("#clock")).to_have_text("09:00Tue 3 Mar")
        assert clock.at.isoformat() == "2026-03-03T09:00:00+00:00"
