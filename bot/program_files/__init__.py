"""Reads the programme folder: everything sound, or every mistake at once."""

from bot.program_files.load import ProgrammeErrors, load

__all__ = ["ProgrammeErrors", "load"]
