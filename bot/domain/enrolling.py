"""The questions a therapist answers to enrol somebody, and what counts as an answer."""

import re
from enum import StrEnum
from zoneinfo import available_timezones

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
    """A first name or initials on one line, 1 to 40 characters."""
    name = re.sub(r"\s+", " ", text).strip()
    return name if 1 <= len(name) <= NAME_LENGTH and re.search(r"\w", name) else None


def read_zone(text: str) -> str | None:
    """An IANA zone, by its whole name or its city, however it is written."""
    wanted = re.sub(r"[\s_]+", "_", text.strip()).lower()
    for zone in sorted(available_timezones()):
        if wanted in (zone.lower(), zone.rpartition("/")[2].lower()) and "/" in zone:
            return zone
    return "UTC" if wanted == "utc" else None


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
