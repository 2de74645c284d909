"""What example messages have taught: how each feature of a message speaks for each answer."""

import math
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Self, get_args

from pydantic import ConfigDict, model_validator

from bot.domain.program.words import Data, Words
from bot.domain.screening.questions import RedFlagId

HARMLESS = "harmless"
ANSWERS: tuple[str, ...] = (HARMLESS, *get_args(RedFlagId))
UNIT = 20
"""Weights are kept as whole numbers, this many to one: a small file, and the same everywhere."""
ALWAYS = "(always)"
"""The row that counts for every message: how common each answer is."""
Chances = dict[str, float]
# Possessive ("++"): the file is long, and a row that does not fit must be found out at once.
_ROW = rf"[^\t\n]++\t-?\d++(?: -?\d++){{{len(ANSWERS) - 1}}}\n"
_ROWS = re.compile(rf"(?:{_ROW})++")


class Lessons(Data):
    """One language's weights."""

    made_from: str
    """Tells whether the examples or the lists have changed since."""
    rows: str
    """Each line a feature, a tab, and a whole number for each of ANSWERS."""

    model_config = ConfigDict(str_strip_whitespace=False)

    @model_validator(mode="after")
    def _rows_are_whole(self) -> Self:
        if not _ROWS.fullmatch(self.rows) or ALWAYS not in self._weights:
            raise ValueError("is broken")
        return self

    @cached_property
    def _weights(self) -> dict[str, str]:
        """Numbers stay text until they are needed: a message needs few of them."""
        return dict(line.split("\t", 1) for line in self.rows.splitlines())

    def knows(self, words: Iterable[str]) -> int:
        """How many of the words the examples taught something about."""
        return sum(word in self._weights for word in words)

    def chances(self, features: Iterable[str]) -> Chances:
        """How likely each answer is, going by the examples."""
        known = [_numbers(row) for row in map(self._weights.get, features) if row]
        always = _numbers(self._weights[ALWAYS])
        scale = 1 / math.sqrt(len(known) or 1)
        columns = zip(*known, strict=True) if known else ((),) * len(ANSWERS)
        sums = [
            sum(column) * scale + common for column, common in zip(columns, always, strict=True)
        ]
        return dict(zip(ANSWERS, softmax([one / UNIT for one in sums]), strict=True))


class LessonsByLanguage(Words[Lessons]):
    """The weights of every language the bot speaks."""


def softmax(scores: list[float]) -> list[float]:
    """Shares of one that grow with the scores."""
    most = max(scores)
    raised = [math.exp(score - most) for score in scores]
    return [one / sum(raised) for one in raised]


def _numbers(row: str) -> list[int]:
    return [*map(int, row.split())]
