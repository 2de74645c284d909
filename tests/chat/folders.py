"""A clinic's own programme folder, whose files change between two starts of the bot."""

import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.practice import BOT_USERNAME, TOKEN
from bot.simulator.server import Simulator
from tests.world import MONDAY, PROGRAMS, World, running

Running = AbstractAsyncContextManager[World]


@dataclass
class House:
    """The same phones, database and folder over several starts."""

    folder: Path
    simulator: Simulator

    def start(self, *, is_reviewed: bool = False, now: datetime = MONDAY) -> Running:
        """The bot, with the folder's files as they are now."""
        return running(
            self.folder,
            simulator=self.simulator,
            is_reviewed=is_reviewed,
            programs_dir=self.folder / "programs",
            start=now,
        )

    def edit(self, path: str, old: str = 'reviewed_by = ""', new: str = "") -> None:
        """Change a file: a note at its top, unless told what else."""
        file = self.folder / "programs" / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new or f"# Changed today.\n{old}"), encoding="utf-8")


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    programs = folder / "programs"
    shutil.copytree(PROGRAMS, programs, ignore=shutil.ignore_patterns("figures"))
    (programs / "figures").symlink_to(PROGRAMS / "figures")
    simulator = Simulator(TOKEN, "Hillside Physio", BOT_USERNAME, lambda: MONDAY)
    await simulator.start()
    yield House(folder, simulator)
    await simulator.stop()
