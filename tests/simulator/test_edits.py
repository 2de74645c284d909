"""Rows 20-23 and 25: edits, deletions, replies, answers to presses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.simulator.server import Simulator
from tests.simulator.client import Clinic, Phone
from tests.simulator.conftest import ANA, Hands, RawBot

KEYBOARD = {"inline_keyboard": [[{"text": "Seen", "callback_data": "seen:1"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def sent(bot: RawBot, ana: Phone) -> dict[str, Any]:
    """A message of the bot on Ana's phone."""
    result: dict[str, Any] = await bot.do(
        "sendMessage", chat_id=ANA, text="<b>Hi</b>", parse_mode="HTML", reply_markup=KEYBOARD
    )
    await ana.refresh()
    return result


async def test_the_same_content_is_not_modified(bot: RawBot, sent: dict[str, Any]) -> None:
    where = {"chat_id": ANA, "message_id": sent["message_id"]}
    same = {"text": " <strong>Hi</strong>\n", "parse_mode": "HTML", "reply_markup": KEYBOARD}
    assert await bot.fail("editMessageText", **where, **same) == (400, NOT_MODIFIED)
    assert await bot.fail("editMessageReplyMarkup", **where, reply_markup=KEYBOARD) == (
        400,
        NOT_MODIFIED,
    )
    edited = await bot.do("editMessageText", **where, text="Hi", reply_markup=KEYBOARD)
    assert edited["edit_date"] >= edited["date"]
    await bot.do("editMessageReplyMarkup", **where)
    assert await bot.fail("editMessageReplyMarkup", **where) == (400, NOT_MODIFIED)


async def test_messages_that_are_not_there(bot: RawBot, ana: Phone) -> None:
    where = {"chat_id": ANA, "message_id": 999}
    refused = await bot.fail("editMessageText", **where, text="Hi")
    assert refused == (400, "Bad Request: message to edit not found")
    refused = await bot.fail("deleteMessage", **where)
    assert refused == (400, "Bad Request: message to delete not found")
    reply = {"message_id": 999}
    refused = await bot.fail("sendMessage", chat_id=ANA, text="Hi", reply_parameters=reply)
    assert refused == (400, "Bad Request: message to be replied not found")
    await bot.do(
        "sendMessage",
        chat_id=ANA,
        text="Hi",
        reply_parameters=reply | {"allow_sending_without_reply": True},
    )
    assert (await ana.refresh()).last.text == "Hi"


async def test_a_reply_shows_what_it_answers(bot: RawBot, sent: dict[str, Any]) -> None:
    reply = {"message_id": sent["message_id"]}
    answer = await bot.do("sendMessage", chat_id=ANA, text="And", reply_parameters=reply)
    assert answer["reply_to_message"]["text"] == "Hi"


async def test_what_cannot_be_edited_or_deleted(
    bot: RawBot, clinic: Clinic, ana: Phone, sent: dict[str, Any]
) -> None:
    theirs = ana.messages[0].id
    refused = await bot.fail("editMessageText", chat_id=ANA, message_id=theirs, text="Hi")
    assert refused == (400, "Bad Request: message can't be edited")
    group = await clinic.phone(-7, "Team", type="supergroup", standing="member")
    said = await group.say("/start")
    refused = await bot.fail("deleteMessage", chat_id=-7, message_id=said["message_id"])
    assert refused == (400, "Bad Request: message can't be deleted")
    await clinic.move(await clinic.now() + timedelta(hours=48, seconds=1))
    refused = await bot.fail("deleteMessage", chat_id=ANA, message_id=sent["message_id"])
    assert refused == (400, "Bad Request: message can't be deleted for everyone")


async def test_deleting_removes_it_from_the_phone(
    bot: RawBot, ana: Phone, sent: dict[str, Any]
) -> None:
    await bot.do("deleteMessage", chat_id=ANA, message_id=sent["message_id"])
    await ana.expect_gone(ana.last)
    refused = await bot.fail("deleteMessages", chat_id=ANA, message_ids=[])
    assert refused == (400, "Bad Request: message identifiers are not specified")
    assert await bot.do("deleteMessages", chat_id=ANA, message_ids=[1, 999]) is True
    assert (await ana.refresh()).messages == []


@pytest.mark.parametrize("method", ["editMessageText", "deleteMessage", "editMessageCaption"])
async def test_an_edit_needs_an_id(bot: RawBot, ana: Phone, method: str) -> None:
    more = {"text": "Hi"} if method == "editMessageText" else {}
    refused = await bot.fail(method, chat_id=ana.chat, **more)
    assert refused == (400, "Bad Request: message identifier is not specified")


async def test_a_text_has_no_caption_to_edit(bot: RawBot, sent: dict[str, Any]) -> None:
    where = {"chat_id": ANA, "message_id": sent["message_id"]}
    refused = await bot.fail("editMessageCaption", **where, caption="Hi")
    assert refused == (400, "Bad Request: there is no caption in the message to edit")


async def test_a_press_spins_until_answered_once(
    bot: RawBot, ana: Phone, sent: dict[str, Any]
) -> None:
    assert sent["reply_markup"] == KEYBOARD
    pressed = await ana.press("Seen")
    assert (await ana.refresh()).last.raw["spinning"] == [[0, 0]]
    answer = {"callback_query_id": pressed["callback_query_id"]}
    refused = await bot.fail("answerCallbackQuery", **answer, text="x" * 201)
    assert refused == (400, "Bad Request: MESSAGE_TOO_LONG")
    await bot.do("answerCallbackQuery", **answer, text="Noted")
    assert (await ana.refresh()).last.raw["spinning"] == []
    assert await bot.fail("answerCallbackQuery", **answer) == (400, TOO_OLD)
    assert await bot.fail("answerCallbackQuery", callback_query_id="7") == (400, TOO_OLD)


async def test_a_press_too_old_cannot_be_answered(
    sim: Simulator, bot: RawBot, ana: Phone, sent: dict[str, Any]
) -> None:
    pressed = await ana.press("Seen", on=ana.last)
    sim.world.callback_seconds = 0
    refused = await bot.fail("answerCallbackQuery", callback_query_id=pressed["callback_query_id"])
    assert refused == (400, TOO_OLD)
    assert sent["text"] == "Hi"


async def test_one_tap_sent_again_by_the_app(bot: RawBot, ana: Phone, sent: dict[str, Any]) -> None:
    pressed = await ana.press("Seen", times=3)
    updates = await bot.do("getUpdates", offset=1002)
    queries = [one["callback_query"] for one in updates]
    assert [one["id"] for one in queries] == pressed["callback_query_ids"]
    assert {one["data"] for one in queries} == {"seen:1"}
    assert {one["message"]["message_id"] for one in queries} == {sent["message_id"]}


async def test_a_forged_press_and_one_on_a_lost_message(
    bot: RawBot, ana: Phone, clock: Hands
) -> None:
    await ana.forge(999, "p:1:11")
    update = (await bot.do("getUpdates", offset=1002))[0]["callback_query"]
    assert (update["data"], update["message"]["date"]) == ("p:1:11", 0)
    assert clock.at.year == 2026


async def test_a_person_edits_what_they_said(bot: RawBot, ana: Phone) -> None:
    said = await ana.say("4")
    await ana.edit(said["message_id"], "5")
    update = (await bot.do("getUpdates", offset=1003))[0]["edited_message"]
    assert (update["text"], update["message_id"]) == ("5", said["message_id"])
    assert update["edit_date"]
