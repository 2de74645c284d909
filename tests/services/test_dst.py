"""One prompt per local date, whatever the clocks do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services import arrangements, prompting
from bot.services.clinic import Clinic, Moment
from bot.storage import patients
from tests.world import ANA, joined, still, wishes

# Each zone with a day of its gap or fold, and a time that lies in it.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29), 150),
    ("Europe/Berlin", date(2026, 10, 25), 150),
    ("America/New_York", date(2026, 3, 8), 150),
    ("America/New_York", date(2026, 11, 1), 90),
    ("Africa/Cairo", date(2026, 4, 24), 15),
    ("Africa/Cairo", date(2026, 10, 29), 1410),
    ("America/Santiago", date(2026, 9, 6), 0),
    ("America/Santiago", date(2026, 4, 4), 1410),
    ("Australia/Lord_Howe", date(2026, 10, 4), 135),
    ("Australia/Lord_Howe", date(2026, 4, 5), 105),
    ("Asia/Kathmandu", date(2026, 6, 1), 510),
]


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = still(tmp_path)
    yield made
    made.db.close()


def local_dates(clinic: Clinic) -> list[date]:
    rows = clinic.db.all(
        "SELECT local_date FROM prompts WHERE is_first = 0 AND state != 'missed' ORDER BY id"
    )
    return [date.fromisoformat(row["local_date"]) for row in rows]


def run_until(clinic: Clinic, now: datetime, end: datetime, step: timedelta) -> None:
    while now < end:
        now += step
        prompting.due_prompts(clinic, Moment(now, now.isoformat()))


@pytest.mark.parametrize(("zone", "day", "minute"), CHANGES)
def test_each_local_date_has_one_prompt(clinic: Clinic, zone: str, day: date, minute: int) -> None:
    start = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)) - timedelta(days=4)
    joined(clinic, ANA, wishes(timezone=zone, minute=minute), start.astimezone(UTC))
    end = (start + timedelta(days=8)).astimezone(UTC)
    run_until(clinic, start.astimezone(UTC), end, timedelta(minutes=7))
    found = local_dates(clinic)
    assert found == [start.date() + timedelta(days=n) for n in range(1, len(found) + 1)]
    assert day in found
    assert len(found) >= 7


@settings(max_examples=25, deadline=None)
@given(
    moves=st.lists(
        st.tuples(
            st.integers(1, 40),
            st.sampled_from(["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"]),
            st.integers(0, 1439),
        ),
        max_size=8,
    )
)
def test_moving_house_and_time_never_gives_two_prompts_for_a_date(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, str, int]]
) -> None:
    made = still(tmp_path_factory.mktemp("clinic"))
    now = datetime(2026, 3, 20, 9, tzinfo=UTC)
    patient = joined(made, ANA, wishes(), now)
    for hours, zone, minute in moves:
        run_until(made, now, now + timedelta(hours=hours), timedelta(minutes=30))
        now += timedelta(hours=hours)
        at = Moment(now, f"move{now.isoformat()}")
        patient = arrangements.set_zone(made, patients.get(made.db, patient.id), zone, at)
        patient = arrangements.set_time(made, patient, minute, at)
    found = local_dates(made)
    assert len(found) == len(set(found))
    made.db.close()


def test_a_prompt_later_than_the_window_is_missed_and_said_so(clinic: Clinic) -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    joined(clinic, ANA, wishes(), start)
    late = prompting.due_prompts(clinic, Moment(datetime(2026, 3, 3, 9, 0, tzinfo=UTC), "a"))
    assert (late.prompted, len(late.late), late.missed) == (1, 1, [])
    missed = prompting.due_prompts(clinic, Moment(datetime(2026, 3, 4, 12, 0, tzinfo=UTC), "b"))
    assert (missed.prompted, len(missed.missed)) == (0, 1)
