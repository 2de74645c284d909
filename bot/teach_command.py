"""`run_bot.py teach`: learns from the example messages how signs are spoken of."""

from pathlib import Path

import click

from bot import lessons_file, screening_file
from bot.domain.program.words import LANGUAGES
from bot.program_files import ProgrammeErrors
from bot.programs_option import programs_option


@click.command()
@programs_option
def teach(programs: Path) -> None:
    """Learn to read signs from the example messages in programs/examples/.

    Takes less than a minute. Needed after every change of an example or of the word lists in
    screening.toml; `check` tells when it has been forgotten.
    """
    try:
        screening = screening_file.untaught(programs)
        for lang in LANGUAGES:
            count = lessons_file.teach(programs, lang, screening)
            click.echo(f"{lang}: learned from {count} examples.")
    except ProgrammeErrors as error:
        raise click.ClickException(str(error)) from error
