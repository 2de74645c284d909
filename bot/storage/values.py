"""How values are written in columns: instants as fixed-width UTC text, dates as ISO text."""

import json
from datetime import UTC, date, datetime
from typing import Any


def instant_text(instant: datetime) -> str:
    """Fixed width, so that text order is time order."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")


def optional_text(instant: datetime | None) -> str | None:
    return None if instant is None else instant_text(instant)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def optional_instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def optional_date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def days_text(days: frozenset[int]) -> str:
    """Weekdays 0 (Monday) to 6 as digits: "024"."""
    return "".join(str(day) for day in sorted(days))


def days(text: str) -> frozenset[int]:
    return frozenset(int(digit) for digit in text)


def json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
