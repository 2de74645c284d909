"""Rows 26-27 and long polling: offsets, redelivery, the 24 hours, kinds, webhooks."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from bot.simulator.server import Simulator
from tests.simulator.client import Clinic, Phone
from tests.simulator.conftest import RawBot

OTHER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def polling(sim: Simulator) -> None:
    assert await sim.wait_for(lambda: sim.world.updates.polling)


async def ids(bot: RawBot, **given: object) -> list[int]:
    return [one["update_id"] for one in await bot.do("getUpdates", **given)]


async def test_a_long_poll_ends_when_something_is_said(
    sim: Simulator, bot: RawBot, ana: Phone
) -> None:
    poll = asyncio.create_task(bot.do("getUpdates", offset=1002, timeout=30))
    await polling(sim)
    said = await ana.say("4")
    updates = await poll
    assert [one["message"]["text"] for one in updates] == ["4"]
    assert updates[0]["update_id"] == said["update_id"]


async def test_updates_come_again_until_acknowledged(bot: RawBot, ana: Phone) -> None:
    for text in ("4", "5", "6"):
        await ana.say(text)
    assert await ids(bot) == [1001, 1002, 1003, 1004]
    assert await ids(bot, offset=1001, limit=2) == [1001, 1002]
    assert await ids(bot, offset=1003) == [1003, 1004]
    assert await ids(bot, limit=0) == [1003], "limit is clamped to 1..100"
    assert await ids(bot, offset=-1) == [1004]
    info = await bot.do("getWebhookInfo")
    assert info["pending_update_count"] == 1


async def test_an_offset_far_ahead_acknowledges_all(bot: RawBot, ana: Phone) -> None:
    await ana.say("4")
    assert await ids(bot, offset=5000) == []
    assert (await bot.do("getWebhookInfo"))["pending_update_count"] == 0


async def test_a_hot_loop_on_one_offset_gets_one_update_at_a_time(bot: RawBot, ana: Phone) -> None:
    await ana.say("4")
    assert await ids(bot, offset=1) == [1001, 1002]
    assert await ids(bot, offset=1) == [1001]


async def test_updates_are_dropped_after_24_hours(bot: RawBot, clinic: Clinic, ana: Phone) -> None:
    await clinic.move(await clinic.now() + timedelta(hours=23, minutes=59))
    await ana.say("4")
    assert len(await ids(bot)) == 2
    await clinic.move("hour")
    assert await ids(bot) == [1002]


async def test_a_second_poller_ends_the_first(sim: Simulator, bot: RawBot, ana: Phone) -> None:
    first = asyncio.create_task(bot.fail("getUpdates", offset=1002, timeout=30))
    await polling(sim)
    other = RawBot(sim.address)
    second = asyncio.create_task(other.do("getUpdates", offset=1002, timeout=30))
    assert await first == (409, OTHER)
    await ana.say("4")
    assert len(await second) == 1
    await other.http.aclose()


async def test_a_bot_killed_in_its_poll_does_not_look_alive(
    sim: Simulator, bot: RawBot, ana: Phone
) -> None:
    poll = asyncio.create_task(bot.do("getUpdates", offset=1002, timeout=30))
    await polling(sim)
    poll.cancel()
    assert await sim.wait_for(lambda: not sim.world.updates.polling)
    assert ana.new == []


async def test_conflicts_in_a_row_are_slowed_down(
    sim: Simulator, bot: RawBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.simulator.updates.CONFLICT_PAUSE", 0.2)
    await bot.do("setWebhook", url="https://clinic.example/hook")
    started = time.monotonic()
    assert await bot.fail("getUpdates") == (409, WEBHOOK)
    assert await bot.fail("getUpdates") == (409, WEBHOOK)
    assert time.monotonic() - started >= 0.2
    assert not sim.world.updates.polling


async def test_with_updates_waiting_two_pollers_get_the_same(bot: RawBot, ana: Phone) -> None:
    await ana.say("4")
    first, second = await asyncio.gather(ids(bot, offset=1001), ids(bot, offset=1002))
    assert set(first) & set(second)


async def test_a_webhook_stands_in_the_way(sim: Simulator, bot: RawBot, ana: Phone) -> None:
    poll = asyncio.create_task(bot.fail("getUpdates", offset=1002, timeout=30))
    await polling(sim)
    await bot.do(
        "setWebhook", url="https://clinic.example/hook", secret_token="s-1", max_connections=7
    )
    assert await poll == (409, "Conflict: terminated by setWebhook request")
    assert (await bot.do("getWebhookInfo"))["url"] == "https://clinic.example/hook"
    sim.world.updates._conflict_at = 0  # the brake on conflicts has its own test
    assert await bot.fail("getUpdates") == (409, WEBHOOK)
    await bot.do("deleteWebhook", drop_pending_updates=True)
    assert await ids(bot, offset=1, timeout=0) == []
    assert ana.new == []


@pytest.mark.parametrize(
    "given", [{"url": "http://plain"}, {"url": "https://x", "secret_token": "ä"}]
)
async def test_a_wrong_webhook_is_refused(bot: RawBot, given: dict[str, str]) -> None:
    assert (await bot.fail("setWebhook", **given))[0] == 400


async def test_unwanted_kinds_are_not_made_and_the_choice_stays(bot: RawBot, ana: Phone) -> None:
    await bot.do("getUpdates", allowed_updates=["message"])
    await ana.block()
    await ana.unblock()
    await ana.say("4")
    assert await ids(bot, offset=1002) == [1002]
    await bot.do("getUpdates", offset=1003, limit=5, allowed_updates=[], timeout=0)
    await ana.block()
    assert "my_chat_member" in (await bot.do("getUpdates", offset=1002))[0]


async def test_the_bot_has_read_what_it_acknowledged(
    sim: Simulator, bot: RawBot, ana: Phone
) -> None:
    said = await ana.say("4")
    await ana.say("5")
    await ids(bot, offset=1003, timeout=0)
    event = sim.world.hub.since(f"{sim.world.hub.epoch}-0")
    assert event
    read = [one.data for one in event if one.name == "read"]
    assert read == [{"chat": ana.chat, "up_to": said["message_id"]}]


async def test_a_poisoned_update_is_delivered_as_it_is(bot: RawBot, clinic: Clinic) -> None:
    await clinic.inject({"update_id": 7000, "message": {"text": 5, "date": "never"}})
    await clinic.inject({"message": None})
    updates = await bot.do("getUpdates")
    assert [one["update_id"] for one in updates] == [7000, 7001]


async def test_an_empty_poll_waits_its_time(sim: Simulator, bot: RawBot) -> None:
    started = time.monotonic()
    assert await ids(bot, timeout=1) == []
    assert time.monotonic() - started >= 0.99
    assert sim.bot_alive
