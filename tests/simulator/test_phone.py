"""The phone helper: it waits for what the bot does, and says what it saw when it waits in vain."""

from __future__ import annotations

import asyncio

import pytest

from tests.simulator.client import Clinic, Phone
from tests.simulator.conftest import ANA, Hands, RawBot

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "4", "callback_data": "p:1:4"}, {"text": "5", "callback_data": "p:1:5"}]
    ]
}


async def test_ana_rates_and_sees_the_answer_and_the_edit(bot: RawBot, ana: Phone) -> None:
    async def prompt() -> None:
        text = "<b>Your pain?</b>"
        await bot.do(
            "sendMessage", chat_id=ANA, text=text, parse_mode="HTML", reply_markup=KEYBOARD
        )

    asking = asyncio.create_task(prompt())
    question = await ana.expect("Your pain?")
    await asking
    assert question.html == "<b>Your pain?</b>"
    assert question.labels == ["4", "5"]

    await ana.press("5")
    updates = await bot.do("getUpdates", offset=1002)
    query = updates[0]["callback_query"]
    assert query["data"] == "p:1:5"
    await bot.do("answerCallbackQuery", callback_query_id=query["id"], text="Saved: 5 of 10")
    assert await ana.pop_up() == "Saved: 5 of 10"

    changing = asyncio.create_task(
        bot.do("editMessageText", chat_id=ANA, message_id=question.id, text="You answered 5")
    )
    changed = await ana.expect_edit(question)
    await changing
    assert (changed.text, changed.labels, changed.edited) == ("You answered 5", [], True)


async def test_what_came_before_ones_own_act_is_not_expected_again(bot: RawBot, ana: Phone) -> None:
    await bot.do("sendMessage", chat_id=ANA, text="Hello")
    await ana.expect("Hello")
    await ana.say("again")
    with pytest.raises(AssertionError, match="a message with 'Hello'"):
        await ana.expect("Hello", within=0.05)


async def test_waiting_on_the_control_route(clinic: Clinic, ana: Phone) -> None:
    where = {"chat": ANA, "after_message": 1, "timeout": 0.05}
    state = (await clinic.http.get("/control/wait", params=where)).json()
    assert [one["text"] for one in state["messages"]] == ["/start"]
    waiting = asyncio.create_task(clinic.http.get("/control/wait", params=where | {"timeout": 9}))
    await ana.say("4")
    assert len((await waiting).json()["messages"]) == 2
    for wrong in ({"chat": 999}, {"chat": "ana"}):
        assert (await clinic.http.get("/control/wait", params=wrong)).status_code == 400


async def test_an_exact_label_goes_before_a_newer_similar_one(bot: RawBot, ana: Phone) -> None:
    for label in ("1", "10"):
        keyboard = {"inline_keyboard": [[{"text": label, "callback_data": f"p:{label}"}]]}
        await bot.do("sendMessage", chat_id=ANA, text="Pain?", reply_markup=keyboard)
    await ana.press("1")
    await ana.press("0")
    updates = await bot.do("getUpdates", offset=1002)
    assert [one["callback_query"]["data"] for one in updates] == ["p:1", "p:10"]


async def test_moving_the_clock_marks_every_phone(clinic: Clinic, ana: Phone, clock: Hands) -> None:
    before = clock.now()
    passed = await clinic.move("day")
    assert [one.hour for one in passed] == [12, 18, 0, 6]
    assert (await clinic.now() - before).days == 1
    assert (await clinic.move("next"))[0].hour == 12
    assert ana.new == []


async def test_the_menu_of_the_phone(bot: RawBot, ana: Phone) -> None:
    commands = [{"command": "today", "description": "Today"}]
    setting = asyncio.create_task(bot.do("setMyCommands", commands=commands))
    assert await ana.menu("/today") == ["/today"]
    await setting
