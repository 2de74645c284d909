import pytest

from bot.lab.score import Share, by_chance, found, rate


def test_wilson_s_interval_is_the_textbook_s() -> None:
    low, high = Share(45, 50).interval
    assert (round(low, 3), round(high, 3)) == (0.786, 0.957)
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(10, 10).interval[1] == 1.0


def test_false_flags_are_counted_per_thirty_days() -> None:
    two = rate([2, 0], [60, 60])
    assert two.per_month == pytest.approx(0.5)
    assert two.low < 0.5 < two.high
    assert rate([], []).per_month == 0


def test_only_the_first_flag_from_the_change_on_counts() -> None:
    result = found([[3, 12, 15], [25], [], [9]], [10, 10, 10, 10])
    assert (result.soon.some, result.late.some, result.delay) == (1, 1, 2)
    assert found([[20]], [10]).soon.some == 1
    assert found([[21]], [10]) == found([[21]], [10])
    assert found([[21]], [10]).soon.some == 0


def test_chance_is_a_flag_in_the_same_fortnight() -> None:
    assert by_chance([[9], [10], [24], [25]], [10, 10, 10, 10]).some == 2
