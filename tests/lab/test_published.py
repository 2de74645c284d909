"""Each published rule on a diary that it must and one that it must not flag."""

import pytest

from bot.lab.generator import Pains
from bot.lab.published import RULES, quiet_for_a_week

CALM: Pains = [4, 4, 3, 4, 5, 4, 4, None, 3, 4, 4, 4, 5, 4, 4, 3, 4, 4, 4, 4, 4]
FIRES: dict[str, tuple[Pains, int]] = {
    "day over day +2": ([4, 6], 1),
    "any >= 7": ([4, 7], 1),
    "Basch-like": ([4, 5, 7], 2),
    "first week +2": ([*CALM, 6], 21),
    "two in a row +2": ([*CALM, 6, 6], 22),
    "three-report mean +2": ([*CALM, 6, 5, 7], 23),
    "week mean +1.5": ([*CALM, 6, 6, 6, 6, 6], 25),
    "CUSUM 1, 4 points": ([*CALM, 7, 7], 22),
    "CUSUM 0.7, 4 spreads": ([*CALM, 7, 7], 22),
    ">= 6 three times": ([6, None, 6, 6], 3),
}


@pytest.mark.parametrize("name", RULES)
def test_it_fires_on_the_day_it_should_and_on_no_other(name: str) -> None:
    pains, day = FIRES[name]
    assert list(RULES[name](pains)) == [day]


@pytest.mark.parametrize("name", RULES)
def test_it_leaves_a_calm_diary_alone(name: str) -> None:
    assert list(RULES[name](CALM)) == []
    assert list(RULES[name]([])) == []


def test_a_flag_silences_its_rule_for_a_week() -> None:
    assert quiet_for_a_week([1, 2, 7, 8, 14, 15]) == [1, 8, 15]
