"""Who may use the page and its routes: this machine's own page only."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.simulator.server import Simulator
from tests.simulator.client import Clinic, Phone
from tests.simulator.conftest import Hands, RawBot

ROUTES = ["/", "/control/state", "/control/calls", "/events", "/media/x", "/static/app.js"]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "clinic.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
async def test_foreign_names_and_pages_are_refused(
    clinic: Clinic, route: str, headers: dict[str, str]
) -> None:
    assert (await clinic.http.get(route, headers=headers)).status_code == 403


async def test_a_foreign_page_can_change_nothing(clinic: Clinic, ana: Phone) -> None:
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        said = {"chat": ana.chat, "text": "10"}
        answer = await clinic.http.post("/control/say", json=said, headers=headers)
        assert answer.status_code == 403
    assert len((await ana.refresh()).messages) == 1


async def test_the_own_page_may_under_both_names(sim: Simulator, clinic: Clinic) -> None:
    for name in ("127.0.0.1", "localhost"):
        host = f"{name}:{sim.port}"
        headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
        answer = await clinic.http.get("/control/state", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["Content-Security-Policy"] == (
            "default-src 'self'; img-src 'self' data:"
        )
        assert answer.headers["Cache-Control"] == "no-store"


async def test_nothing_outside_the_page_s_folder_is_served(clinic: Clinic) -> None:
    for path in ("/static/..%2fserver.py", "/static/%2e%2e/server.py", "/static/none.js"):
        assert (await clinic.http.get(path)).status_code == 404


async def test_only_loopback_listens(sim: Simulator) -> None:
    assert sim.address == f"http://127.0.0.1:{sim.port}"
    assert sim.port > 1024


async def test_mistakes_are_one_sentence(clinic: Clinic, bot: RawBot) -> None:
    wrong: list[tuple[str, dict[str, object]]] = [
        ("say", {"chat": 999, "text": "Hi"}),
        ("say", {"text": "Hi"}),
        ("people", {"id": 1}),
        ("press", {"chat": 1001, "message_id": 5, "row": 0, "col": 0}),
        ("open", {"chat": 1001, "link": "https://t.me/another_bot?start=x"}),
        ("open", {"chat": 1001, "link": "https://t.me/hillside_bot?start=ä"}),
        ("clock", {"to": "2026-03-02T09:00"}),
        ("clock", {"to": "yesterday"}),
        ("clock", {"to": "2026-03-01T09:00+00:00"}),
        ("send", {"chat": 1001, "kind": "smell"}),
    ]
    await clinic.phone(1001, "Ana")
    for route, given in wrong:
        answer = await clinic.http.post(f"/control/{route}", json=given)
        assert (answer.status_code, list(answer.json())) == (400, ["error"]), (route, given)
    assert (await bot.do("getUpdates")) == []


async def test_what_is_overdue_happens_now(clock: Hands, clinic: Clinic) -> None:
    async def overdue() -> datetime:
        return clock.at - timedelta(minutes=5)

    clock.next_due = overdue  # type: ignore[method-assign]
    before = clock.at
    clock.move_to = clock.jump_to  # type: ignore[method-assign]
    await clinic.move("next")
    assert clock.at == before


async def test_a_page_that_closes_does_not_stop_the_clock_half_way(
    sim: Simulator, clock: Hands, clinic: Clinic
) -> None:
    began, finish = asyncio.Event(), asyncio.Event()

    async def slowly(instant: datetime) -> list[datetime]:
        began.set()
        await finish.wait()
        return await clock.jump_to(instant)

    clock.move_to = slowly  # type: ignore[method-assign]
    before = clock.at
    moving = asyncio.create_task(clinic.move("hour"))
    await began.wait()
    moving.cancel()
    await clinic.calls()  # a round trip later the server has seen the page go
    finish.set()
    assert await sim.wait_for(lambda: clock.at > before)


async def test_a_clinic_without_a_port_cannot_move_time(sim: Simulator, clinic: Clinic) -> None:
    assert (await clinic.post("patient"))["link"]
    sim.clinic = None
    for route, given in (("clock", {"to": "hour"}), ("patient", {})):
        answer = await clinic.http.post(f"/control/{route}", json=given)
        assert answer.status_code == 409


async def test_links_open_the_bot(bot: RawBot, clinic: Clinic, ana: Phone) -> None:
    await ana.block()
    await ana.open("https://t.me/hillside_bot?start=abc_1")
    await ana.open("tg://resolve?domain=hillside_bot")
    updates = await bot.do("getUpdates", offset=1002)
    texts = [one["message"]["text"] for one in updates if "message" in one]
    assert texts == ["/start abc_1", "/start"]
    answer = await clinic.http.post("/control/say", json={"chat": ana.chat, "text": "x" * 4097})
    assert answer.status_code == 400
