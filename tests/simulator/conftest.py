"""A clinic on loopback with a movable clock, and a bot that speaks bare HTTP."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.simulator.server import Simulator
from tests.simulator.client import NO_AUTHORITIES, Clinic, Phone

TOKEN = "4242:practice_Token-1"
ANA, BEN, TESS = 1001, 1002, 2001
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"


@dataclass
class Hands:
    """A clock moved by hand, which is also the clinic's port; something is due every 6 hours."""

    at: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    async def next_due(self) -> datetime | None:
        midnight = self.at.replace(hour=0, minute=0)
        return midnight + timedelta(hours=6 * (self.at.hour // 6 + 1))

    async def move_to(self, instant: datetime) -> list[datetime]:
        passed = []
        while (due := await self.next_due()) and due <= instant:
            self.at = due
            passed.append(due)
        self.at = instant
        return passed

    async def jump_to(self, instant: datetime) -> list[datetime]:
        """Move without running through what is due."""
        self.at = instant
        return [instant]

    async def new_patient(self) -> dict[str, object]:
        return {"link": "https://t.me/hillside_bot?start=token"}


class RawBot:
    """The bot's side: calls the Bot API and hands back status and body."""

    def __init__(self, address: str, token: str = TOKEN) -> None:
        self.http = httpx.AsyncClient(base_url=address, timeout=30, verify=NO_AUTHORITIES)
        self.token = token
        self.headers = httpx.Headers()

    async def raw(self, method: str, **given: Any) -> httpx.Response:
        data = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in given.items()
        }
        return await self.http.post(f"/bot{self.token}/{method}", data=data)

    async def fail(self, method: str, **given: Any) -> tuple[int, str]:
        """A call that must be refused; returns code and description."""
        answer = await self.raw(method, **given)
        body = answer.json()
        assert body["ok"] is False
        assert body["error_code"] == answer.status_code
        self.headers = answer.headers
        return answer.status_code, body["description"]

    async def do(self, method: str, **given: Any) -> Any:
        """A call that must be answered; returns the result."""
        answer = await self.raw(method, **given)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    async def upload(
        self, method: str, files: dict[str, tuple[str, bytes]], **given: str
    ) -> httpx.Response:
        return await self.http.post(f"/bot{self.token}/{method}", data=given, files=files)


@pytest.fixture
def clock() -> Hands:
    return Hands()


def simulator_at(clock: Hands) -> Simulator:
    return Simulator(TOKEN, "Hillside Physio", "hillside_bot", clock.now, port=clock)


@pytest.fixture
async def sim(clock: Hands) -> AsyncIterator[Simulator]:
    simulator = simulator_at(clock)
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture
async def clinic(sim: Simulator) -> AsyncIterator[Clinic]:
    async with Clinic(sim.address) as clinic:
        yield clinic


@pytest.fixture
async def bot(sim: Simulator) -> AsyncIterator[RawBot]:
    raw = RawBot(sim.address)
    yield raw
    await raw.http.aclose()


@pytest.fixture
async def ana(clinic: Clinic) -> Phone:
    """Ana has pressed Start."""
    phone = await clinic.phone(ANA, "Ana", role="patient", language_code="en")
    await phone.say("/start")
    return phone


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One for all tests: opening it takes longer than most of them."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()
