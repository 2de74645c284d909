"""Training days and dates as people type them; None where a reading would be a guess."""

import re
from datetime import date, timedelta

from bot.domain.typed_text import ENGLISH_NUMBERS, SPANISH_NUMBERS, digits_for_words, plain

_WEEK = 7
_ALL = frozenset(range(_WEEK))
_WORKING = frozenset(range(5))
_DAYS = {
    "en": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    "es": ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"],
}
_MONTHS = {
    "en": [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}
_SHORT_DAYS = {"en": {"weds": 2, "m": 0, "w": 2, "f": 4}, "es": {"l": 0, "x": 2, "j": 3, "v": 4}}
_SHORT_MONTHS = {"en": {"sept": 8}, "es": {"setiembre": 8}}
_GROUPS = (
    ("every day|everyday|all days|all|daily|each day|7 days( a week)?", _ALL),
    ("todos( los dias)?|cada dia|a? ?diario|diariamente|todos los dias de la semana", _ALL),
    ("(on )?weekdays?|working days|workdays?", _WORKING),
    ("entre semana|dias? (laborables?|habiles)|(los )?dias de semana", _WORKING),
    ("(at |on )?(the )?weekends?", _ALL - _WORKING),
    ("(el |los )?(fin|fines) de semana", _ALL - _WORKING),
)
_RANGE = re.compile(r"(\w+)\.? ?(?:-|\bto\b|\bthrough\b|\bthru\b|\ba\b|\bal\b|\bhasta\b) ?(\w+)\.?")
_NUMBERS = {
    word: value for names in (ENGLISH_NUMBERS, SPANISH_NUMBERS) for value, word in enumerate(names)
} | {"una": 1, "un": 1, "a": 1}


def read_days(text: str, lang: str) -> frozenset[int] | None:
    """Weekdays, 0 = Monday to 6; typed figures count 1 = Monday to 7."""
    words = plain(text).strip(" .")
    kept, but, left_out = _split_exception(words)
    days = _listed(kept, lang)
    if not but or days is None:
        return days
    without = _listed(left_out, lang)
    return None if without is None else (days - without) or None


def _split_exception(words: str) -> tuple[str, str, str]:
    parts = re.split(r" (?:except|but not|but|apart from|menos|excepto|salvo)(?: for)? ", words)
    return parts[0], "but" if len(parts) == 2 else "", parts[-1]


def _listed(words: str, lang: str) -> frozenset[int] | None:
    for phrase, days in _GROUPS:
        if re.fullmatch(phrase, words):
            return days
    span = re.sub(r"^(from|de|del|on|los|el) ", "", words)
    if (ends := _RANGE.fullmatch(span)) and (found := _between(ends[1], ends[2], lang)):
        return found
    tokens = [
        token
        for token in re.split(r"[^\w]+", words)
        if token and token not in {"and", "y", "e", "on", "the", "los", "el"}
    ]
    named = [_weekday(token, lang) for token in tokens]
    known = frozenset(day for day in named if day is not None)
    return known if known and None not in named and "-" not in words.strip("-") else None


def _between(first: str, last: str, lang: str) -> frozenset[int] | None:
    start, end = _weekday(first, lang), _weekday(last, lang)
    if start is None or end is None:
        return None
    return frozenset((start + step) % _WEEK for step in range((end - start) % _WEEK + 1))


def _weekday(word: str, lang: str) -> int | None:
    if word.isdigit():
        return int(word) - 1 if word in {"1", "2", "3", "4", "5", "6", "7"} else None
    return _named(word, lang, _DAYS, _SHORT_DAYS, shortest=2)


def _named(
    word: str,
    lang: str,
    names: dict[str, list[str]],
    short: dict[str, dict[str, int]],
    shortest: int,
) -> int | None:
    # The patient's own language first: "mar" is a day in one and a month in the other.
    for tongue in sorted(names, key=lambda tongue: tongue != lang):
        if word in short[tongue] and (tongue == lang or len(word) > 1):
            return short[tongue][word]
        found = [
            place
            for place, name in enumerate(names[tongue])
            if len(word) >= shortest and name.startswith(word.removesuffix("s") or word)
        ]
        if len(found) == 1:
            return found[0]
    return None


def read_date(text: str, today: date, lang: str) -> date | None:
    """A date from "2026-04-03", "3 April", "el 3 de abril", "tomorrow", "in 2 weeks", "Friday".

    Without a year it is the next such date; "3/4" may be April or March and stays unread.
    """
    words = plain(text).strip(" .")
    words = re.sub(r"^(?:until|till|to|hasta|on|el|the|al) (?:(?:the|el) )?", "", words)
    if words in {"today", "hoy"}:
        return today
    if words in {"tomorrow", "manana", "pasado manana"}:
        return today + timedelta(days=2 if words.startswith("pasado") else 1)
    if iso := re.fullmatch(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)", words):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    return _ahead(words, today) or _on_weekday(words, today, lang) or _in_month(words, today, lang)


def _ahead(words: str, today: date) -> date | None:
    counted = digits_for_words(words, _NUMBERS)
    found = re.fullmatch(r"(?:in |for |en |por )?(\d\d?) (days?|dias?|weeks?|semanas?)", counted)
    if not found:
        return None
    return today + timedelta(days=int(found[1]) * (1 if found[2].startswith("d") else _WEEK))


def _on_weekday(words: str, today: date, lang: str) -> date | None:
    if not re.fullmatch(r"[a-z]{3,}", words):
        return None
    weekday = _named(words, lang, _DAYS, _SHORT_DAYS, shortest=3)
    if weekday is None:
        return None
    return today + timedelta(days=(weekday - today.weekday() - 1) % _WEEK + 1)


def _in_month(words: str, today: date, lang: str) -> date | None:
    if found := re.fullmatch(r"(\d\d?)([/.-])(\d\d?)(?:\2(\d{4}))?\.?", words):
        return _figures(int(found[1]), int(found[3]), found[4], today)
    dated = re.sub(r"(?<=\d)(?:st|nd|rd|th|º|o)\b|,|\b(?:of|de|del)\b", " ", words)
    tokens = dated.replace(".", " ").split()
    if not 2 <= len(tokens) <= 3:
        return None
    if tokens[1].isdigit():
        tokens[:2] = tokens[1::-1]
    month = _named(tokens[1], lang, _MONTHS, _SHORT_MONTHS, shortest=3)
    year = tokens[2] if len(tokens) == 3 else None
    if month is None or not re.fullmatch(r"\d\d?", tokens[0]) or not _is_year(year):
        return None
    return _dated(int(tokens[0]), month + 1, year, today)


def _is_year(year: str | None) -> bool:
    return year is None or re.fullmatch(r"\d{4}", year) is not None


def _figures(first: int, second: int, year: str | None, today: date) -> date | None:
    if first == second or second > 12:
        return _dated(second, first, year, today)
    return _dated(first, second, year, today) if first > 12 else None


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _date(int(year), month, day)
    for candidate in (today.year, today.year + 1):
        found = _date(candidate, month, day)
        if found is not None and found >= today:
            return found
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
