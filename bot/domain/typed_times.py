"""Times of day (and the door to days and dates) as typed; None where a reading would be a guess."""

import re

from bot.domain.typed_days import read_date, read_days
from bot.domain.typed_text import ENGLISH_NUMBERS, SPANISH_NUMBERS, digits_for_words, plain

__all__ = ["read_date", "read_days", "read_time"]

_MINUTES_PER_HOUR = 60
_NUMBERS = (
    {
        word: value
        for names in (ENGLISH_NUMBERS, SPANISH_NUMBERS)
        for value, word in enumerate(names)
    }
    | {"una": 1, "thirty": 30, "treinta": 30, "forty": 40, "cuarenta": 40, "fifty": 50}
    | {"cincuenta": 50, "veinticinco": 25, "quarter": 15, "cuarto": 15, "half": 30, "media": 30}
)
_NAMED = {"noon": 720, "midday": 720, "mediodia": 720, "midnight": 0, "medianoche": 0}
# Each part of the day holds the hours people say with it, and what those hours mean.
_MORNING = {12: 0} | {hour: hour for hour in range(1, 12)}
_AFTERNOON = {12: 12} | {hour: hour + 12 for hour in range(1, 12)}
_NIGHT = {12: 0} | {hour: hour + 12 for hour in range(6, 12)} | {hour: hour for hour in range(1, 5)}
_PARTS = {
    "am": _MORNING,
    "pm": _AFTERNOON,
    "in the morning": _MORNING,
    "in the afternoon": _AFTERNOON,
    "in the evening": _AFTERNOON,
    "at night": _NIGHT,
    "de la manana": {hour: hour for hour in range(3, 12)},
    "de la tarde": {hour: value for hour, value in _AFTERNOON.items() if hour < 9 or hour == 12},
    "de la noche": _NIGHT,
    "de la madrugada": {hour: value for hour, value in _MORNING.items() if hour < 7 or hour == 12},
    "del mediodia": {12: 12, 1: 13, 2: 14},
}
_PART = f"(?: ?(?P<part>{'|'.join(_PARTS)}))?"
_BEFORE = r"(?:at |a las? |las? )?"
_CLOCK = (
    rf"{_BEFORE}(?P<hour>\d{{1,2}})"
    r"(?: ?[:.,h] ?(?P<minute>\d\d)|(?P<joined>\d\d)| (?P<apart>\d\d))?"
    rf"(?: ?(?:h|hs|hrs?|horas|o'clock|en punto))?{_PART}"
)
_AFTER_HOUR = rf"{_BEFORE}(?P<hour>\d{{1,2}}) (?P<sign>y|menos) (?P<minute>\d{{1,2}}){_PART}"
_BEFORE_HOUR = (
    rf"{_BEFORE}(?:a )?(?P<minute>\d{{1,2}}) (?P<sign>past|after|to) (?P<hour>\d{{1,2}}){_PART}"
)
_SHAPES = tuple(re.compile(shape) for shape in (_CLOCK, _AFTER_HOUR, _BEFORE_HOUR))


def read_time(text: str) -> int | None:
    """Minutes after midnight (0-1439), from "8", "08.30", "7pm", "half past 7", "7 y media"."""
    words = re.sub(r"\b([ap]) ?\.? ?m\b\.?", r"\1m", plain(text)).strip(" .")
    words = re.sub(r"(?<=\d)([ap]m)$", r" \1", words)
    if words.removeprefix("at ").removeprefix("a ") in _NAMED:
        return _NAMED[words.removeprefix("at ").removeprefix("a ")]
    words = digits_for_words(words, _NUMBERS)
    for shape in _SHAPES:
        if found := shape.fullmatch(words):
            return _minute_of_day(found.groupdict())
    return None


def _minute_of_day(given: dict[str, str | None]) -> int | None:
    hour = int(given["hour"] or 0)
    minute = int(given.get("minute") or given.get("joined") or given.get("apart") or 0)
    if given["part"] is not None:
        if hour not in _PARTS[given["part"]]:
            return None
        hour = _PARTS[given["part"]][hour]
    if hour > 23 or minute >= _MINUTES_PER_HOUR:
        return None
    signed = -minute if given.get("sign") in {"to", "menos"} else minute
    return (hour * _MINUTES_PER_HOUR + signed) % (24 * _MINUTES_PER_HOUR)
