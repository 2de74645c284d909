"""Whether the bot does its work: a loopback page that turns red, and a ping that others can miss."""

import asyncio
import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import httpx
from aiohttp import web

from bot.chat.poller import Poller
from bot.chat.ticker import Ticker
from bot.clock import Clock
from bot.services.clinic import Clinic
from bot.storage import facts, inbox, outbox
from bot.storage.values import instant

log = logging.getLogger(__name__)

POLL_LIMIT = 90.0
TICK_LIMIT = timedelta(seconds=60)
QUEUE_LIMIT = timedelta(minutes=10)
BACKUP_LIMIT = timedelta(hours=50)
PING_EVERY = 60.0


@dataclass(frozen=True)
class Report:
    """Ages in seconds, and what is wrong in words; nothing of any patient."""

    problems: tuple[str, ...]
    poll_age: float | None
    tick_age: float | None
    inbox_waiting: int
    inbox_age: float
    outbox_waiting: int
    outbox_age: float
    quarantined: int
    failed: int
    unknown: int
    backup_age: float | None

    @property
    def is_well(self) -> bool:
        return not self.problems


class Health:
    """Watches the parts and answers `/healthz`."""

    def __init__(self, clinic: Clinic, clock: Clock, poller: Poller, ticker: Ticker) -> None:
        self._clinic = clinic
        self._clock = clock
        self._poller = poller
        self._ticker = ticker
        self._started: float | None = None

    def report(self) -> Report:
        db, now = self._clinic.db, self._clock.now()
        loop_now = asyncio.get_running_loop().time()
        since = self._poller.last_success or self._started
        poll_age = loop_now - since if since is not None else None
        tick_age = _age(self._ticker.last, now)
        inbox_age = _age(inbox.oldest_waiting(db), now) or 0.0
        outbox_age = _age(outbox.oldest_overdue(db, now), now) or 0.0
        made = facts.read(db, "backup_at")
        backup_age = _age(instant(made), now) if made else None
        problems = {
            "polling is stuck": poll_age is not None and poll_age > POLL_LIMIT,
            "the tick is stuck": tick_age is None or tick_age > TICK_LIMIT.total_seconds(),
            "updates are not handled": inbox_age > QUEUE_LIMIT.total_seconds(),
            "messages are not sent": outbox_age > QUEUE_LIMIT.total_seconds(),
            "the backup is old": backup_age is not None
            and backup_age > BACKUP_LIMIT.total_seconds(),
        }
        return Report(
            problems=tuple(name for name, wrong in problems.items() if wrong),
            poll_age=poll_age,
            tick_age=tick_age,
            inbox_waiting=inbox.count_waiting(db),
            inbox_age=inbox_age,
            outbox_waiting=outbox.count_open(db),
            outbox_age=outbox_age,
            quarantined=inbox.count_quarantined(db),
            failed=outbox.count_state(db, "failed"),
            unknown=outbox.count_state(db, "unknown"),
            backup_age=backup_age,
        )

    async def watch(self) -> None:
        """Serve the page and send the pings until cancelled."""
        self._started = asyncio.get_running_loop().time()
        runner = await self._serve()
        try:
            async with httpx.AsyncClient(timeout=10) as client:
                while True:
                    await self._ping(client)
                    await asyncio.sleep(PING_EVERY)
        finally:
            if runner is not None:
                await runner.cleanup()

    async def _serve(self) -> web.AppRunner | None:
        port = self._clinic.settings.health_port
        if port == 0:
            return None
        app = web.Application()
        app.router.add_get("/healthz", self._page)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
        except OSError:
            log.warning("port %d is taken: no /healthz (set HEALTH_PORT)", port)
        return runner

    async def _page(self, _: web.Request) -> web.Response:
        report = self.report()
        return web.json_response(asdict(report), status=200 if report.is_well else 503)

    async def _ping(self, client: httpx.AsyncClient) -> None:
        """Silence is the alarm: the ping is left out while something is wrong."""
        url = self._clinic.settings.heartbeat_url
        if url is None or not self.report().is_well:
            return
        try:
            await client.get(str(url))
        except httpx.HTTPError as error:
            log.warning("the heartbeat did not arrive (%s)", type(error).__name__)


def _age(then: datetime | None, now: datetime) -> float | None:
    return None if then is None else max(0.0, (now - then).total_seconds())
