"""The composition root: everything that runs is built and wired here, and nowhere else."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import HttpUrl, SecretStr
from telegram import Bot
from telegram.error import TelegramError

from bot import program_files, screening_file, texts
from bot.chat import profile
from bot.chat.gateway import base_url, sending_bot
from bot.chat.health import Health
from bot.chat.intake import Intake
from bot.chat.pace import Pace
from bot.chat.poller import LONG_POLL_SECONDS, Poller
from bot.chat.pulse import Pulse
from bot.chat.sender import Sender
from bot.chat.ticker import Ticker
from bot.clock import Clock
from bot.config import Settings
from bot.services import staffing
from bot.services.clinic import Clinic, Moment
from bot.storage.database import Database

log = logging.getLogger(__name__)

TICK_SECONDS = 10
STOP_WITHIN = 8.0
"""Seconds that running handlers and sends get when the bot is told to stop; 10 is promised."""


@dataclass(frozen=True)
class Tempo:
    """How fast the machine turns; tests and the practice clinic use their own."""

    tick_seconds: float = TICK_SECONDS
    poll_seconds: int = LONG_POLL_SECONDS
    sends_per_second: float = 25.0
    chat_sends_per_second: float = 1.0
    chat_burst: float = 4.0


PRACTICE_TEMPO = Tempo(
    tick_seconds=1, poll_seconds=10, sends_per_second=500, chat_sends_per_second=100, chat_burst=50
)


class App:
    """One running bot: poller, intake, sender, tick and health over one database."""

    def __init__(
        self,
        settings: Settings,
        token: SecretStr,
        api: HttpUrl,
        db: Database,
        clock: Clock,
        bot_username: str,
        tempo: Tempo | None = None,
    ) -> None:
        tempo = tempo or Tempo()
        self.clock = clock
        self.texts = texts.load()
        programme = program_files.load(settings.programs_dir)
        screening = screening_file.load(settings.programs_dir)
        screening_file.match(screening, programme.conditions)
        self.clinic = Clinic(db, settings, programme, screening, bot_username)
        self.bot = sending_bot(token, api)
        loop_time = asyncio.get_running_loop().time
        pace = Pace(
            loop_time,
            tempo.sends_per_second,
            tempo.chat_sends_per_second,
            tempo.chat_burst,
        )
        self.sender = Sender(self.clinic, self.texts, clock, self.bot, pace)
        self.intake = Intake(self.clinic, self.texts, clock, self.bot, self.sender.queued)
        updates = f"{base_url(api)}{token.get_secret_value()}/getUpdates"
        self.poller = Poller(updates, db, clock, self.intake.arrived, tempo.poll_seconds)
        self.ticker = Ticker(self.clinic, clock, self.sender.queued)
        self.health = Health(self.clinic, clock, self.poller, self.ticker)
        self._tempo = tempo

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set or something ends that only a person can mend."""
        with self.clinic.db.transaction():
            staffing.appoint(self.clinic, self._moment("appoint"))
            staffing.remind_of_drafts(self.clinic, self._moment("drafts"))
        parts = {
            "poller": self.poller.run(),
            "intake": self.intake.run(),
            "sender": self.sender.run(),
            "pulse": Pulse(self.ticker, self._tempo.tick_seconds).run(),
            "health": self.health.watch(),
            "stop": stop.wait(),
        }
        tasks = {name: asyncio.ensure_future(part) for name, part in parts.items()}
        # Beside the others: the bot must not wait for a courtesy.
        greeting = asyncio.create_task(self._greet_telegram())
        try:
            ended, _ = await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED)
        finally:
            greeting.cancel()
            await self._wind_down(tasks)
        for task in ended:
            # A part that ended by itself is a fault; its reason ends the program loudly.
            task.result()

    def _moment(self, origin: str) -> Moment:
        now = self.clock.now()
        return Moment(now, f"{origin}{now.isoformat()}")

    def claim_link(self) -> str | None:
        """A fresh one-time link for the first admin; None once there is one."""
        with self.clinic.db.transaction():
            staffing.appoint(self.clinic, self._moment("appoint"))
            token = staffing.claim_token(self.clinic, self._moment("claim"))
        return f"https://t.me/{self.clinic.bot_username}?start={token}" if token else None

    async def _greet_telegram(self) -> None:
        """Names and menus are a courtesy: without them the bot still works."""
        try:
            await profile.publish(self.bot, self.clinic, self.texts)
        except TelegramError as error:
            log.warning("the bot's public texts were not set (%s)", type(error).__name__)

    async def _wind_down(self, tasks: Mapping[str, asyncio.Future[Any]]) -> None:
        """Stop taking in, let what runs end, leave the rest in the database."""
        for name in ("poller", "pulse", "intake", "sender"):
            tasks[name].cancel()
        copying = asyncio.create_task(self.ticker.finish(STOP_WITHIN / 2))
        await self.intake.finish(STOP_WITHIN / 2)
        await copying
        await self.sender.finish(STOP_WITHIN / 2)
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        await _close(self.bot)


async def _close(bot: Bot) -> None:
    for request in bot._request:  # noqa: SLF001 - Bot.shutdown needs a full initialize first
        await request.shutdown()
