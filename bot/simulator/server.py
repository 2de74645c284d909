"""The practice clinic's server: Bot API, control routes, event stream and page on one port."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import web

from bot.simulator.practice import ClinicPort, Practice, Story
from bot.simulator.routes import application

__all__ = ["ClinicPort", "Simulator", "Story"]

MAX_REQUEST_BYTES = 64 * 1024 * 1024


class Simulator(Practice):
    """A Bot API server on loopback for one bot; `now` gives the clinic's time."""

    _alive: bool | None = None
    _runner: web.AppRunner | None = None
    _watch: asyncio.Task[None] | None = None

    async def start(self, port: int = 0) -> int:
        """Listen on 127.0.0.1; port 0 picks a free one. Returns the port."""
        # Cancelled handlers: a bot killed in its long poll must not look alive until its timeout.
        runner = web.AppRunner(
            application(self, MAX_REQUEST_BYTES),
            access_log=None,
            shutdown_timeout=0.2,
            handler_cancellation=True,
        )
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self._runner = runner
        self.port = int(runner.addresses[0][1])
        self._watch = asyncio.create_task(self._watch_bot())
        return self.port

    async def stop(self) -> None:
        """End open polls and streams and close the port."""
        self.world.hub.close()
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        if self._runner:
            await self._runner.cleanup()

    @property
    def address(self) -> str:
        """http://127.0.0.1:port; the bot's base_url is this + "/bot"."""
        return f"http://127.0.0.1:{self.port}"

    async def _watch_bot(self) -> None:
        """Tell the page when the bot falls silent or is back, and when a minute has passed."""
        minute = None
        while not self.world.hub.closed:
            if self.bot_alive != self._alive:
                self._alive = self.bot_alive
                self.liveness_since = self.world.now()
                self.emit("fault", self.liveness())
            now = self.world.now().replace(second=0, microsecond=0)
            if now != minute:
                minute = now
                self.emit("clock", {"now": self.world.now().isoformat()})
            # Silence and minutes come by themselves; a poll wakes this at once.
            await self.wait_for(lambda: self.bot_alive != self._alive, seconds=0.5)
