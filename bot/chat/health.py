"""Whether the bot works: a loopback page that turns red, and a ping that others can miss."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

import httpx
from aiohttp import web

from bot.chat.gateway import trusted
from bot.chat.poller import Poller
from bot.chat.ticker import Ticker
from bot.clock import Clock
from bot.services import backups
from bot.services.clinic import Clinic
from bot.storage import facts, inbox, sending
from bot.storage.values import instant

log = logging.getLogger(__name__)

POLL_LIMIT = 90.0
TICK_LIMIT = 60.0
QUEUE_LIMIT = 600.0
"""Ten thousand morning prompts leave within seven minutes."""
BACKUP_LIMIT = timedelta(hours=50).total_seconds()
PING_EVERY = 60.0


@dataclass(frozen=True)
class Report:
    """Ages in seconds, and what is wrong in words; nothing of any patient."""

    problems: tuple[str, ...]
    poll_age: float
    tick_age: float
    inbox_waiting: int
    inbox_age: float
    outbox_waiting: int
    outbox_age: float
    alert_age: float
    reached_nobody: int
    quarantined: int
    failed: int
    unknown: int
    backup_age: float | None

    @property
    def is_well(self) -> bool:
        return not self.problems


class Health:
    """Watches the parts and answers `/healthz`."""

    def __init__(
        self,
        clinic: Clinic,
        clock: Clock,
        poller: Poller,
        ticker: Ticker,
        ping_every: float = PING_EVERY,
    ) -> None:
        self._clinic = clinic
        self._clock = clock
        self._poller = poller
        self._ticker = ticker
        self._ping_every = ping_every
        self._started = time.monotonic()
        self.port: int | None = None
        """Where the page is; None while it is not served."""

    def report(self) -> Report:
        """What is true now; a database that cannot be read is a problem like any other."""
        try:
            return self._look()
        except sqlite3.Error as error:
            log.error("the state cannot be read: the database says %s", error)  # noqa: TRY400 - one line is enough
            poll, tick = self._poll_age(), self._tick_age()
            problems = ("the database cannot be read",)
            return Report(problems, poll, tick, 0, 0.0, 0, 0.0, 0.0, 0, 0, 0, 0, None)

    def _look(self) -> Report:
        db, now = self._clinic.db, self._clock.now()
        given_up = sending.count_given_up(db)
        made = facts.read(db, backups.MADE)
        report = Report(
            problems=(),
            poll_age=self._poll_age(),
            tick_age=self._tick_age(),
            inbox_waiting=inbox.count_waiting(db),
            inbox_age=_age(inbox.oldest_waiting(db), now),
            outbox_waiting=sending.count_open(db),
            outbox_age=_age(sending.oldest_overdue(db, now), now),
            alert_age=_age(sending.oldest_tried_alert(db), now),
            reached_nobody=sending.count_reached_nobody(db),
            quarantined=inbox.count_quarantined(db),
            failed=given_up.get("failed", 0),
            unknown=given_up.get("unknown", 0),
            backup_age=_age(instant(made), now) if made else None,
        )
        return replace(report, problems=tuple(self._problems(report)))

    def _problems(self, seen: Report) -> Iterator[str]:
        limits = {
            "polling is stuck": seen.poll_age > POLL_LIMIT,
            "the tick is stuck": seen.tick_age > TICK_LIMIT,
            "updates are not handled": seen.inbox_age > QUEUE_LIMIT,
            "messages are not sent": seen.outbox_age > QUEUE_LIMIT,
            "an alert does not get through": seen.alert_age > QUEUE_LIMIT,
            "an alert reaches nobody": seen.reached_nobody > 0,
            "the backup is old": (seen.backup_age or 0.0) > BACKUP_LIMIT,
            "the backup failed": self._ticker.backup_failed,
        }
        return (name for name, is_wrong in limits.items() if is_wrong)

    def _poll_age(self) -> float:
        # The machine's clock may be set; how long something has been silent must not change by it.
        return time.monotonic() - (self._poller.last_success or self._started)

    def _tick_age(self) -> float:
        return time.monotonic() - (self._ticker.last or self._started)

    async def watch(self) -> None:
        """Serve the page and send the pings until cancelled."""
        runner = await self._serve()
        try:
            async with httpx.AsyncClient(timeout=10, verify=trusted()) as client:
                while True:
                    await self._ping(client)
                    await asyncio.sleep(self._ping_every)
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
        else:
            self.port = port
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


def _age(then: datetime | None, now: datetime) -> float:
    return 0.0 if then is None else max(0.0, (now - then).total_seconds())
