"""The questions a therapist answers to enrol somebody, and what counts as an answer."""

import re
import unicodedata
from enum import StrEnum
from functools import cache
from zoneinfo import available_timezones

from babel import Locale

from bot.domain.typed_days import read_days
from bot.domain.typed_times import read_time


class Step(StrEnum):
    """In the order they are asked."""

    NAME = "name"
    PLAN = "plan"
    TIME = "time"
    DAYS = "days"
    ZONE = "zone"
    LANGUAGE = "language"
    CONFIRM = "confirm"


STEPS = tuple(Step)
NAME_LENGTH = 40


def after(step: Step) -> Step:
    """The next question; the last one stays the last."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def before(step: Step) -> Step:
    return STEPS[max(STEPS.index(step) - 1, 0)]


def read_name(text: str) -> str | None:
    """A first name or initials on one line, 40 characters at most, with a letter."""
    name = re.sub(r"\s+", " ", text).strip()
    return name if len(name) <= NAME_LENGTH and any(c.isalpha() for c in name) else None


def read_zone(text: str) -> str | None:
    """An IANA zone, by its whole name or its city in English or Spanish, however it is written."""
    return _zones().get(_bare(text))


def _bare(text: str) -> str:
    """Lower case without accents, with one kind of gap: "São  Paulo" as "sao paulo"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[\s_]+", " ", bare).strip(" .,")


@cache
def _zones() -> dict[str, str]:
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    found = {"utc": "UTC"}
    for zone in zones:
        found.setdefault(_bare(zone.rpartition("/")[2]), zone)
    for language in ("en", "es"):
        for zone, names in Locale(language).time_zones.items():
            if "city" in names and zone in zones:
                found.setdefault(_bare(names["city"]), zone)
    return found | {_bare(zone): zone for zone in zones}


def read_answer(step: Step, text: str, language: str) -> str | int | None:
    """What was typed or pressed, as it is kept; None when it is not an answer to this step.

    Plans and languages are only offered as buttons, as only the caller knows them.
    """
    if step is Step.NAME:
        return read_name(text)
    if step is Step.TIME:
        return read_time(text)
    if step is Step.DAYS:
        days = read_days(text, language)
        return "".join(str(d) for d in sorted(days)) if days else None
    if step is Step.ZONE:
        return read_zone(text)
    return None
