"""The bot as its owner starts it: a process of its own, against a simulated Telegram."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bot.clock import RealClock
from bot.practice import BOT_USERNAME, TOKEN
from bot.simulator.server import Simulator
from bot.storage import readonly

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0


def environment(simulator: Simulator, database: Path, **more: str) -> dict[str, str]:
    """Settings of a small clinic; the process sees no others."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": simulator.address,
        "DATABASE_PATH": str(database),
        "BACKUP_DIR": str(database.parent / "backups"),
        "CLINIC_NAME": "Hillside Physio",
        "CLINIC_PHONE": "+49 30 555 0100",
        "CLINIC_TIMEZONE": "Europe/Berlin",
        "EMERGENCY_NUMBER": "112",
        "PRIVACY_CONTACT": "privacy@hillside.example",
        "HEALTH_PORT": "0",
        **more,
    }


async def start(
    *arguments: str, env: dict[str, str], folder: Path, limit: int = 2**20
) -> asyncio.subprocess.Process:
    """`run_bot.py` with these arguments, in a folder without `.env`."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "run_bot.py"),
        *arguments,
        cwd=folder,
        env=env,
        limit=limit,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def said(process: asyncio.subprocess.Process, words: str) -> str:
    """Wait for a line with these words; answers it."""
    assert process.stdout is not None
    seen = ""
    async with asyncio.timeout(PATIENCE):
        while line := (await process.stdout.readline()).decode():
            seen += line
            if words in line:
                return line
    raise AssertionError(f"it never said {words!r}, but:\n{seen}")


async def ended(process: asyncio.subprocess.Process) -> tuple[int, str]:
    """Wait for the end; answers exit status and everything said since."""
    async with asyncio.timeout(PATIENCE):
        out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode()


@asynccontextmanager
async def telegram() -> AsyncIterator[Simulator]:
    """A simulated Telegram in the present."""
    simulator = Simulator(TOKEN, "Hillside Physio", BOT_USERNAME, RealClock().now)
    await simulator.start()
    try:
        yield simulator
    finally:
        await simulator.stop()


async def until(database: Path, sql: str, enough: Callable[[int], bool]) -> int:
    """Look into the running bot's file until a count is reached."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = count(database, sql)
            if enough(found):
                return found
            await asyncio.sleep(0.01)


def count(database: Path, sql: str) -> int:
    """One number out of a file that another process writes; 0 while it is not there yet."""
    try:
        with closing(readonly.connect(database)) as db:
            found: int = db.execute(sql).fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    return found
