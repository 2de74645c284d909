"""The front door: settings -> database -> programmes -> application -> run."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from bot import config


class RefusedError(click.ClickException):
    """The start is refused: one line a reason, exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Homestretch: a clinic's Telegram bot for home exercise.

    Without a command: the real bot if TELEGRAM_BOT_TOKEN is set, else the practice clinic.
    """
    if context.invoked_subcommand is None:
        context.invoke(run if config.has_token() else demo)


@main.command()
def run() -> None:
    """Run the real bot."""
    settings = _settings()
    from bot.front import run_bot  # noqa: PLC0415 - other commands start faster without it

    _until_stopped(lambda stop: run_bot(settings, stop))


@main.command()
@click.option("--port", type=click.IntRange(1024, 65535), help="Where the page opens (8080).")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder to keep the practice data in; otherwise it is gone afterwards.",
)
def demo(port: int | None, keep: Path | None) -> None:
    """Open the practice clinic: a simulated Telegram with two phones, in the browser."""
    from bot.front import run_practice  # noqa: PLC0415

    _until_stopped(lambda stop: run_practice(port, keep, stop))


@main.command()
@click.option("--online", is_flag=True, help="Also ask Telegram, and send each admin a message.")
def check(*, online: bool) -> None:
    """Check programmes, texts and settings; names everything that is wrong at once."""
    from bot.checks import check_all, check_online  # noqa: PLC0415

    sound = check_all(click.echo)
    if online:
        sound = asyncio.run(check_online(_settings(), click.echo)) and sound
    if not sound:
        sys.exit(1)


@main.command()
@click.argument("target", type=click.Path(path_type=Path), required=False)
def backup(target: Path | None) -> None:
    """Copy the database to TARGET, verified, also while the bot runs."""
    from bot.front import make_backup  # noqa: PLC0415

    _tell(lambda: make_backup(_settings(), target))


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Replace the present database without asking.")
def restore(source: Path, *, yes: bool) -> None:
    """Put the verified copy SOURCE in the database's place; the replaced file is kept."""
    from bot.front import restore_backup  # noqa: PLC0415

    settings = _settings()
    if settings.database_path.exists() and not yes:
        click.confirm(f"{settings.database_path} exists. Replace it (it is kept)?", abort=True)
    _tell(lambda: restore_backup(settings, source))


def _settings() -> config.Settings:
    try:
        return config.load()
    except config.SettingsError as error:
        raise RefusedError(str(error)) from None


def _tell(work: Callable[[], str]) -> None:
    from bot.front import FailureError  # noqa: PLC0415

    try:
        click.echo(work())
    except FailureError as error:
        raise RefusedError(str(error)) from None


def _until_stopped(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run until SIGTERM or Ctrl-C; a reason to end that a person must know is printed."""
    from bot.front import FailureError  # noqa: PLC0415

    async def main_task() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        await work(stop)

    try:
        asyncio.run(main_task())
    except FailureError as error:
        raise RefusedError(str(error)) from None
    except KeyboardInterrupt:
        contextlib.suppress(Exception)


def _lazily(group: click.Group) -> None:
    """The commands that live with what they do."""
    from bot.lab.commands import replay, rules  # noqa: PLC0415
    from bot.read_command import read  # noqa: PLC0415

    from bot.pictures.figures_command import figures  # noqa: PLC0415

    for command in (replay, rules, figures, read):
        group.add_command(command)


if __name__ == "__main__":
    main()
