"""Green while everything works, red when a part falls behind, and a ping only while it is green."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from aiohttp import web
from apscheduler.schedulers import base as scheduling

from bot.chat.health import Health
from bot.chat.pulse import Pulse
from bot.storage import facts, inbox, outbox
from bot.storage.outbox import Lane
from bot.storage.values import instant_text
from tests.world import TESS, World, running


class Pings:
    """Where the heartbeat goes."""

    def __init__(self) -> None:
        self.number = 0
        self.came = asyncio.Event()
        self.url = ""

    async def take(self, _: web.Request) -> web.Response:
        self.number += 1
        self.came.set()
        return web.Response()


@pytest.fixture
async def pings() -> AsyncIterator[Pings]:
    pings = Pings()
    app = web.Application()
    app.router.add_get("/ping", pings.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pings.url = f"http://127.0.0.1:{runner.addresses[0][1]}/ping"
    yield pings
    await runner.cleanup()


def problems(world: World) -> tuple[str, ...]:
    return world.app.health.report().problems


async def test_a_running_bot_is_well(world: World) -> None:
    await world.tess()
    await world.settled()
    assert problems(world) == ()


async def test_polling_that_stands_still_is_red(world: World) -> None:
    await world.settled()
    world.app.poller.last_success = time.monotonic() - 91
    assert problems(world) == ("polling is stuck",)


async def test_a_tick_that_stands_still_is_red(world: World) -> None:
    await world.settled()
    world.app.ticker.last = time.monotonic() - 61
    assert problems(world) == ("the tick is stuck",)


async def test_a_queue_that_stands_still_is_red(world: World) -> None:
    await world.settled()
    world.app.sender._pace.hold(1000)
    long_ago = world.clock.now() - timedelta(minutes=11)
    outbox.queue(world.db, key="k", chat_id=TESS, kind="text", now=long_ago, lane=Lane.PROMPT)
    assert problems(world) == ("messages are not sent",)
    world.db.run("UPDATE outbox SET lane = 0, attempts = 1, not_before = '9999' WHERE key = 'k'")
    assert problems(world) == ("an alert does not get through",)
    world.db.run("DELETE FROM outbox WHERE key = 'k'")


async def test_updates_that_are_not_handled_are_red(world: World) -> None:
    await world.settled()
    inbox.keep(world.db, [(1, None, "{}")], world.clock.now() - timedelta(minutes=11))
    assert problems(world) == ("updates are not handled",)


async def test_a_backup_that_fails_or_is_old_is_red(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    async with running(tmp_path, backup_dir=tmp_path / "file" / "backups") as world:
        world.app.ticker.tick()
        await world.app.ticker.finish(10)
        assert problems(world) == ("the backup failed",)
        assert world.app.ticker.last is not None
    async with running(tmp_path, backup_dir=tmp_path / "backups") as world:
        world.app.ticker.tick()
        await world.app.ticker.finish(10)
        assert problems(world) == ()
        assert len(list((tmp_path / "backups").iterdir())) == 1
        old = world.clock.now() - timedelta(hours=51)
        facts.write(world.db, "backup_at", instant_text(old))
        assert problems(world) == ("the backup is old",)


async def test_a_database_that_cannot_be_read_is_red(world: World) -> None:
    await world.settled()
    world.db.conn.execute("ALTER TABLE inbox RENAME TO elsewhere")
    assert problems(world) == ("the database cannot be read",)
    world.db.conn.execute("ALTER TABLE elsewhere RENAME TO inbox")


async def test_the_page_tells_by_its_status_and_names_no_patient(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    async with running(tmp_path, health_port=unused_tcp_port) as world, httpx.AsyncClient() as web:
        await world.tess()
        await world.patient()
        await world.settled()
        page = f"http://127.0.0.1:{unused_tcp_port}/healthz"
        answer = await web.get(page)
        assert (answer.status_code, answer.json()["problems"]) == (200, [])
        assert "Ana" not in answer.text
        world.app.ticker.last = time.monotonic() - 61
        answer = await web.get(page)
        assert (answer.status_code, answer.json()["problems"]) == (503, ["the tick is stuck"])
        assert json.loads(answer.text)["tick_age"] > 60


async def test_the_heartbeat_is_left_out_while_something_is_wrong(
    tmp_path: Path, pings: Pings
) -> None:
    async with running(tmp_path, heartbeat_url=pings.url) as world:
        app = world.app
        app.ticker.tick()
        await asyncio.wait_for(pings.came.wait(), 10)
        quick = Health(app.clinic, app.clock, app.poller, app.ticker, ping_every=0.01)
        app.ticker.last = time.monotonic() - 61
        before = pings.number
        watching = asyncio.create_task(quick.watch())
        await asyncio.sleep(0.1)
        assert pings.number == before
        pings.came.clear()
        app.ticker.last = time.monotonic()
        await asyncio.wait_for(pings.came.wait(), 10)
        watching.cancel()
        await asyncio.wait([watching])


async def test_the_tick_goes_on_when_the_clock_is_set_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SetBack(datetime):
        """From now on the machine is an hour behind."""

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - timedelta(hours=1)  # type: ignore[arg-type]

    ticks = asyncio.Semaphore(0)

    def tick() -> None:
        world.app.ticker.began = time.monotonic()
        ticks.release()

    monkeypatch.setattr(world.app.ticker, "tick", tick)
    beating = asyncio.create_task(Pulse(world.app.ticker, 0.05).run())
    async with asyncio.timeout(10):
        for _ in range(2):
            await ticks.acquire()
        monkeypatch.setattr(scheduling, "datetime", SetBack)
        for _ in range(4):
            await ticks.acquire()
    beating.cancel()
