"""Ana's prompt comes once on each of her local dates, wherever she lives."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.schedule import (
    QuietHours,
    is_missed,
    local_date,
    local_instant,
    next_due,
    nudge_at,
)

ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "Africa/Cairo",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
    )
]
BERLIN, NEW_YORK, CAIRO, SANTIAGO, LORD_HOWE, _, APIA = ZONES
zones = st.sampled_from(ZONES)
minutes = st.integers(0, 24 * 60 - 1)
instants = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(zone: ZoneInfo, *parts: int) -> str:
    return local_instant(date(*parts[:3]), parts[3] * 60 + parts[4], zone).isoformat()


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        (BERLIN, (2026, 3, 29, 2, 30), "2026-03-29T01:00:00+00:00"),
        (BERLIN, (2026, 10, 25, 2, 30), "2026-10-25T00:30:00+00:00"),
        (NEW_YORK, (2026, 3, 8, 2, 15), "2026-03-08T07:00:00+00:00"),
        (NEW_YORK, (2026, 11, 1, 1, 30), "2026-11-01T05:30:00+00:00"),
        (CAIRO, (2026, 4, 24, 0, 0), "2026-04-23T22:00:00+00:00"),
        (SANTIAGO, (2026, 9, 6, 0, 30), "2026-09-06T04:00:00+00:00"),
        (LORD_HOWE, (2026, 10, 4, 2, 15), "2026-10-03T15:30:00+00:00"),
        (BERLIN, (2026, 6, 1, 8, 0), "2026-06-01T06:00:00+00:00"),
    ],
)
def test_a_skipped_time_falls_on_the_jump_and_a_doubled_one_on_its_first(
    zone: ZoneInfo, wall: tuple[int, ...], utc: str
) -> None:
    assert at(zone, *wall) == utc


@given(start=instants, minute=minutes, zone=zones)
@example(start=datetime(2011, 12, 28, tzinfo=UTC), minute=480, zone=APIA)
@example(start=datetime(2026, 10, 23, tzinfo=UTC), minute=150, zone=BERLIN)
@example(start=datetime(2026, 4, 22, tzinfo=UTC), minute=0, zone=CAIRO)
def test_every_local_date_that_exists_gets_one_prompt_in_order(
    start: datetime, minute: int, zone: ZoneInfo
) -> None:
    now, last = start, None
    seen: list[tuple[date, datetime]] = []
    for _ in range(12):
        last, now = next_due(now, minute, zone, last)
        seen.append((last, now))
    assert seen[0][1] > start
    assert all(local_date(due, zone) == day for day, due in seen)
    assert all(a[1] < b[1] for a, b in pairwise(seen))
    gone = date(2011, 12, 30) if zone is APIA else None
    for (day, _), (following, _) in pairwise(seen):
        ahead = day + timedelta(days=1)
        assert following == ahead + timedelta(days=1) * (ahead == gone)


@given(start=instants, minute=minutes, later=minutes, zone=zones)
def test_a_date_already_prompted_is_not_prompted_again_when_the_time_is_moved(
    start: datetime, minute: int, later: int, zone: ZoneInfo
) -> None:
    day, due = next_due(start, minute, zone, None)
    assert next_due(due, later, zone, day)[0] > day


def test_a_late_prompt_is_caught_up_within_the_window_and_missed_after_it() -> None:
    due = datetime(2026, 6, 1, 6, tzinfo=UTC)
    window = timedelta(hours=3)
    assert not is_missed(due, due + window, window)
    assert is_missed(due, due + window + timedelta(seconds=1), window)


def test_quiet_hours_are_read_from_the_settings_form() -> None:
    assert QuietHours.parse("21-08") == QuietHours()
    assert QuietHours.parse("21:30-07:15") == QuietHours(1290, 435)


@pytest.mark.parametrize("text", ["", "21", "21-", "night", "21-25", "21-08-09"])
def test_bad_quiet_hours_are_refused_by_their_own_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"give two times such as 21-08"):
        QuietHours.parse(text)


def test_a_nudge_after_supper_waits_for_the_morning() -> None:
    supper = local_instant(date(2026, 6, 1), 18 * 60, BERLIN)
    assert nudge_at(supper, 240, QuietHours(), BERLIN) == local_instant(
        date(2026, 6, 2), 8 * 60, BERLIN
    )
    morning = local_instant(date(2026, 6, 1), 8 * 60, BERLIN)
    assert nudge_at(morning, 240, QuietHours(), BERLIN) == morning + timedelta(hours=4)


def test_equal_ends_mean_never_quiet() -> None:
    assert not QuietHours(480, 480).contains(datetime(2026, 6, 1, 6, tzinfo=UTC), BERLIN)


@given(now=instants, start=minutes, end=minutes, zone=zones)
@example(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), 1260, 150, BERLIN)
def test_the_end_of_quiet_hours_is_the_next_instant_that_is_not_quiet(
    now: datetime, start: int, end: int, zone: ZoneInfo
) -> None:
    quiet = QuietHours(start, end)
    over = quiet.ends_after(now, zone)
    assert over >= now
    assert not quiet.contains(over, zone)
    if quiet.contains(now, zone):
        assert quiet.contains(over - timedelta(seconds=1), zone)
        assert over - now <= timedelta(hours=26)
    else:
        assert over == now
