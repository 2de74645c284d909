"""The option of the commands that read a programme folder without the clinic's settings."""

from pathlib import Path

import click

programs_option = click.option(
    "--programs",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="PROGRAMS_DIR",
    default=Path(__file__).resolve().parent.parent / "programs",
    help="The folder with screening.toml, examples/ and signs/.",
)
