"""After each week: on, stay or back, with the reason, and always by a way that leads back."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.domain.program.plan import Plan
from bot.domain.program.progress import (
    Proposal,
    WeekFacts,
    advance,
    propose,
    sessions_needed,
    step_back,
)
from bot.domain.program.session import Position
from tests.programs.shipped import programme

SCIATICA = programme().plans["sciatica"]
GOOD = WeekFacts(
    week=1, sessions_planned=6, sessions_done=5, median_pain=3, baseline=4, worse_sessions=0
)
START = Position()

plans = st.sampled_from(list(programme().plans.values()))
pains = st.none() | st.integers(0, 20).map(lambda half: half / 2)
weeks = st.builds(
    WeekFacts,
    week=st.integers(1, 30),
    sessions_planned=st.integers(0, 7),
    sessions_done=st.integers(0, 7),
    median_pain=pains,
    baseline=pains,
    worse_sessions=st.integers(0, 7),
    too_painful=st.integers(0, 9),
    open_flags=st.integers(0, 3),
)
almost_good = st.builds(
    WeekFacts,
    week=st.integers(1, 30),
    sessions_planned=st.just(7),
    sessions_done=st.integers(6, 7),
    median_pain=st.sampled_from([None, 1.0, 2.0, 9.0]),
    baseline=st.sampled_from([None, 2.0, 8.0]),
    worse_sessions=st.integers(0, 1),
    too_painful=st.integers(0, 1),
    open_flags=st.integers(0, 1),
)
"""Weeks in which one thing alone may stand against going on."""


@st.composite
def places(draw: st.DrawFn) -> tuple[Plan, Position]:
    plan = draw(plans)
    phase = draw(st.integers(0, len(plan.phases) - 1))
    return plan, Position(phase, draw(st.integers(0, plan.phases[phase].steps - 1)))


def course(plan: Plan) -> list[Position]:
    at, way = START, [START]
    while (onward := advance(plan, at)) != at:
        way.append(onward)
        at = onward
    return way


@given(places())
def test_advance_then_step_back_returns(place: tuple[Plan, Position]) -> None:
    plan, at = place
    onward = advance(plan, at)
    if onward != at:
        assert step_back(plan, onward) == at


@given(places())
def test_step_back_then_advance_returns(place: tuple[Plan, Position]) -> None:
    plan, at = place
    before = step_back(plan, at)
    if before != at:
        assert advance(plan, before) == at


@given(plans)
def test_the_course_passes_every_dose_before_the_next_phase(plan: Plan) -> None:
    every = [Position(n, step) for n, p in enumerate(plan.phases) for step in range(p.steps)]
    assert course(plan) == every


@given(plans)
def test_no_dose_shrinks_within_a_phase(plan: Plan) -> None:
    exercises = programme().exercises
    for phase in plan.phases:
        for item in phase.exercises:
            usual = exercises[item.exercise].dose.plain()
            work = [item.dose_at(step).applied_to(usual).work() for step in range(phase.steps)]
            assert all(a <= b for a, b in pairwise(work))


@given(places(), weeks)
def test_every_week_has_a_proposal_whose_reason_can_be_read(
    place: tuple[Plan, Position], facts: WeekFacts
) -> None:
    plan, at = place
    found = propose(plan, at, facts)
    expected = {
        "advance": advance(plan, at),
        "stay": at,
        "step_back": step_back(plan, at),
        "finish": found.to,
    }
    assert found.to == expected[found.direction]
    for language in ("en", "es"):
        assert "{" not in texts.load().plain(language, found.reason, **found.params)


@given(places(), weeks | almost_good)
def test_nobody_goes_on_after_a_bad_week(place: tuple[Plan, Position], facts: WeekFacts) -> None:
    plan, at = place
    found = propose(plan, at, facts)
    if found.direction in ("advance", "finish"):
        assert facts.open_flags == 0
        assert facts.too_painful < plan.step_back.too_painful
        assert facts.worse_sessions <= plan.rule(at.phase).worse_sessions
        assert facts.median_pain is not None
        assert facts.median_pain <= max(plan.rule(at.phase).pain_at_most, facts.baseline or 0)


@given(places(), weeks, st.integers(1, 7))
def test_a_worse_week_is_never_proposed_more(
    place: tuple[Plan, Position], facts: WeekFacts, more: int
) -> None:
    order = {"step_back": 0, "stay": 1, "advance": 2, "finish": 2}
    plan, at = place
    worse = replace(facts, worse_sessions=facts.worse_sessions + more)
    before, after = propose(plan, at, facts), propose(plan, at, worse)
    assert order[after.direction] <= order[before.direction]


def after(facts: WeekFacts = GOOD, at: Position = START) -> Proposal:
    return propose(SCIATICA, at, facts)


def test_a_good_week_goes_on_to_the_next_dose() -> None:
    assert after() == Proposal(
        "advance", Position(0, 1), "progress.advance.good_week",
        {"done": 5, "planned": 6, "pain": "3"},
    )  # fmt: skip


def test_after_the_last_dose_comes_the_next_phase() -> None:
    assert after(at=Position(0, 1)).to == Position(1, 0)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(GOOD, sessions_done=3), "few_sessions"),
        (replace(GOOD, median_pain=5, baseline=4), "pain_high"),
        (replace(GOOD, median_pain=None), "no_ratings"),
        (replace(GOOD, worse_sessions=1), "unsettled"),
        (replace(GOOD, open_flags=1), "open_flag"),
        (replace(GOOD, too_painful=2), "first_step"),
    ],
)
def test_another_week_here(facts: WeekFacts, reason: str) -> None:
    proposal = after(facts)
    assert proposal.direction == "stay"
    assert proposal.reason == f"progress.stay.{reason}"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(GOOD, median_pain=6, baseline=4), "pain_up"),
        (replace(GOOD, worse_sessions=2), "worse_sessions"),
        (replace(GOOD, too_painful=2), "too_painful"),
        (replace(GOOD, too_painful=2, open_flags=1), "too_painful"),
    ],
)
def test_a_hard_week_goes_a_step_back(facts: WeekFacts, reason: str) -> None:
    proposal = after(facts, Position(1, 0))
    assert (proposal.direction, proposal.to) == ("step_back", Position(0, 1))
    assert proposal.reason == f"progress.step_back.{reason}"


def test_pain_as_high_as_the_usual_does_not_hold_a_patient_back() -> None:
    assert after(replace(GOOD, median_pain=6, baseline=6)).direction == "advance"
    assert after(replace(GOOD, median_pain=3, baseline=None)).direction == "advance"


def test_who_is_well_after_two_weeks_may_leave_for_the_last_phase() -> None:
    well = replace(GOOD, median_pain=1)
    assert after(well).direction == "advance"
    early = after(replace(well, week=2))
    assert (early.direction, early.to) == ("finish", Position(3, 0))


def test_the_last_step_ends_the_plan() -> None:
    last = course(SCIATICA)[-1]
    assert after(at=last).reason == "progress.finish.last_step"


def test_the_best_course_fits_into_the_weeks_of_the_plan() -> None:
    for plan in programme().plans.values():
        assert len(course(plan)) <= plan.weeks


@pytest.mark.parametrize(
    ("rule", "phase_days", "planned", "needed"),
    [(4, 6, 6, 4), (4, 6, 3, 2), (4, 6, 7, 4), (4, 6, 0, 0), (2, 3, 2, 2)],
)
def test_fewer_training_days_need_fewer_sessions(
    rule: int, phase_days: int, planned: int, needed: int
) -> None:
    assert sessions_needed(rule, phase_days, planned) == needed
