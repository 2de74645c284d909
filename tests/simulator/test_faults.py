"""Rows 28-30: flood limits, server errors, and connections that break, stall or drip."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.simulator.server import Simulator
from tests.simulator.client import Clinic, Phone
from tests.simulator.conftest import ANA, BEN, RawBot


@pytest.fixture
def flooding(sim: Simulator) -> Simulator:
    sim.world.flood.enabled = True
    return sim


@pytest.fixture
async def impatient(sim: Simulator) -> AsyncIterator[RawBot]:
    raw = RawBot(sim.address)
    raw.http.timeout = httpx.Timeout(0.2)
    yield raw
    await raw.http.aclose()


async def test_more_than_one_a_second_to_a_chat(
    flooding: Simulator, bot: RawBot, ana: Phone
) -> None:
    await bot.do("sendMessage", chat_id=ANA, text="one")
    refused = await bot.fail("sendMessage", chat_id=ANA, text="two")
    assert refused == (429, "Too Many Requests: retry after 1")
    assert bot.headers["Retry-After"] == "1"
    assert flooding.world.flood.enabled
    assert len((await ana.refresh()).messages) == 2


async def test_more_than_thirty_a_second_in_all(
    flooding: Simulator, bot: RawBot, clinic: Clinic
) -> None:
    for chat in range(1, 32):
        await clinic.phone(chat, "Someone", standing="started")
    now = 100.0
    flooding.world.flood.seconds = lambda: now
    for chat in range(1, 31):
        await bot.do("sendMessage", chat_id=chat, text="one")
    refused = await bot.fail("sendMessage", chat_id=31, text="one")
    assert refused == (429, "Too Many Requests: retry after 1")
    now = 101.0
    await bot.do("sendMessage", chat_id=31, text="one")


async def test_the_webhook_is_set_once_a_second(flooding: Simulator, bot: RawBot) -> None:
    await bot.do("setWebhook", url="https://clinic.example/hook")
    refused = await bot.fail("setWebhook", url="")
    assert refused == (429, "Too Many Requests: retry after 1")
    assert flooding.world.updates.webhook


async def test_a_429_for_one_chat_only(bot: RawBot, clinic: Clinic, ana: Phone) -> None:
    ben = await clinic.phone(BEN, "Ben", standing="started")
    await clinic.fault("error", method="sendMessage", chat=ANA, retry_after=7)
    await bot.do("sendMessage", chat_id=BEN, text="Hi")
    body = (await bot.raw("sendMessage", chat_id=ANA, text="Hi")).json()
    assert body["parameters"] == {"retry_after": 7}
    await bot.do("sendMessage", chat_id=ANA, text="Hi")
    assert len((await ben.refresh()).messages) == 1
    assert len((await ana.refresh()).messages) == 2


async def test_a_restarting_server_and_a_proxy_page(
    bot: RawBot, clinic: Clinic, ana: Phone
) -> None:
    await clinic.fault("error", times=2)
    for _ in range(2):
        refused = await bot.fail("sendMessage", chat_id=ANA, text="Hi")
        assert refused == (500, "Internal Server Error: restart")
    await clinic.fault("not_json", method="getupdates")
    answer = await bot.raw("getUpdates")
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (502, "text/html")
    await clinic.fault("error", times=None, code=401, description="Unauthorized")
    assert await bot.fail("getMe") == (401, "Unauthorized")
    await clinic.clear_faults()
    assert (await bot.do("getMe"))["id"] == 4242
    assert len((await ana.refresh()).messages) == 1


@pytest.mark.parametrize(("kind", "arrived"), [("drop_before", 1), ("drop_after", 2)])
async def test_a_connection_cut_before_or_after_the_work(
    bot: RawBot, clinic: Clinic, ana: Phone, kind: str, arrived: int
) -> None:
    await clinic.fault(kind, method="sendMessage")
    with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
        await bot.raw("sendMessage", chat_id=ANA, text="Hi")
    assert len((await ana.refresh()).messages) == arrived


async def test_a_stalled_answer_leaves_the_work_done(
    impatient: RawBot, clinic: Clinic, ana: Phone
) -> None:
    await clinic.fault("stall", method="sendMessage", seconds=30)
    with pytest.raises(httpx.ReadTimeout):
        await impatient.raw("sendMessage", chat_id=ANA, text="Hi")
    assert (await ana.expect("Hi")).by_bot


async def test_a_slow_answer_drips(bot: RawBot, clinic: Clinic, ana: Phone) -> None:
    await clinic.fault("slow", method="sendMessage", seconds=0.3)
    started = time.monotonic()
    sent = await bot.do("sendMessage", chat_id=ANA, text="Hi")
    assert time.monotonic() - started >= 0.29
    assert sent["text"] == (await ana.refresh()).last.text


async def test_an_unknown_fault_is_refused(clinic: Clinic) -> None:
    answer = await clinic.http.post("/control/fault", json={"kind": "gremlin"})
    assert (answer.status_code, "kind must be one of" in answer.text) == (400, True)
    answer = await clinic.http.post("/control/fault", json={"kind": "error", "colour": 1})
    assert answer.status_code == 400


async def test_calls_are_logged_with_files_as_sizes(
    bot: RawBot, clinic: Clinic, ana: Phone
) -> None:
    await bot.upload("sendDocument", {"document": ("a.txt", b"hello")}, chat_id=str(ANA))
    await bot.fail("sendMessage", chat_id=999, text="Hi")
    calls = await clinic.calls()
    assert [(one["method"], one["status"]) for one in calls] == [
        ("sendDocument", 200),
        ("sendMessage", 400),
    ]
    assert calls[0]["params"] == {"chat_id": str(ANA), "document": {"bytes": 5}}
    assert calls[1]["description"] == "Bad Request: chat not found"
    assert [one["n"] for one in await clinic.calls(after=1)] == [2]
    assert len((await ana.refresh()).messages) == 2
