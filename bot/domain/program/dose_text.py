"""A dose in words: "2 rounds, 10 times, hold 5 seconds, each side"."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.program.session import Prescribed


class Wording(Protocol):
    """Finds the sentence of a key in a language; `n` picks the plural form."""

    def __call__(self, language: str, key: str, /, *, n: int) -> str: ...


@dataclass(frozen=True, slots=True)
class DosePart:
    """One part of a dose: its key in the catalogue and the number in it."""

    key: str
    n: int


def describe_dose(prescribed: Prescribed) -> tuple[DosePart, ...]:
    """The parts of a dose in the order they are said; what goes without saying is left out."""
    dose = prescribed.dose
    amount = ("dose.minutes", dose.minutes) if dose.minutes else ("dose.reps", dose.reps)
    parts = (
        DosePart("dose.sets", dose.sets) if dose.sets > 1 else None,
        DosePart(*amount),
        DosePart("dose.hold", dose.hold_seconds) if dose.hold_seconds else None,
        DosePart("dose.each_side", 2) if prescribed.per_side else None,
        DosePart("dose.times_a_day", dose.times_a_day) if dose.times_a_day > 1 else None,
    )
    return tuple(part for part in parts if part)


def dose_text(wording: Wording, language: str, prescribed: Prescribed) -> str:
    """The dose as one line of text, in the catalogue's words."""
    return ", ".join(wording(language, p.key, n=p.n) for p in describe_dose(prescribed))
