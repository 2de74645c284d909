"""A mistake in a programme file, told so that its author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the file, the place in it, what is wrong, what was given, what may be meant."""

    file: str
    place: str
    message: str
    given: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        given = f" (given: {self.given})" if self.given else ""
        meant = f". Did you mean {self.suggestion}?" if self.suggestion else ""
        place = f"{self.place}: " if self.place else ""
        return f"{self.file}: {place}{self.message}{given}{meant}"


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """The known name that `given` is most likely a slip of; "" when none is near."""
    near = get_close_matches(given, list(known), n=1, cutoff=0.6)
    return near[0] if near else ""
