"""The engine's recorded place. Who changes a rule moves these numbers on purpose, and says why."""

import pytest

from bot.domain.flags import Kind
from bot.domain.flags.expected import FALSE_PER_MONTH
from bot.lab.contest import Result, engine, generated, of_rule, run
from bot.lab.generator import STEP, WEEK_RAMP
from bot.lab.published import RULES

SEED = 4711
PATIENTS = 160


@pytest.fixture(scope="module")
def place() -> Result:
    return run(engine(), generated(PATIENTS, SEED, changes=(STEP, WEEK_RAMP)))


def test_false_flags_stay_where_they_were_recorded(place: Result) -> None:
    assert place.false_flags().per_month == pytest.approx(0.317, abs=0.04)


def test_worsening_is_still_found(place: Result) -> None:
    assert place.found(STEP.name).soon.value >= 0.91
    assert place.found(WEEK_RAMP.name).soon.value >= 0.77


def test_no_published_rule_beats_the_engine_on_both(place: Result) -> None:
    ours = place.false_flags().per_month
    for name, rule in RULES.items():
        theirs = run(of_rule(rule), place.contest)
        is_calmer = theirs.false_flags().per_month <= ours
        finds_more = all(
            theirs.found(c).soon.value >= place.found(c).soon.value
            for c in (STEP.name, WEEK_RAMP.name)
        )
        assert not (is_calmer and finds_more), name


@pytest.mark.parametrize("kind", FALSE_PER_MONTH)
def test_the_rate_that_flags_state_is_the_rate_that_was_measured(place: Result, kind: Kind) -> None:
    measured = run(engine(only=kind), place.contest, ()).false_flags().per_month
    assert measured == pytest.approx(FALSE_PER_MONTH[kind], abs=0.04)
