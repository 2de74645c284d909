"""Command lists by scope and language, and the other things a bot says about itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.client import Clinic, Phone
from tests.simulator.conftest import ANA, BEN, RawBot


def listed(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": name.title()} for name in names]


async def menu(phone: Phone) -> list[str]:
    return (await phone.refresh()).commands


async def test_the_narrowest_scope_and_the_own_language_win(
    bot: RawBot, clinic: Clinic, ana: Phone
) -> None:
    ben = await clinic.phone(BEN, "Ben", language_code="es", standing="started")
    private: dict[str, Any] = {"type": "all_private_chats"}
    own: dict[str, Any] = {"type": "chat", "chat_id": ANA}
    await bot.do("setMyCommands", commands=listed("help"))
    assert (await menu(ana), await menu(ben)) == (["/help"], ["/help"])
    await bot.do("setMyCommands", commands=listed("ayuda"), language_code="es")
    assert (await menu(ana), await menu(ben)) == (["/help"], ["/ayuda"])
    await bot.do("setMyCommands", commands=listed("today"), scope=private)
    assert (await menu(ana), await menu(ben)) == (["/today"], ["/today"])
    await bot.do("setMyCommands", commands=listed("flags"), scope=own)
    assert (await menu(ana), await menu(ben)) == (["/flags"], ["/today"])
    assert await bot.do("getMyCommands", scope=own) == listed("flags")
    await bot.do("deleteMyCommands", scope=own)
    assert await menu(ana) == ["/today"]
    assert await bot.do("getMyCommands", scope=own) == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"commands": listed("Today")}, "BOT_COMMAND_INVALID"),
        ({"commands": listed("x" * 33)}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": ""}]}, '"description" must have 1-256'),
        ({"commands": listed(*[f"c{n}" for n in range(101)])}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [{"command": "a"}]}, 'parameter "commands" must be'),
        ({"commands": listed("a"), "language_code": "eng"}, "LANG_CODE_INVALID"),
        ({"commands": listed("a"), "scope": {"type": "planet"}}, 'parameter "scope" must be'),
        ({"commands": listed("a"), "scope": {"type": "chat", "chat_id": 999}}, "chat not found"),
    ],
)
async def test_wrong_commands_are_refused(bot: RawBot, given: dict[str, Any], problem: str) -> None:
    code, description = await bot.fail("setMyCommands", **given)
    assert (code, description.startswith(f"Bad Request: {problem}")) == (400, True), description


async def test_names_and_descriptions_by_language(bot: RawBot) -> None:
    assert await bot.do("getMyName") == {"name": "Hillside Physio"}
    for name, key, most in (
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ):
        await bot.do(f"setMy{name}", **{key: "Hello"})
        await bot.do(f"setMy{name}", **{key: "Hola", "language_code": "es"})
        assert await bot.do(f"getMy{name}") == {key: "Hello"}
        assert await bot.do(f"getMy{name}", language_code="es") == {key: "Hola"}
        assert (await bot.fail(f"setMy{name}", **{key: "x" * (most + 1)}))[0] == 400


async def test_the_menu_button_is_kept_per_chat(bot: RawBot, ana: Phone) -> None:
    assert await bot.do("getChatMenuButton") == {"type": "commands"}
    await bot.do("setChatMenuButton", chat_id=ana.chat, menu_button={"type": "default"})
    assert await bot.do("getChatMenuButton", chat_id=ana.chat) == {"type": "default"}
    assert await bot.do("getChatMenuButton") == {"type": "commands"}
    assert (await bot.fail("setChatMenuButton", menu_button={"type": "web_app"}))[0] == 400


async def test_chats_actions_pins_and_closing(bot: RawBot, ana: Phone) -> None:
    sent = await bot.do("sendMessage", chat_id=ANA, text="Your plan")
    await bot.do("pinChatMessage", chat_id=ANA, message_id=sent["message_id"])
    chat = await bot.do("getChat", chat_id=ANA)
    assert (chat["first_name"], chat["pinned_message"]["text"]) == ("Ana", "Your plan")
    await bot.do("sendChatAction", chat_id=ANA, action="typing")
    refused = await bot.fail("sendChatAction", chat_id=ANA, action="dancing")
    assert refused == (400, "Bad Request: wrong parameter action in request")
    assert await bot.fail("close") == (429, "Too Many Requests: retry after 600")
    assert (await ana.refresh()).last.raw["pinned"]


async def test_a_person_can_change_without_losing_their_chat(
    bot: RawBot, clinic: Clinic, ana: Phone
) -> None:
    await clinic.post("people", id=ANA, first_name="Ana M.", language_code="es")
    assert (await bot.do("getChat", chat_id=ANA))["first_name"] == "Ana M."
    assert len((await ana.refresh()).messages) == 1
