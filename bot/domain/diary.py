"""Diaries as files: a CSV of daily ratings, read strictly and all of it or nothing."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from bot.domain.daily import SessionResult
from bot.domain.flags.model import Leg

REQUIRED = ("patient", "date", "pain")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PAIN = re.compile(r"[0-9]{1,3}(\.[0-9]+)?")
_LEGS = {leg.name.lower(): leg for leg in Leg}
_SESSIONS = {"done": SessionResult.DONE, "partly": SessionResult.PARTLY, "none": None}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One patient's day; without `pain` the patient was asked and did not answer."""

    patient: str
    date: date
    pain: int | None
    leg: Leg | None = None
    session: SessionResult | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a line (counted from 1)."""

    line: int
    text: str


class BadDiaryError(ValueError):
    """A diary that must not be used, with every mistake in it in the order of lines."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda m: m.line))
        super().__init__(f"{len(self.mistakes)} bad lines")


def read(lines: Iterable[str]) -> list[Entry]:
    """All entries, without identical repeats; raises `BadDiaryError`.

    Columns: patient, date (YYYY-MM-DD), pain (0-10, halves round up, empty = asked but not
    answered), optionally leg and session, in any order; other columns are not read."""
    rows = csv.reader(lines, strict=True)
    mistakes: list[Mistake] = []
    entries: list[tuple[int, Entry]] = []
    try:
        columns = _columns(next(rows, []))
        for cells in rows:
            if any(cell.strip() for cell in cells):
                _take(cells, columns, rows.line_num, entries, mistakes)
    except csv.Error as error:
        mistakes.append(Mistake(max(1, rows.line_num), f"not CSV: {error}"))
    unique = _unique(entries, mistakes)
    if mistakes:
        raise BadDiaryError(mistakes)
    return unique


def _columns(header: list[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    if names:
        names[0] = names[0].removeprefix("\ufeff")
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise BadDiaryError([Mistake(1, f"column missing: {', '.join(missing)}")])
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadDiaryError([Mistake(1, f"column given twice: {', '.join(twice)}")])
    return names


def _take(
    cells: list[str],
    columns: list[str],
    line: int,
    entries: list[tuple[int, Entry]],
    mistakes: list[Mistake],
) -> None:
    if len(cells) != len(columns):
        mistakes.append(Mistake(line, f"{len(cells)} values for {len(columns)} columns"))
        return
    try:
        entries.append((line, _entry(dict(zip(columns, cells, strict=True)))))
    except ValueError as error:
        mistakes.append(Mistake(line, str(error)))


def _entry(cells: Mapping[str, str]) -> Entry:
    patient = cells["patient"].strip()
    if not patient:
        raise ValueError("patient is empty")
    return Entry(
        patient,
        _day(cells["date"].strip()),
        _optional(cells["pain"], pain),
        _optional(cells.get("leg", ""), lambda text: _choice("leg", text, _LEGS)),
        _optional(cells.get("session", ""), lambda text: _choice("session", text, _SESSIONS)),
    )


def _optional(cell: str, parse: Callable[[str], T]) -> T | None:
    text = cell.strip()
    return parse(text) if text else None


def _day(text: str) -> date:
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f"date {text!r} is not a day written YYYY-MM-DD")


def pain(text: str) -> int:
    """A rating 0-10, decimals rounded half up; raises ValueError."""
    if _PAIN.fullmatch(text):
        value = Decimal(text)
        if value <= 10:
            return int(value.to_integral_value(ROUND_HALF_UP))
    raise ValueError(f"pain {text!r} is not a number from 0 to 10")


def _choice(column: str, text: str, choices: Mapping[str, T]) -> T:
    if text.lower() not in choices:
        raise ValueError(f"{column} {text!r} is none of {', '.join(choices)}")
    return choices[text.lower()]


def _unique(entries: Iterable[tuple[int, Entry]], mistakes: list[Mistake]) -> list[Entry]:
    first: dict[tuple[str, date], tuple[int, Entry]] = {}
    for line, entry in entries:
        known_line, known = first.setdefault((entry.patient, entry.date), (line, entry))
        if known != entry:
            text = f"{entry.patient} {entry.date} differs from line {known_line}"
            mistakes.append(Mistake(line, text))
    return [entry for _, entry in first.values()]


def by_patient(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Each patient's entries by date; patients in the order of their names."""
    whole: dict[str, list[Entry]] = {}
    for entry in entries:
        whole.setdefault(entry.patient, []).append(entry)
    for name in sorted(whole):
        yield name, sorted(whole[name], key=lambda entry: entry.date)
