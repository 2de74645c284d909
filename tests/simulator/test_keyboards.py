"""Rows 17-19: buttons and keyboards."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.client import Phone
from tests.simulator.conftest import ANA, RawBot


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def button(text: str = "Seen", data: str = "x", **more: object) -> dict[str, Any]:
    return {"text": text, "callback_data": data, **more}


WRONG = [
    (inline(button(data="é" * 33)), "BUTTON_DATA_INVALID"),
    (inline(button(data="")), "BUTTON_DATA_INVALID"),
    ('"seen"', "object expected as reply markup"),
    ("{", "can't parse reply keyboard markup JSON object"),
    (inline({"text": "Seen"}), "text buttons are unallowed in the inline keyboard"),
    (inline(*[button()] * 101), "reply markup is too long"),
    (inline(button(style="pink")), "invalid button style specified"),
    (inline(button(colour="red")), 'unknown field "colour" of InlineKeyboardButton'),
    (inline(button(text="")), "button text must be non-empty"),
    (inline({"text": "Site", "url": "nowhere"}), "BUTTON_URL_INVALID"),
    ({"inline_keyboard": ["Seen"]}, 'field "inline_keyboard" must be an Array of Arrays'),
    ({"inline_keyboard": [["Seen"]]}, "inlineKeyboardButton must be an Object"),
    ({"keyboard": [[5]]}, "keyboardButton must be a String or an Object"),
    (
        {"force_reply": True, "input_field_placeholder": "x" * 65},
        '"input_field_placeholder" must have 1-64 characters',
    ),
]


@pytest.mark.parametrize(("markup", "problem"), WRONG)
async def test_a_wrong_keyboard_is_refused(
    bot: RawBot, ana: Phone, markup: object, problem: str
) -> None:
    code, description = await bot.fail("sendMessage", chat_id=ANA, text="Hi", reply_markup=markup)
    assert (code, description) == (400, f"Bad Request: {problem}")
    assert len((await ana.refresh()).messages) == 1


async def test_one_action_a_button(bot: RawBot, ana: Phone) -> None:
    both = inline(button(url="https://example.org"))
    code, description = await bot.fail("sendMessage", chat_id=ANA, text="Hi", reply_markup=both)
    assert code == 400
    assert "exactly one" in description
    assert len((await ana.refresh()).messages) == 1


async def test_64_bytes_and_styles_are_fine(bot: RawBot, ana: Phone) -> None:
    markup = inline(button(data="é" * 32, style="danger"), button("Site", "y", style="success"))
    sent = await bot.do("sendMessage", chat_id=ANA, text="Hi", reply_markup=markup)
    assert sent["reply_markup"] == markup
    assert (await ana.refresh()).last.labels == ["Seen", "Site"]


async def test_a_reply_keyboard_reaches_the_page_only(bot: RawBot, ana: Phone) -> None:
    markup = {"keyboard": [["Yes", {"text": "No"}]], "resize_keyboard": True}
    sent = await bot.do("sendMessage", chat_id=ANA, text="Hi", reply_markup=markup)
    assert "reply_markup" not in sent
    assert (await ana.refresh()).last.raw["reply_markup"] == markup
