"""A typed pain rating: the number that stands there, a question back, or nothing."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from bot.domain.pain_words import (
    ABOUT_PAIN,
    CLOCK_TIME,
    FILLERS,
    MEASURED,
    NO_PAIN,
    NUMBER_WORDS,
    PHRASES,
)
from bot.domain.typed_text import digits_for_words, plain

WORST = 10
_NUMBER = re.compile(r"(?<!\w)(?:\d+(?:[.,]\d+)*|[.,]\d+)(?!\w)")
_HARMLESS_MARKS = frozenset(" .,;:!?()\"'~/*=")
_FEW = 2
_FAR_TOO_LONG = 4


@dataclass(frozen=True)
class Pain:
    """A rating read without doubt, 0 (none) to 10 (worst imaginable)."""

    value: int


@dataclass(frozen=True)
class AskAgain:
    """A rating was meant but is not clear; `candidates` (0-10) can be offered as buttons."""

    candidates: tuple[int, ...]
    reason: Literal["between", "several", "out_of_range", "unclear"]


PainReading = Pain | AskAgain | None


def read_pain(text: str, lang: str) -> PainReading:
    """Read a typed rating: never a value that is not written there, None if none was meant."""
    typed = plain(text)
    if NO_PAIN.fullmatch(typed.strip(" .!,")):
        return AskAgain((0,), "unclear")
    said = _with_digits(typed, lang)
    rest = MEASURED.sub(" measured ", said)
    if not ABOUT_PAIN.search(rest):
        rest = CLOCK_TIME.sub(" measured ", rest)
    numbers = [found[0] for found in _NUMBER.finditer(rest)]
    if not numbers:
        garbled = re.fullmatch(r"\S*\d\S*", rest)
        return AskAgain((), "unclear") if garbled else None
    left_over = _left_over(_NUMBER.sub(" ", rest))
    if not left_over:
        return _judge(numbers)
    if _seems_a_rating(typed, rest, numbers, left_over):
        reading = _judge(numbers)
        return AskAgain((reading.value,), "unclear") if isinstance(reading, Pain) else reading
    return None


def _with_digits(typed: str, lang: str) -> str:
    # Spanish "once" is eleven, English "once" is no number.
    skipped = {"once"} if lang != "es" else set()
    words = {word: value for word, value in NUMBER_WORDS.items() if word not in skipped}
    said = digits_for_words(re.sub(r"([a-z])\1{2,}", r"\1", typed), words)
    for pattern, instead in PHRASES:
        said = pattern.sub(instead, said)
    return said


def _left_over(rest: str) -> list[str]:
    words = [word for word in re.findall(r"[\w']+", rest) if word not in FILLERS]
    marks = [mark for mark in re.sub(r"[\w']+", "", rest) if not _harmless(mark)]
    return words + marks


def _harmless(mark: str) -> bool:
    if mark.isascii():
        return mark in _HARMLESS_MARKS
    return mark == "≈" or unicodedata.category(mark) not in {"Sm", "Sc", "Nl", "No"}


def _judge(numbers: list[str]) -> Pain | AskAgain:
    options = [_options(number) for number in numbers]
    candidates = tuple(dict.fromkeys(value for values in options for value in values))
    fitting = tuple(value for value in candidates if value <= WORST)
    if len(candidates) == 1 and fitting:
        return Pain(fitting[0])
    if len(numbers) == 1:
        return AskAgain(fitting, "between" if len(candidates) > 1 else "out_of_range")
    return AskAgain(fitting, "several")


def _options(number: str) -> tuple[int, ...]:
    whole, _, part = number.replace(",", ".").partition(".")
    if len(whole) >= _FAR_TOO_LONG or not re.fullmatch(r"\d{0,2}", part):
        return (WORST + 1,)
    value = int(whole or 0)
    return (value,) if part in {"", "0"} else (value, value + 1)


def _seems_a_rating(typed: str, rest: str, numbers: list[str], left_over: list[str]) -> bool:
    if re.search(r"\b(?:one|uno)\b", typed) and set(numbers) == {"1"} and "1" not in typed:
        return False
    if ABOUT_PAIN.search(rest):
        return True
    if all(min(_options(number)) > WORST for number in numbers):
        return not any(re.match(r"\w", word) for word in left_over)
    words = rest.strip(" .,;:!?()")
    at_an_end = any(words.startswith(n) or words.endswith(n) for n in numbers)
    return at_an_end or len(left_over) <= _FEW
