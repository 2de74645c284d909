"""What a practice clinic is made of, apart from the port it listens on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.simulator.api import BotApi
from bot.simulator.model import Message
from bot.simulator.values import Json
from bot.simulator.world import World

SILENT_AFTER = 5.0


class ClinicPort(Protocol):
    """What the composition root offers so that time can be moved from here."""

    async def next_due(self) -> datetime | None:
        """The next instant at which something is due."""
        ...

    async def move_to(self, instant: datetime) -> list[datetime]:
        """Run through every due instant up to `instant`; returns them."""
        ...

    async def new_patient(self) -> dict[str, object]:
        """Prepare one more patient's phone."""
        ...


class Story(Protocol):
    """The guided story, as the page's Play button drives it."""

    async def play(self, speed: float) -> None:
        """Start or go on."""
        ...

    async def pause(self) -> None:
        """Stop after the current step."""
        ...

    async def restart(self) -> None:
        """Go back to the first step."""
        ...

    def state(self) -> dict[str, object]:
        """Chapter, step, of, caption, playing."""
        ...


class Practice:
    """The world, its Bot API, its clock and its story: what routes and stories work on."""

    def __init__(
        self,
        token: str,
        bot_name: str,
        bot_username: str,
        now: Callable[[], datetime],
        *,
        flood: bool = False,
        port: ClinicPort | None = None,
    ) -> None:
        bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": bot_username,
        }
        self.world = World(bot, now, flood=flood)
        self.api = BotApi(self.world, token)
        self.clinic = port
        self.story: Story | None = None
        self.moving = asyncio.Lock()
        self.port = 0
        self.liveness_since = now()

    @property
    def bot_alive(self) -> bool:
        """Whether the bot polls: a poll is open or ended less than 5 s of real time ago."""
        updates = self.world.updates
        at = updates.polled_at
        return updates.polling or (at is not None and time.monotonic() - at < SILENT_AFTER)

    def emit(self, name: str, data: Json) -> None:
        """Send an event to every page."""
        self.world.hub.emit(name, data)

    async def wait_for(self, condition: Callable[[], bool], seconds: float = 10.0) -> bool:
        """Wait until a condition on the clinic holds, looking at each change."""
        return await self.world.hub.wait_for(condition, seconds)

    def messages(self, chat: int) -> list[Message]:
        """A chat's messages, oldest first."""
        return list(self.world.messages.get(chat, {}).values())

    def find_button(self, chat: int, label: str) -> tuple[Message, int, int] | None:
        """The newest message with a button so labelled (exactly, else by its start), its place."""
        for matches in (lambda text: text == label, lambda text: label in text):
            for message in reversed(self.messages(chat)):
                rows = (message.reply_markup or {}).get("inline_keyboard", [])
                for row, buttons in enumerate(rows):
                    for column, button in enumerate(buttons):
                        if matches(button["text"]):
                            return message, row, column
        return None

    def liveness(self) -> Json:
        """Whether the bot polls, as the page's "connecting..." needs it, and since when."""
        at = self.world.updates.polled_at
        quiet = None if at is None else round(time.monotonic() - at, 1)
        return {
            "bot": "polling" if self.bot_alive else "silent",
            "since": self.liveness_since.isoformat(),
            "seconds_since_poll": quiet,
        }
