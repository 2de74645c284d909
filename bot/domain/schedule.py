"""When something is due on the patient's own wall clock, and when it may be sent at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from bot.domain.typed_times import read_time

_ONE_DAY = timedelta(days=1)


def local_date(now: datetime, zone: ZoneInfo) -> date:
    """The calendar date on the patient's wall at `now`."""
    return now.astimezone(zone).date()


def local_instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The UTC instant of `minute` (0-1439) on that local day.

    Where the clock skips it, the first instant after the gap; where it comes twice, the first.
    """
    wall = datetime.combine(day, time(*divmod(minute, 60)))
    early, late = (_at(wall, zone, fold) for fold in (1, 0))
    if _wall(late, zone) == wall:
        return late
    return _end_of_gap(early, late, zone)


def next_due(
    after: datetime, minute: int, zone: ZoneInfo, last_date: date | None
) -> tuple[date, datetime]:
    """The first local date later than `last_date` whose `minute` lies after the instant given."""
    day = local_date(after, zone) - _ONE_DAY
    if last_date is not None:
        day = max(day, last_date + _ONE_DAY)
    while True:
        due = local_instant(day, minute, zone)
        if due > after and _exists(day, zone):
            return day, due
        day += _ONE_DAY


def is_missed(due: datetime, now: datetime, window: timedelta) -> bool:
    """Whether it is too late to catch up: better missed than sent at night."""
    return now - due > window


@dataclass(frozen=True)
class QuietHours:
    """Minutes of the local day, start included and end not; equal ends mean never quiet."""

    start_minute: int = 21 * 60
    end_minute: int = 8 * 60

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "21-08" or "21:30-07:15"; ValueError says what was given and what is accepted."""
        start, dash, end = text.partition("-")
        minutes = read_time(start), read_time(end)
        if not dash or minutes[0] is None or minutes[1] is None:
            raise ValueError(f"quiet hours {text!r}: give two times such as 21-08 or 21:30-07:15")
        return cls(minutes[0], minutes[1])

    def contains(self, instant: datetime, zone: ZoneInfo) -> bool:
        """Whether the patient's wall clock is within the quiet hours."""
        wall = instant.astimezone(zone)
        minute = wall.hour * 60 + wall.minute
        if self.start_minute <= self.end_minute:
            return self.start_minute <= minute < self.end_minute
        return minute >= self.start_minute or minute < self.end_minute

    def ends_after(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The first instant, this one or later, that is not quiet."""
        moment = instant
        while self.contains(moment, zone):
            today = local_date(moment, zone)
            moment = min(
                end
                for day in (today, today + _ONE_DAY, today + 2 * _ONE_DAY)
                for end in _occurrences(day, self.end_minute, zone)
                if end > moment
            )
        return moment.astimezone(UTC)


def nudge_at(sent: datetime, minutes: int, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """When a prompt may be followed up: `minutes` later, or when the quiet hours are over."""
    return quiet.ends_after(sent + timedelta(minutes=minutes), zone)


def _at(wall: datetime, zone: ZoneInfo, fold: int) -> datetime:
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def _end_of_gap(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    # Both lie within the gap's length of the jump, one on each side: halve down to its second.
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late


def _exists(day: date, zone: ZoneInfo) -> bool:
    return local_date(local_instant(day, 0, zone), zone) == day


def _occurrences(day: date, minute: int, zone: ZoneInfo) -> Iterator[datetime]:
    first = local_instant(day, minute, zone)
    yield first
    again = _at(datetime.combine(day, time(*divmod(minute, 60))), zone, 1)
    if again > first:
        yield again
