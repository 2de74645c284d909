"""The programmes that the product ships."""

from functools import cache
from pathlib import Path

from bot.domain.program.programme import Programme
from bot.program_files import load

PROGRAMS = Path(__file__).parents[2] / "programs"


@cache
def programme() -> Programme:
    """Loaded once for all tests: it never changes."""
    return load(PROGRAMS)
