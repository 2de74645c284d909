"""`run_bot.py audit`: who did what to whom, as the database has kept it."""

import sqlite3
from pathlib import Path

import click

from bot import config
from bot.storage import readonly

_LINES = 200


@click.command()
@click.option(
    "--database",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Another file than DATABASE_PATH, such as a backup.",
)
@click.option("--last", type=click.IntRange(1, 1_000_000), default=_LINES, help="How many lines.")
def audit(database: Path | None, last: int) -> None:
    """Print who did what to whom, and when, oldest first.

    Time (UTC), who, what, whom, detail. Patients stand there by pseudonym. The file is only read;
    the bot may be running.
    """
    path = database or config.database_path()
    try:
        lines = readonly.audit(path, last)
    except sqlite3.Error as error:
        message = f"{path} cannot be read: {error}. Check DATABASE_PATH."
        raise click.ClickException(message) from error
    for line in lines:
        click.echo("\t".join(line).rstrip())
