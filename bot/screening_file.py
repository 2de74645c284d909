"""Reads programs/screening.toml and signs/: a sound screening, or every mistake at once."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from bot import lessons_file
from bot.domain.program.problem import Problem
from bot.domain.screening import Screening
from bot.program_files import ProgrammeErrors, mistakes

FILE = "screening.toml"


def load(folder: Path) -> Screening:
    """The screening of a programme folder; raises ProgrammeErrors with all its mistakes."""
    return untaught(folder).model_copy(update={"lessons": lessons_file.load(folder)})


def untaught(folder: Path) -> Screening:
    """The screening without what examples have taught: signs are read by the lists alone."""
    try:
        table = tomllib.loads((folder / FILE).read_bytes().decode("utf-8-sig"))
        return Screening.model_validate(table)
    except ValidationError as error:
        problems = tuple(mistakes.problems(FILE, Screening, error))
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 text from byte {error.start} on; save it as UTF-8"
        problems = (Problem(FILE, "", message),)
    except tomllib.TOMLDecodeError as error:
        problems = (Problem(FILE, "", f"cannot be read: {error}"),)
    except OSError as error:
        problems = (Problem(FILE, "", f"cannot be opened: {error.strerror}"),)
    raise ProgrammeErrors(problems)
