"""What the commands do, and how what stops them is told: one line that says what to do."""

import asyncio
import logging
from pathlib import Path

from telegram.error import InvalidToken, TelegramError

from bot import practice
from bot.app import App
from bot.chat.gateway import sending_bot, set_up_logging
from bot.chat.poller import PollingEndedError
from bot.clock import RealClock
from bot.config import Settings
from bot.program_files import ProgrammeErrors
from bot.services import backups, staffing
from bot.services.backups import BackupError
from bot.storage.database import AlreadyRunningError, Database, DatabaseBrokenError, instance_lock

log = logging.getLogger(__name__)

PROGRAMS = Path(__file__).resolve().parent.parent / "programs"


class FailureError(Exception):
    """Something only a person can mend; the message is for them."""


_TOLD = (AlreadyRunningError, BackupError, DatabaseBrokenError, PollingEndedError, ProgrammeErrors)


async def run_bot(settings: Settings, stop: asyncio.Event) -> None:
    """Run the real bot until told to stop."""
    set_up_logging(settings.log_level)
    try:
        with instance_lock(settings.database_path):
            await _run_locked(settings, stop)
    except DatabaseBrokenError as error:
        raise FailureError(f"{error} {_newest_backup(settings)}") from None
    except _TOLD as error:
        raise FailureError(str(error)) from None


async def _run_locked(settings: Settings, stop: asyncio.Event) -> None:
    if settings.telegram_bot_token is None:
        raise FailureError("TELEGRAM_BOT_TOKEN is not set. Needed: the token @BotFather gave you.")
    db = Database(settings.database_path)
    try:
        username = await _username(settings, stop)
        if username is None:
            return
        app = App(
            settings,
            settings.telegram_bot_token,
            settings.telegram_api_url,
            db,
            RealClock(),
            username,
        )
        _say_hello(app)
        await app.run(stop)
    finally:
        db.close()


async def _username(settings: Settings, stop: asyncio.Event) -> str | None:
    """Ask Telegram who we are, patiently: the network may come up after the machine."""
    assert settings.telegram_bot_token is not None  # noqa: S101 - checked by the caller
    pause = 1.0
    while not stop.is_set():
        bot = sending_bot(settings.telegram_bot_token, settings.telegram_api_url)
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
            await _pause(stop, pause)
            pause = min(pause * 2, 60)
        else:
            return me.username
    return None


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def _say_hello(app: App) -> None:
    """On the console, once: who we are, how to become the first admin, and if nobody else is here."""
    print(
        f"\n  @{app.clinic.bot_username} is running for {app.clinic.settings.clinic_name}.",
        flush=True,
    )  # noqa: T201
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
    folder = settings.backup_dir
    found = sorted(folder.glob("clinic-*.db")) if folder and folder.exists() else []
    if not found:
        return "No backup was found in BACKUP_DIR."
    return f"The newest backup is {found[-1]}: python run_bot.py restore {found[-1]}"


async def run_practice(port: int | None, keep: Path | None, stop: asyncio.Event) -> None:
    """Open the practice clinic until told to stop; it never reads the clinic's own settings."""
    set_up_logging("WARNING")
    try:
        await practice.serve(port or 8080, keep, PROGRAMS, stop)
    except OSError as error:
        raise FailureError(f"The page cannot open: {error.strerror}. Try --port 8090.") from None
    except _TOLD as error:
        raise FailureError(str(error)) from None


def make_backup(settings: Settings, target: Path | None) -> str:
    """Copy and verify; answers where it is and what it holds."""
    now = RealClock().now()
    folder = settings.backup_dir or Path()
    path = target or folder / f"clinic-{now:%Y%m%d-%H%M%S}.db"
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
