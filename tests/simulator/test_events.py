"""The event stream: hello with everything, events as they happen, resuming, liveness, the story."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from bot.simulator.server import Simulator
from tests.simulator.client import Clinic, Phone
from tests.simulator.conftest import ANA, RawBot


@dataclass
class Stream:
    """Reads server-sent events one by one."""

    lines: AsyncIterator[str]
    last_id: str = ""

    async def next(self, *names: str) -> tuple[str, dict[str, Any]]:
        """The next event, or the next one of these names."""
        while True:
            fields: dict[str, str] = {}
            async for line in self.lines:
                if not line:
                    break
                name, _, value = line.partition(": ")
                fields[name] = value
            assert fields, "the stream ended"
            self.last_id = fields["id"]
            if not names or fields["event"] in names:
                return fields["event"], json.loads(fields["data"])


@asynccontextmanager
async def listening(clinic: Clinic, last_id: str | None = None) -> AsyncIterator[Stream]:
    headers = {"Last-Event-ID": last_id} if last_id else {}
    async with clinic.http.stream("GET", "/events", headers=headers) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        yield Stream(answer.aiter_lines())


async def test_hello_then_what_happens(bot: RawBot, clinic: Clinic, ana: Phone) -> None:
    async with listening(clinic) as stream:
        name, hello = await stream.next()
        assert name == "hello"
        assert hello["phones"] == [{"id": ANA, "chat_id": ANA, "name": "Ana", "role": "patient"}]
        assert [one["text"] for one in hello["chats"][0]["messages"]] == ["/start"]
        keyboard = {"inline_keyboard": [[{"text": "Seen", "callback_data": "x"}]]}
        sent = await bot.do("sendMessage", chat_id=ANA, text="<b>Hi", reply_markup=keyboard)
        name, message = await stream.next("message")
        assert (message["message_id"], message["html"]) == (sent["message_id"], "&lt;b&gt;Hi")
        pressed = await ana.press("Seen")
        assert (await stream.next("press"))[1]["spinning"] == [[0, 0]]
        answer = {"callback_query_id": pressed["callback_query_id"], "show_alert": True}
        await bot.do("answerCallbackQuery", **answer, text="Noted")
        _, answered = await stream.next("callback_answer")
        assert (answered["text"], answered["alert"], answered["spinning"]) == ("Noted", True, [])
        await bot.do("editMessageText", chat_id=ANA, message_id=sent["message_id"], text="Bye")
        _, changed = await stream.next("edit")
        assert changed["text"] == "Bye"
        await bot.do("deleteMessage", chat_id=ANA, message_id=sent["message_id"])
        _, gone = await stream.next("delete")
        assert (gone["message_id"], gone["revision"]) == (
            sent["message_id"],
            changed["revision"] + 1,
        )
        await bot.do("setMyCommands", commands=[{"command": "today", "description": "Today"}])
        assert (await stream.next("commands"))[1]["commands"][0]["command"] == "today"
        moved = await clinic.post("clock", to="next")
        assert (await stream.next("clock"))[1] == moved


async def test_resuming_sends_what_was_missed(clinic: Clinic, ana: Phone) -> None:
    async with listening(clinic) as stream:
        await stream.next("hello")
        last = stream.last_id
    await ana.say("4")
    await ana.say("5")
    async with listening(clinic, last) as stream:
        texts = [(await stream.next("hello", "message"))[1]["text"] for _ in range(2)]
    assert texts == ["4", "5"]


@pytest.mark.parametrize("last", ["other-1", "nonsense", "{epoch}-99999", "{epoch}-x"])
async def test_an_id_of_another_life_gets_the_full_state(
    sim: Simulator, clinic: Clinic, last: str
) -> None:
    async with listening(clinic, last.format(epoch=sim.world.hub.epoch)) as stream:
        assert (await stream.next())[0] == "hello"


async def test_an_id_too_old_gets_the_full_state(sim: Simulator, clinic: Clinic) -> None:
    for number in range(2100):
        sim.emit("tick", {"n": number})
    async with listening(clinic, f"{sim.world.hub.epoch}-1") as stream:
        assert (await stream.next())[0] == "hello"
    async with listening(clinic, f"{sim.world.hub.epoch}-{sim.world.hub.number - 1}") as stream:
        assert await stream.next("tick") == ("tick", {"n": 2099})


async def test_a_bot_that_stops_polling_is_noticed_and_its_return_too(
    sim: Simulator, bot: RawBot, clinic: Clinic
) -> None:
    await bot.do("getUpdates")
    assert await sim.wait_for(lambda: sim._alive is True)
    async with listening(clinic) as stream:
        assert (await stream.next("hello"))[1]["liveness"]["bot"] == "polling"
        sim.world.updates.polled_at = time.monotonic() - 5.1
        _, fault = await stream.next("fault")
        assert fault["bot"] == "silent"
        await bot.do("getUpdates", offset=1)
        assert (await stream.next("fault"))[1]["bot"] == "polling"


class Tale:
    """A story that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def play(self, speed: float) -> None:
        self.told.append(f"play {speed}")

    async def pause(self) -> None:
        self.told.append("pause")

    async def restart(self) -> None:
        self.told.append("restart")

    def state(self) -> dict[str, object]:
        return {"step": len(self.told)}


async def test_the_story_is_driven_from_the_page(sim: Simulator, clinic: Clinic) -> None:
    answer = await clinic.http.post("/control/story", json={"action": "play"})
    assert answer.status_code == 409
    sim.story = tale = Tale()
    await clinic.post("story", action="play", speed=2)
    await clinic.post("story", action="pause")
    assert await clinic.post("story", action="restart") == {"step": 3}
    assert tale.told == ["play 2.0", "pause", "restart"]
    assert (await clinic.http.post("/control/story", json={"action": "sing"})).status_code == 400
    assert (await clinic.state())["story"] == {"step": 3}


async def test_helpers_of_a_story(sim: Simulator, bot: RawBot, ana: Phone) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Seen it", "callback_data": "x"}]]}
    sent = await bot.do("sendMessage", chat_id=ANA, text="Flag", reply_markup=keyboard)
    found = sim.find_button(ANA, "Seen")
    assert found
    assert (found[0].id, found[1:]) == (sent["message_id"], (0, 0))
    assert sim.find_button(ANA, "Write") is None
    assert await sim.wait_for(lambda: len(sim.messages(ANA)) == 2)
    assert not await sim.wait_for(lambda: False, seconds=0.01)
    assert (await ana.refresh()).last.text == "Flag"
