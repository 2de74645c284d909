"""Rows 1-11 of Telegram's refusals: tokens, methods, chats."""

from __future__ import annotations

import pytest

from tests.simulator.client import Clinic, Phone
from tests.simulator.conftest import ANA, BEN, TOKEN, RawBot


async def called_with(bot: RawBot, token: str) -> tuple[int, str]:
    bot.token = token
    return await bot.fail("getMe")


async def test_an_unknown_token_is_unauthorized(bot: RawBot) -> None:
    assert await called_with(bot, "4242:another-token") == (401, "Unauthorized")


@pytest.mark.parametrize("token", ["no-colon", "04242:x", "4242:" + "x" * 80, "name:x"])
async def test_a_malformed_token_is_named_invalid(bot: RawBot, token: str) -> None:
    wanted = (401, "Unauthorized: invalid token specified")
    assert await called_with(bot, token) == wanted


async def test_an_unknown_method_or_path_is_not_found(bot: RawBot) -> None:
    assert await bot.fail("sendMessages") == (404, "Not Found: method not found")
    assert (await bot.http.get("/nowhere/at/all")).status_code == 404
    answer = await bot.http.get(f"/bot{TOKEN}")
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")


async def test_methods_are_read_without_case_by_get_and_post(bot: RawBot) -> None:
    assert (await bot.http.get(f"/bot{TOKEN}/GETME")).json()["result"]["username"] == "hillside_bot"
    body = {"chat_id": 5, "text": "x"}
    answer = await bot.http.post(f"/bot{TOKEN}/sendmessage", json=body)
    assert answer.json()["description"] == "Bad Request: chat not found"


async def test_a_missing_chat_is_empty(bot: RawBot) -> None:
    assert await bot.fail("sendMessage", text="Hi") == (400, "Bad Request: chat_id is empty")


async def test_an_unknown_chat_and_one_that_never_started_are_not_found(
    bot: RawBot, clinic: Clinic
) -> None:
    await clinic.phone(BEN, "Ben")
    for chat in (999, BEN, "@ben"):
        wanted = (400, "Bad Request: chat not found")
        assert await bot.fail("sendMessage", chat_id=chat, text="Hi") == wanted


async def test_a_user_seen_elsewhere_cannot_be_written_to_first(
    bot: RawBot, clinic: Clinic
) -> None:
    await clinic.phone(BEN, "Ben", standing="seen")
    wanted = (403, "Forbidden: bot can't initiate conversation with a user")
    assert await bot.fail("sendMessage", chat_id=BEN, text="Hi") == wanted


async def test_blocking_is_told_and_refuses_until_unblocked(bot: RawBot, ana: Phone) -> None:
    await ana.block()
    wanted = (403, "Forbidden: bot was blocked by the user")
    assert await bot.fail("sendMessage", chat_id=ANA, text="Hi") == wanted
    await ana.unblock()
    await bot.do("sendMessage", chat_id=ANA, text="Hi again")
    updates = await bot.do("getUpdates")
    moves = [
        (one["my_chat_member"]["old_chat_member"]["status"],
         one["my_chat_member"]["new_chat_member"]["status"])
        for one in updates[1:]
    ]  # fmt: skip
    assert moves == [("member", "kicked"), ("kicked", "member")]


async def test_a_phone_that_blocked_the_bot_cannot_write_to_it(ana: Phone) -> None:
    await ana.block()
    with pytest.raises(AssertionError, match="has blocked the bot"):
        await ana.say("4")
    assert len((await ana.refresh()).messages) == 1


async def test_a_deleted_account_is_deactivated(bot: RawBot, ana: Phone) -> None:
    await ana.deactivate()
    wanted = (403, "Forbidden: user is deactivated")
    assert await bot.fail("sendMessage", chat_id=ANA, text="Hi") == wanted


@pytest.mark.parametrize(
    ("kind", "standing", "description"),
    [
        ("group", "kicked", "Forbidden: bot was kicked from the group chat"),
        ("supergroup", "kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("supergroup", "left", "Forbidden: bot is not a member of the supergroup chat"),
    ],
)
async def test_groups_the_bot_is_not_in(
    bot: RawBot, clinic: Clinic, kind: str, standing: str, description: str
) -> None:
    await clinic.phone(-77, "Team", type=kind, standing=standing)
    assert await bot.fail("sendMessage", chat_id=-77, text="Hi") == (403, description)


async def test_a_group_that_moved_names_its_new_id(bot: RawBot, clinic: Clinic) -> None:
    await clinic.phone(-77, "Team", type="group", standing="migrated", migrated_to=-10077)
    body = (await bot.raw("sendMessage", chat_id=-77, text="Hi")).json()
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert body["parameters"] == {"migrate_to_chat_id": -10077}


async def test_unknown_and_mistyped_parameters_are_refused(bot: RawBot, ana: Phone) -> None:
    refused = await bot.fail("sendMessage", chat_id=ANA, text="Hi", reply_to="5")
    assert refused == (400, 'Bad Request: unknown parameter "reply_to" of sendMessage')
    refused = await bot.fail("sendMessage", chat_id=ANA, text="Hi", protect_content="maybe")
    assert refused == (400, 'Bad Request: parameter "protect_content" must be Boolean')
    refused = await bot.fail("setMyCommands")
    assert refused == (400, 'Bad Request: parameter "commands" is required')
    refused = await bot.fail("deleteMessages", chat_id=ANA, message_ids=["1"])
    assert refused == (400, 'Bad Request: parameter "message_ids" must be Array of Integer')
    assert ana.new == []
