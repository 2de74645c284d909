"""`run_bot.py read`: shows a clinic how the bot reads what people type."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from bot import screening_file
from bot.domain.pain import Pain, read_pain
from bot.domain.program.words import LANGUAGES
from bot.domain.screening import Screening, red_flag_question
from bot.program_files import ProgrammeErrors
from bot.programs_option import programs_option


@click.command()
@programs_option
def read(programs: Path) -> None:
    """Show how typed lines are read.

    Each line of standard input is a language (en or es), a tab, and a text. Each line of output is
    the pain rating (0 to 10, "ask" when the bot would ask again, or nothing), a tab, and the
    red-flag question it would ask, or nothing.
    """
    try:
        screening = screening_file.load(programs)
    except ProgrammeErrors as error:
        raise click.ClickException(str(error)) from error
    for line in _lines(sys.stdin.buffer):
        click.echo(reading(line, screening))


def reading(line: str, screening: Screening) -> str:
    """One line as `read` prints it; without a known language it is read as English."""
    given, tab, text = line.partition("\t")
    known = given.strip().lower()[:2]
    lang = known if tab and known in LANGUAGES else LANGUAGES[0]
    said = text if tab else line
    pain = read_pain(said, lang)
    shown = str(pain.value) if isinstance(pain, Pain) else "ask" if pain else ""
    return f"{shown}\t{red_flag_question(said, lang, screening) or ''}"


def _lines(stream: BinaryIO) -> Iterator[str]:
    # One line in, one line out, at once: whoever types sees the answer before the next line.
    for raw in iter(stream.readline, b""):
        yield raw.decode("utf-8", errors="replace").removeprefix("\ufeff").rstrip("\r\n")
