"""Reads programs/screening.toml: a sound screening, or every mistake at once."""

import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from bot.domain.program.problem import Problem
from bot.domain.screening import Screening
from bot.program_files import ProgrammeErrors, mistakes

FILE = "screening.toml"


def load(folder: Path) -> Screening:
    """The screening of a programme folder; raises ProgrammeErrors with all its mistakes."""
    try:
        return _parsed((folder / FILE).read_bytes())
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


@lru_cache(maxsize=4)
def _parsed(content: bytes) -> Screening:
    """The same content is read once: its many expressions take a while, and it never changes."""
    table = tomllib.loads(content.decode("utf-8-sig"))
    return Screening.model_validate(table).read_from(content)
