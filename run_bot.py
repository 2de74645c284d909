"""The front door: settings -> database -> programmes -> application -> run."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from bot import config

Read = TypeVar("Read")
ELSEWHERE = {
    "figures": (
        "bot.pictures.figures_command",
        "Render the exercise figures whose poses have changed; say what no body could do.",
    ),
    "audit": ("bot.audit_command", "Print who did what to whom, and when, oldest first."),
    "read": ("bot.read_command", "Show how typed lines are read."),
    "teach": (
        "bot.teach_command",
        "Learn to read signs from the example messages in programs/examples/.",
    ),
    "replay": ("bot.lab.commands", "Show what would have been flagged in an old diary."),
    "rules": (
        "bot.lab.commands",
        "Compare the engine with published rules on diaries whose truth is known.",
    ),
}
"""Commands that live with what they do: imported when they are run, so that a start stays fast."""


class RefusedError(click.ClickException):
    """The command was not begun; the message is for a person."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


class EndedError(RefusedError):
    """It ran, and had to end."""

    exit_code = 1


class FrontDoor(click.Group):
    """A group whose further commands are imported only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(ELSEWHERE[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Help lines without the imports."""
        rows = []
        for name in self.list_commands(ctx):
            own = super().get_command(ctx, name)
            rows.append((name, own.get_short_help_str(100) if own else ELSEWHERE[name][1]))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(
    cls=FrontDoor,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.pass_context
def main(context: click.Context) -> None:
    """Homestretch: a clinic's Telegram bot for home exercise.

    Without a command: the real bot if TELEGRAM_BOT_TOKEN is set, else the practice clinic.
    """
    if context.invoked_subcommand is None:
        context.invoke(run if _read(config.has_token) else demo)


@main.command()
def run() -> None:
    """Run the real bot."""
    settings = _settings()
    from bot.front import run_bot  # noqa: PLC0415 - other commands start faster without it

    _until_stopped(lambda stop: run_bot(settings, stop))


@main.command()
@click.option(
    "--port",
    type=click.IntRange(1024, 65535),
    help="Where the page opens; else PRACTICE_PORT, or 8080.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder to keep the practice data in; otherwise it is gone afterwards.",
)
def demo(port: int | None, keep: Path | None) -> None:
    """Open the practice clinic: a simulated Telegram with two phones, in the browser."""
    from bot.front import run_practice  # noqa: PLC0415 - see run

    opens_at = port or _read(config.practice_port)
    _until_stopped(lambda stop: run_practice(opens_at, keep, stop))


@main.command()
@click.option("--online", is_flag=True, help="Also ask Telegram, and send each admin a message.")
def check(*, online: bool) -> None:
    """Check programmes, texts and settings; names everything that is wrong at once."""
    from bot.checks import check_all, check_online  # noqa: PLC0415 - see run

    sound = check_all(click.echo, _read(config.programs_dir))
    if online:
        sound = asyncio.run(check_online(_settings(), click.echo)) and sound
    if not sound:
        sys.exit(1)


@main.command()
@click.argument("target", type=click.Path(path_type=Path), required=False)
def backup(target: Path | None) -> None:
    """Copy the database to TARGET (else BACKUP_DIR), verified, also while the bot runs."""
    from bot.front import make_backup  # noqa: PLC0415 - see run

    _tell(lambda: make_backup(_settings(), target))


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Replace the present database without asking.")
def restore(source: Path, *, yes: bool) -> None:
    """Put the verified copy SOURCE in the database's place; the replaced file is kept."""
    from bot.front import restore_backup  # noqa: PLC0415 - see run

    settings = _settings()
    if settings.database_path.exists() and not yes:
        click.confirm(f"{settings.database_path} exists. Replace it (it is kept)?", abort=True)
    _tell(lambda: restore_backup(settings, source))


def _settings() -> config.Settings:
    return _read(config.load)


def _read(setting: Callable[[], Read]) -> Read:
    try:
        return setting()
    except config.SettingsError as error:
        raise RefusedError(str(error)) from None


def _tell(work: Callable[[], str]) -> None:
    from bot.front import FailureError  # noqa: PLC0415 - see run

    try:
        click.echo(work())
    except FailureError as error:
        raise RefusedError(str(error)) from None


def _until_stopped(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run until SIGTERM or Ctrl-C; a reason to end that a person must know is printed."""
    from bot.front import EndedLaterError, FailureError  # noqa: PLC0415 - see run

    async def main_task() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        await work(stop)

    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(main_task())
    except EndedLaterError as error:
        raise EndedError(str(error)) from None
    except FailureError as error:
        raise RefusedError(str(error)) from None


if __name__ == "__main__":
    main()
