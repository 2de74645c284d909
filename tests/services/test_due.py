"""A busy or a broken morning: everybody else is served, and taps are not held up."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.ticker import Ticker
from bot.clock import MovableClock
from bot.services import downtime, prompting
from bot.services.clinic import Clinic, Moment
from bot.storage import patients
from tests.world import ANA, BEN, joined, still, wishes

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = still(tmp_path)
    yield made
    made.db.close()


def test_one_broken_row_does_not_silence_the_others(clinic: Clinic) -> None:
    ana = joined(clinic, ANA, wishes(), MONDAY)
    joined(clinic, BEN, wishes("Ben"), MONDAY)
    clinic.db.run("UPDATE patients SET timezone = 'Nowhere/Land' WHERE id = ?", ana.id)
    due = prompting.due_prompts(clinic, Moment(TUESDAY, "tick"))
    assert (due.handled, due.prompted, len(due.errors)) == (1, 1, 1)


def test_a_failing_day_turns_health_red_and_the_rest_of_the_tick_goes_on(clinic: Clinic) -> None:
    ana = joined(clinic, ANA, wishes(), MONDAY)
    clinic.db.run("UPDATE patients SET timezone = 'Nowhere/Land' WHERE id = ?", ana.id)
    clock = MovableClock(TUESDAY)
    queued: list[bool] = []
    ticker = Ticker(clinic, clock, lambda: queued.append(True))
    ticker.tick()
    assert ticker.last is None
    assert queued == [True]


def test_a_crowded_minute_is_spread_over_ticks(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompting, "BATCH", 3)
    for number in range(7):
        joined(clinic, 5000 + number, wishes(f"P{number}"), MONDAY)
    downtime.alive(clinic, TUESDAY)
    ticker = Ticker(clinic, MovableClock(TUESDAY), lambda: None)
    counts = []
    for _ in range(3):
        ticker.tick()
        counts.append(clinic.db.value("SELECT count(*) FROM outbox WHERE kind = 'prompt'"))
    assert counts == [3, 6, 7]


def test_after_a_gap_everything_is_looked_at_in_one_tick(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompting, "BATCH", 3)
    for number in range(7):
        joined(clinic, 5000 + number, wishes(f"P{number}"), MONDAY)
    downtime.alive(clinic, MONDAY)
    Ticker(clinic, MovableClock(TUESDAY + timedelta(hours=5)), lambda: None).tick()
    missed = clinic.db.value("SELECT count(*) FROM prompts WHERE state = 'missed'")
    assert missed == 7
    assert clinic.db.value("SELECT count(*) FROM outbox WHERE kind = 'downtime'") == 1
    assert patients.next_due_at(clinic.db) == TUESDAY + timedelta(days=1)
