"""The first visit's questions: any answers lead to an end, and back leads where one came from."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.first_visit import (
    SKIPPED,
    Answers,
    Given,
    Step,
    before,
    course,
    due_again,
    latest,
    next_again,
    next_step,
    place,
    toggled,
)
from bot.domain.screening import Screening
from tests.domain.test_screening_matcher import SCREENING

MONDAY = date(2026, 3, 2)
MOST = 40
"""More taps than any course of questions can take."""


def value(step: Step, draw: st.DataObject) -> str:
    offered = [SKIPPED, *step.choices]
    if step.alone:
        offered.append(step.alone)
    if step.kind == "scale":
        offered += ["0", "10"]
    if step.kind == "text":
        offered.append("Gardening")
    return draw.draw(st.sampled_from(offered))


def answered(draw: st.DataObject) -> Answers:
    """Somebody goes through all of it, saying anything."""
    answers: Answers = {}
    for _ in range(MOST):
        step = next_step(SCREENING, answers)
        if step is None:
            return answers
        held = Given(step.id, step.item, value(step, draw), MONDAY)
        answers[step.id, step.item] = held
    raise AssertionError("it does not end")


@given(st.data())
def test_any_answers_come_to_an_end_and_nothing_is_asked_twice(draw: st.DataObject) -> None:
    answers = answered(draw)
    steps = course(SCREENING, answers)
    assert {(s.id, s.item) for s in steps} == set(answers)
    assert len(set(steps)) == len(steps)
    assert [place(SCREENING, answers, s)[0] for s in steps] == list(range(1, len(steps) + 1))
    assert before(SCREENING, answers, steps[0]) is None
    assert [before(SCREENING, answers, s) for s in steps[1:]] == list(steps[:-1])


@given(st.data())
def test_a_side_is_asked_only_where_something_is_felt(draw: st.DataObject) -> None:
    answers = answered(draw)
    for where, side in (("pain_where", "pain_side"), ("numb_where", "numb_side")):
        is_felt = answers[where, 0].value not in (SKIPPED, "none")
        assert ((side, 0) in answers) == is_felt


@given(st.data(), st.integers(0, 60), st.none() | st.integers(0, 60))
def test_activities_come_again_two_weeks_after_they_were_last_rated_or_asked(
    draw: st.DataObject, days: int, asked: int | None
) -> None:
    answers = answered(draw)
    has_one = any(q == "activity_now" and g.says_something for (q, _), g in answers.items())
    on = None if asked is None else MONDAY + timedelta(days=asked)
    today = MONDAY + timedelta(days=days)
    is_due = due_again(SCREENING, answers, on, today)
    assert is_due == (has_one and days - (asked or 0) >= 14)
    again = next_again(SCREENING, answers, today)
    assert again is None or (again.id == "activity_now" and days > 0)


def test_the_newest_answer_holds() -> None:
    old = Given("work", 0, "desk", MONDAY)
    new = Given("work", 0, "home", MONDAY + timedelta(days=1))
    assert latest([new, old]) == {("work", 0): new}


def test_a_second_tap_takes_a_choice_back_and_the_order_is_the_files() -> None:
    step = course(SCREENING, {})[0]
    first, second = step.choices[:2]
    assert toggled(step, second, first) == f"{first} {second}"
    assert toggled(step, f"{first} {second}", first) == second


def test_at_most_three_activities_are_asked_for() -> None:
    answers = {("activity", n): Given("activity", n, "Walk", MONDAY) for n in range(3)}
    asked = [s for s in course(SCREENING, answers) if s.id == "activity"]
    rated = [s for s in course(SCREENING, answers) if s.id == "activity_now"]
    assert [s.item for s in asked] == [0, 1, 2]
    assert [s.item for s in rated] == [0, 1, 2]


@pytest.mark.parametrize("change", ["twice", "missing", "invented"])
def test_every_contraindication_is_asked_on_exactly_one_screen(change: str) -> None:
    whole = SCREENING.model_dump(by_alias=True)
    groups = [dict(g) for g in whole["contraindication_group"]]
    if change == "twice":
        groups[1]["of"] = (*groups[1]["of"], "cancer")
    elif change == "missing":
        groups[2]["of"] = tuple(n for n in groups[2]["of"] if n != "cancer")
    else:
        groups[0]["of"] = (*groups[0]["of"][:-1], "hiccups")
    with pytest.raises(ValidationError, match="contraindication"):
        Screening.model_validate({**whole, "contraindication_group": groups})
