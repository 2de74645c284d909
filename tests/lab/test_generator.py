from random import Random
from statistics import fmean, pstdev

import pytest

from bot.lab.generator import STEP, WEEK_RAMP, Person, Population, as_rating, diary, person

STEADY = Person(4.0, 0.8, 0.3, 0.0, 0.0, 0.001, 0.0)


def test_the_same_seed_gives_the_same_diary() -> None:
    assert diary(STEADY, 1, 60) == diary(STEADY, 1, 60)
    assert diary(STEADY, 1, 60) != diary(STEADY, 2, 60)


def test_a_change_leaves_the_days_before_it_as_they_were() -> None:
    still, worse = diary(STEADY, 5, 60), diary(STEADY, 5, 60, STEP, begins=30)
    assert worse[:30] == still[:30]
    rises = [
        w - s
        for w, s in zip(worse[30:], still[30:], strict=True)
        if w is not None and s is not None
    ]
    assert fmean(rises) == pytest.approx(2, abs=0.1)


def test_a_ramp_grows_for_a_week_and_stays() -> None:
    assert [round(WEEK_RAMP.at(day), 2) for day in (-1, 0, 6, 20)] == [0, 0.29, 2, 2]


def test_level_scatter_and_missing_days_are_as_the_person_s() -> None:
    who = Person(5.0, 1.2, 0.4, 0.0, 0.0, 0.2, 0.0)
    pains = diary(who, 3, 6000)
    known = [p for p in pains if p is not None]
    assert fmean(known) == pytest.approx(5.0, abs=0.1)
    assert pstdev(known) == pytest.approx(1.2, abs=0.1)
    assert 1 - len(known) / len(pains) == pytest.approx(0.2, abs=0.02)


def test_worse_days_are_missed_more_often() -> None:
    who = Person(5.0, 1.5, 0.3, 0.0, 0.0, 0.3, 0.8)
    seen = [p for p in diary(who, 3, 6000) if p is not None]
    assert fmean(seen) < 4.9


def test_flares_last_a_day_or_two() -> None:
    who = Person(2.0, 0.01, 0.1, 0.6, 0.0, 0.001, 0.0)
    high = [p is not None and p >= 3 for p in diary(who, 9, 20_000)]
    runs, run = [], 0
    for is_high in [*high, False]:
        if is_high:
            run += 1
        elif run:
            runs.append(run)
            run = 0
    assert fmean(runs) == pytest.approx(1.35, abs=0.2)


def test_recovery_lowers_the_level_for_eight_weeks() -> None:
    who = Person(6.0, 0.5, 0.3, 0.0, 0.05, 0.1, 0.0)
    assert [round(who.expected(day), 1) for day in (0, 28, 56, 90)] == [6.0, 4.6, 3.2, 3.2]


def test_people_are_drawn_within_the_published_ranges() -> None:
    random = Random(1)  # noqa: S311
    drawn = [person(random, Population()) for _ in range(500)]
    assert all(0.4 <= who.spread <= 2.2 and 0.1 <= who.carry <= 0.55 for who in drawn)
    assert all(who.missing <= 0.4 for who in drawn)
    assert sum(who.fall_a_day > 0 for who in drawn) == pytest.approx(150, abs=40)


def test_ratings_are_rounded_half_up_and_end_at_0_and_10() -> None:
    assert [as_rating(v) for v in (-3, 0.49, 2.5, 9.7, 14)] == [0, 0, 3, 10, 10]
