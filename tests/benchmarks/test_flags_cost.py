"""What one rating costs, whatever the length of the history, and how fast diaries are replayed."""

from datetime import date, timedelta
from random import Random
from time import process_time

import pytest

from bot.domain import diary
from bot.domain.flags import WINDOW_DAYS, Day, Thresholds, evaluate
from bot.domain.replay import replay

FIRST = date(1999, 1, 1)
USUAL = Thresholds()
MICROSECONDS = 1_000_000


def history(days: int) -> list[Day]:
    random = Random(7)  # noqa: S311
    return [
        Day(FIRST + timedelta(days=n), pain=max(0, min(10, round(random.gauss(4, 1)))))
        for n in range(days)
    ]


def cost(days: list[Day], times: int = 300) -> float:
    """Microseconds of one evaluation of the window that a service reads."""
    window, worse = days[-WINDOW_DAYS:-1], Day(days[-1].date, pain=6)
    began = process_time()
    for _ in range(times):
        evaluate([*window, worse], (), USUAL, worse.date)
    return (process_time() - began) / times * MICROSECONDS


@pytest.mark.parametrize("length", [10, 100, 1_000, 10_000])
def test_cost_of_a_rating(length: int) -> None:
    spent = min(cost(history(length)) for _ in range(3))
    print(f"\n{length:6d} days of history: {spent:.0f} us a rating")
    assert spent < 2_000


def test_the_cost_does_not_grow_with_the_history() -> None:
    short, long = (min(cost(history(n)) for _ in range(3)) for n in (100, 10_000))
    assert long < 1.5 * short


def test_replay_throughput() -> None:
    days, patients = 100_000, 200
    random = Random(8)  # noqa: S311
    rows = [
        f"p{n % patients:03d},{FIRST + timedelta(days=n // patients)},{random.choice('3344455')}\n"
        for n in range(days)
        if random.random() > 0.15
    ]
    began = process_time()
    raised = sum(1 for _ in replay(diary.read(["patient,date,pain\n", *rows]), USUAL))
    spent = process_time() - began
    print(f"\n{days:,} diary days in {spent:.1f} s, {raised} raises")
    assert spent < 30
