"""Typed words brought near to the words of the lists: stretched, disguised or misspelt."""

import re
from functools import lru_cache

from bot.domain.screening.signs import Signs

_DISGUISE = str.maketrans("013457@$", "oieastas")
_LONG, _VERY_LONG = 5, 9
_ALIKE = ({"b", "v"}, {"c", "k", "s", "z"}, {"g", "j"}, {"i", "y"})


class Speller:
    """Knows one language's lists; ordinary words stay as they are."""

    def __init__(self, signs: Signs) -> None:
        self._known = signs.vocabulary
        self._beginnings = signs.beginnings
        self._telling = signs.telling
        self._little = signs.little.split()
        self.spelt = lru_cache(maxsize=4096)(self._spelt)

    def _spelt(self, word: str) -> str:
        if self._knows(word) or word.isdigit() or not re.search("[a-z]", word):
            return word
        for other in _readings(word):
            if self._knows(other):
                return other
        return self._nearest(re.sub(r"(.)\1{2,}", r"\1", word)) or self._parted(word) or word

    def _knows(self, word: str) -> bool:
        return word in self._known or word.startswith(self._beginnings)

    def _nearest(self, word: str) -> str | None:
        if len(word) < _LONG:
            return None
        allowed = 2 if len(word) >= _VERY_LONG else 1
        best: tuple[int, str] | None = None
        for known in self._telling:
            if abs(len(known) - len(word)) > allowed:
                continue
            if not _sounds_alike(word, known):
                continue
            away = distance(word, known, allowed)
            if away <= allowed and (best is None or away < best[0]):
                best = (away, known)
        return best[1] if best else None

    def _parted(self, word: str) -> str | None:
        """Two words that were typed as one ("nopuedo", "cantpee")."""
        for little in self._little:
            rest = word.removeprefix(little)
            if rest != word and self._knows(rest):
                return f"{little} {rest}"
        return None


def _sounds_alike(word: str, known: str) -> bool:
    """Whether a slip may lie between the beginnings: first letters are seldom mistyped."""
    first, wanted = word.removeprefix("h")[:1], known.removeprefix("h")[:1]
    return first == wanted or any({first, wanted} <= alike for alike in _ALIKE)


def _readings(word: str) -> tuple[str, ...]:
    plain = word.translate(_DISGUISE)
    twice, once = (re.sub(r"(.)\1{2,}", keep, plain) for keep in (r"\1\1", r"\1"))
    return (plain, twice, once, re.sub(r"(.)\1+", r"\1", plain))


def distance(one: str, other: str, limit: int) -> int:
    """Insertions, deletions, changes and neighbour swaps between two words; stops above `limit`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, row = row, current
    return row[-1]
