"""What the commands do, and how what stops them is told: one line that says what to do."""

import asyncio
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr
from telegram.error import InvalidToken, TelegramError

from bot import practice
from bot.app import App
from bot.chat.gateway import sending_bot, set_up_logging
from bot.chat.poller import PollingEndedError
from bot.clock import RealClock
from bot.config import ACCEPTED, PROGRAMS, Settings
from bot.program_files import ProgrammeErrors
from bot.services import backups, staffing
from bot.services.backups import BackupError
from bot.storage.database import (
    AlreadyRunningError,
    Database,
    DatabaseBlockedError,
    DatabaseBrokenError,
    instance_lock,
)

log = logging.getLogger(__name__)

Found = TypeVar("Found")


class FailureError(Exception):
    """Something only a person can mend; the message is for them."""


class EndedLaterError(FailureError):
    """It ran for a while, and then came to something only a person can mend."""


_TOLD = (AlreadyRunningError, BackupError, DatabaseBlockedError, ProgrammeErrors)


async def run_bot(settings: Settings, stop: asyncio.Event) -> None:
    """Run the real bot until told to stop."""
    set_up_logging(settings.log_level)
    try:
        with instance_lock(settings.database_path):
            await _run_locked(settings, stop)
    except DatabaseBrokenError as error:
        raise FailureError(f"{error} {_newest_backup(settings)}") from None
    except PollingEndedError as error:
        raise EndedLaterError(str(error)) from None
    except _TOLD as error:
        raise FailureError(str(error)) from None


async def _run_locked(settings: Settings, stop: asyncio.Event) -> None:
    token = settings.telegram_bot_token
    if token is None:
        accepted = ACCEPTED["TELEGRAM_BOT_TOKEN"]
        raise FailureError(f"TELEGRAM_BOT_TOKEN is not set. Accepted: {accepted}.")
    db = Database(settings.database_path)
    try:
        username = await _unless(stop, _username(token, settings))
        if username is None:
            return
        app = App(settings, token, settings.telegram_api_url, db, RealClock(), username)
        _say_hello(app)
        await app.run(stop)
    finally:
        db.close()


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Found]) -> Found | None:
    """What the work finds; None when it is time to stop first."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        return working.result()
    working.cancel()
    return None


async def _username(token: SecretStr, settings: Settings) -> str:
    """Ask Telegram who we are, patiently: the network may come up after the machine."""
    bot = sending_bot(token, settings.telegram_api_url)
    pause = 1.0
    while True:
        try:
            me = await bot.get_me()
        except InvalidToken:
            raise FailureError(
                "TELEGRAM_BOT_TOKEN is not accepted by Telegram. Accepted: the token @BotFather "
                "shows for your bot; copy it whole."
            ) from None
        except TelegramError as error:
            log.warning(
                "Telegram is not reached (%s), again in %.0f s", type(error).__name__, pause
            )
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60)
        else:
            return str(me.username)


def _say_hello(app: App) -> None:
    """On the console: who we are, how to become the first admin, and if nobody else is here."""
    name = app.clinic.settings.clinic_name
    print(f"\n  @{app.clinic.bot_username} is running for {name}.", flush=True)  # noqa: T201 - see above
    link = app.claim_link()
    if link is not None:
        print(  # noqa: T201 - the console is where the owner is
            f"\n  Nobody is in charge yet. Open this link once on your own phone:\n  {link}\n"
            "  It works for 7 days; a restart makes a new one.\n",
            flush=True,
        )
    elif staffing.is_solo(app.clinic):
        print(  # noqa: T201
            "  One person works here: alerts that person cannot get go to nobody else. "
            "/invite adds a colleague.\n",
            flush=True,
        )


def _newest_backup(settings: Settings) -> str:
    found = backups.newest(settings.backup_dir)
    if found is None:
        return "No backup was found in BACKUP_DIR."
    return f"The newest backup is {found}: python run_bot.py restore {found}"


async def run_practice(port: int, keep: Path | None, stop: asyncio.Event) -> None:
    """Open the practice clinic until told to stop; it never reads the clinic's own settings."""
    set_up_logging("WARNING")
    try:
        await practice.serve(port, keep, PROGRAMS, stop)
    except OSError as error:
        raise FailureError(f"The page cannot open: {error.strerror}. Try --port 8090.") from None
    except (*_TOLD, DatabaseBrokenError) as error:
        raise FailureError(str(error)) from None


def make_backup(settings: Settings, target: Path | None) -> str:
    """Copy and verify; answers where it is and what it holds."""
    now = RealClock().now()
    path = target or (settings.backup_dir or Path()) / backups.file_name(now)
    try:
        made = backups.make(settings.database_path, path)
        return f"{made}: verified. {_counted(backups.verify(made))}"
    except BackupError as error:
        raise FailureError(str(error)) from None


def restore_backup(settings: Settings, source: Path) -> str:
    """Verify and put in place; refused while the bot runs."""
    try:
        with instance_lock(settings.database_path):
            kept, counts = backups.restore(source, settings.database_path, RealClock().now())
    except (AlreadyRunningError, BackupError) as error:
        raise FailureError(str(error)) from None
    old = f" The replaced file is kept as {kept}." if kept else ""
    return f"{settings.database_path}: restored. {_counted(counts)}.{old}"


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {table}" for table, number in counts.items())
