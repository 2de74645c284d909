"""The client library the bot uses works against the practice clinic as against Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from bot.simulator.server import Simulator
from tests.simulator.client import Clinic, Phone
from tests.simulator.conftest import ANA, TOKEN


def png(shade: int) -> bytes:
    out = BytesIO()
    Image.new("L", (40, 30), shade).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
async def library(sim: Simulator) -> AsyncIterator[Bot]:
    base, files = f"{sim.address}/bot", f"{sim.address}/file/bot"
    async with Bot(TOKEN, base_url=base, base_file_url=files) as client:
        yield client


async def test_a_keyboard_a_press_and_an_edit(library: Bot, ana: Phone) -> None:
    buttons = InlineKeyboardMarkup(
        [[InlineKeyboardButton("7", callback_data="p:1:7", style="danger")]]
    )
    sent = await library.send_message(
        ANA,
        "<b>Pain?</b>",
        parse_mode="HTML",
        reply_markup=buttons,
        protect_content=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    await ana.press("7")
    updates = await library.get_updates(offset=1002, timeout=5, allowed_updates=["callback_query"])
    query = updates[0].callback_query
    assert query
    assert (query.data, query.message) == ("p:1:7", sent)
    await query.answer("Saved: 7 of 10")
    await query.edit_message_text("You answered 7", reply_markup=None)
    assert await ana.pop_up() == "Saved: 7 of 10"
    assert (await ana.refresh()).last.text == "You answered 7"


async def test_pictures(library: Bot, ana: Phone) -> None:
    sent = await library.send_photo(ANA, png(1), caption="<i>Bridge</i>", parse_mode="HTML")
    again = await library.send_photo(ANA, sent.photo[-1].file_id)
    assert again.photo == sent.photo
    edited = await sent.edit_media(InputMediaPhoto(png(2), caption="Week 2"))
    file = await library.get_file(edited.photo[-1].file_id)  # type: ignore[union-attr]
    assert bytes(await file.download_as_bytearray()) == png(2)
    album = await library.send_media_group(ANA, [InputMediaPhoto(png(n)) for n in (3, 4)])
    assert [one.media_group_id for one in album] == [album[0].media_group_id] * 2
    assert len((await ana.refresh()).messages) == 5


async def test_commands_chat_and_webhook(library: Bot, ana: Phone) -> None:
    commands = [BotCommand("today", "Today")]
    await library.set_my_commands(commands, scope=BotCommandScopeChat(ANA), language_code="en")
    assert await ana.menu("/today") == ["/today"]
    assert (await library.get_chat(ANA)).first_name == "Ana"
    assert (await library.get_webhook_info()).pending_update_count == 1
    assert await library.delete_webhook(drop_pending_updates=True)
    await library.send_chat_action(ANA, "typing")
    reply = await library.send_message(ANA, "Hi", reply_to_message_id=ana.messages[0].id)
    assert reply.reply_to_message
    assert await reply.delete()


async def test_errors_become_the_library_s_own(
    sim: Simulator, library: Bot, clinic: Clinic, ana: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    with pytest.raises(BadRequest, match="Chat not found"):
        await library.send_message(999, "Hi")
    await clinic.fault("error", retry_after=3)
    with pytest.raises(RetryAfter):
        await library.send_message(ANA, "Hi")
    await ana.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await library.send_message(ANA, "Hi")
    with pytest.raises(InvalidToken):
        async with Bot("4242:revoked", base_url=f"{sim.address}/bot"):
            pass
