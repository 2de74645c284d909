"""`run_bot.py audit`: who did what to whom, as the database has kept it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click

_LINES = 200


@click.command()
@click.option(
    "--database",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    envvar="DATABASE_PATH",
    default=Path("data/clinic.db"),
    help="The clinic's database.",
)
@click.option("--last", type=click.IntRange(1, 1_000_000), default=_LINES, help="How many lines.")
def audit(database: Path, last: int) -> None:
    """Print the newest lines of the audit, oldest first: time (UTC), who, what, whom, detail.

    Patients stand there by pseudonym. The file is only read; the bot may be running.
    """
    with closing(sqlite3.connect(f"file:{database.resolve()}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT at, who, action, subject, detail FROM audit ORDER BY id DESC LIMIT ?", (last,)
        ).fetchall()
    for row in reversed(rows):
        click.echo("\t".join(row).rstrip())
