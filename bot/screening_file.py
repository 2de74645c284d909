"""Reads programs/screening.toml and signs/: a sound screening, or every mistake at once."""

import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from bot import lessons_file
from bot.domain.program.conditions import Conditions
from bot.domain.program.problem import Problem
from bot.domain.screening import Screening
from bot.domain.screening.lessons import LessonsByLanguage
from bot.program_files import ProgrammeErrors, mistakes
from bot.program_files.load import CONDITIONS_FILE

FILE = "screening.toml"


def load(folder: Path) -> Screening:
    """The screening of a programme folder; raises ProgrammeErrors with all its mistakes."""
    _ = untaught(folder)
    return _taught((folder / FILE).read_bytes(), lessons_file.load(folder))


def untaught(folder: Path) -> Screening:
    """The screening without what examples have taught: signs are read by the lists alone."""
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


def match(screening: Screening, conditions: Conditions) -> None:
    """Every fact that forbids something is asked about, and every answer forbids something.

    Raises ProgrammeErrors: a patient's yes must never be without effect.
    """
    asked = {entry.id for entry in screening.contraindication}
    known = set(conditions.contraindications)
    unknown = (f"is no id of {CONDITIONS_FILE}", asked - known)
    unasked = (f"stands in {CONDITIONS_FILE}, but nobody asks for it here", known - asked)
    problems = tuple(
        Problem(FILE, f"contraindication {name}", message)
        for message, names in (unknown, unasked)
        for name in sorted(names)
    )
    if problems:
        raise ProgrammeErrors(problems)


@lru_cache(maxsize=4)
def _taught(content: bytes, lessons: LessonsByLanguage) -> Screening:
    """With its readers, which are made ready once."""
    return _parsed(content).taught(lessons)


@lru_cache(maxsize=4)
def _parsed(content: bytes) -> Screening:
    """The same content is read once: its many expressions take a while, and it never changes."""
    table = tomllib.loads(content.decode("utf-8-sig"))
    return Screening.model_validate(table).read_from(content)
