from datetime import date, timedelta

from bot.domain.flags import (
    Day,
    Decisions,
    Kind,
    OpenFlag,
    Priority,
    Thresholds,
    baseline,
    evaluate,
)

MONDAY = date(2026, 3, 2)
CALM = (4, 4, 3, 4, 5, 4, 4, 3, 4, 4)


def diary(*pains: int | None) -> list[Day]:
    return [Day(MONDAY + timedelta(days=i), pain=p) for i, p in enumerate(pains)]


def looked_at(*pains: int | None, day_over: bool = True) -> Decisions:
    days = diary(*pains)
    return evaluate(days, (), Thresholds(), days[-1].date, day_over=day_over)


def kinds(decisions: Decisions) -> list[Kind]:
    return [r.kind for r in decisions.raises]


def test_a_first_rating_of_eight_is_severe() -> None:
    raised = looked_at(8).raises
    assert [(r.kind, r.finding.priority) for r in raised] == [(Kind.SEVERE, Priority.HIGH)]
    assert kinds(looked_at(7)) == []


def test_an_eight_is_severe_against_a_usual_four_and_not_against_a_usual_seven() -> None:
    assert kinds(looked_at(4, 4, 3, 4, 5, 8)) == [Kind.SEVERE]
    assert kinds(looked_at(7, 7, 6, 7, 7, 8)) == []


def test_a_steady_six_makes_an_eight_severe_where_a_restless_six_does_not() -> None:
    assert kinds(looked_at(6, 6, 6, 6, 6, 6, 8)) == [Kind.SEVERE]
    restless = looked_at(4, 8, 6, 7, 4, 6, 8, 5, 6, 8)
    assert kinds(restless) == []


def test_ana_s_jump_is_found_on_the_second_day_and_says_so() -> None:
    assert kinds(looked_at(*CALM, 7)) == []
    raised = looked_at(*CALM, 7, 6).raises
    assert kinds(looked_at(*CALM, 7, 6)) == [Kind.WORSENING]
    finding = raised[0].finding
    assert finding.reason.params["pains"] == "7, 6"
    assert (finding.evidence["low"], finding.evidence["high"]) == (3, 5)
    assert finding.evidence["false_per_month"]


def test_two_reports_two_above_a_steady_usual_are_enough_across_an_unanswered_day() -> None:
    assert kinds(looked_at(4, 4, 3, 4, 4, 4, 6)) == []
    assert kinds(looked_at(4, 4, 3, 4, 4, 4, 6, None, 6)) == [Kind.WORSENING]


def test_a_creeping_rise_is_found_although_no_day_stands_out() -> None:
    """Never two clear days in a row: only the look at all days together finds it."""
    days = diary(*CALM, *CALM, 5, 5, 5, 6, 5, 6, 5, 5, 6, 5, 6)
    found = [
        (day.date, raised.finding.rule)
        for at, day in enumerate(days)
        for raised in evaluate(days[: at + 1], (), Thresholds(), day.date).raises
    ]
    assert found[0][1].startswith("worsening.scan")
    assert MONDAY + timedelta(days=21) <= found[0][0] <= MONDAY + timedelta(days=27)


def test_one_bad_day_in_a_calm_month_is_no_flag() -> None:
    assert kinds(looked_at(*CALM, *CALM, 7)) == []
    assert kinds(looked_at(*CALM, *CALM, 7, 4)) == []


def test_two_fours_do_not_worsen_a_usual_three_however_many_days_go_unanswered() -> None:
    steady = (3,) * 15
    assert Kind.WORSENING not in kinds(looked_at(*steady, 4, *[None] * 8, 4))


def test_worsening_that_reaches_eight_is_of_high_priority() -> None:
    raised = looked_at(*[6, 5, 6, 7, 6, 6, 5, 6], 8, 8).raises
    assert (Kind.WORSENING, Priority.HIGH) in [(r.kind, r.finding.priority) for r in raised]


def test_a_day_that_the_number_alone_cannot_judge_asks_one_question() -> None:
    assert looked_at(*CALM, 7).ask
    assert not looked_at(*CALM, 4).ask


def test_the_plan_can_ask_for_a_larger_rise() -> None:
    days = diary(*CALM, 6, 6)
    strict = Thresholds.of_plan({"worsening_rise": 4})
    assert evaluate(days, (), Thresholds(), days[-1].date).raises
    assert not evaluate(days, (), strict, days[-1].date).raises


def test_falling_pain_is_expected_to_go_on_falling() -> None:
    falling = (7, 7, 6, 7, 6, 6, 6, 5, 6, 5, 5, 5, 4, 5, 4, 4, 4, 3, 4, 3, 3, 3, 3, 2)
    usual = baseline(diary(*falling), MONDAY + timedelta(days=len(falling)))
    assert usual is not None
    assert usual.usual >= 4.5
    assert kinds(looked_at(*falling, 6, 6, 6)) == [Kind.WORSENING]
    assert kinds(looked_at(*falling, 3, 2, 3)) == []


def test_three_delivered_prompts_without_answer_are_silence_once_the_day_is_over() -> None:
    assert kinds(looked_at(4, None, None, None, day_over=False)) == []
    assert kinds(looked_at(4, None, None, None)) == [Kind.SILENCE]


def test_who_often_misses_prompts_is_silent_after_five() -> None:
    seldom = (4, None, 4, None, 4, 4, None, 4, None, 4, None, 4, None, 4)
    assert kinds(looked_at(*seldom, None, None, None, None)) == []
    assert kinds(looked_at(*seldom, None, None, None, None, None)) == [Kind.SILENCE]


def test_days_on_which_nothing_was_delivered_are_no_silence() -> None:
    days = [*diary(4, None, None), Day(MONDAY + timedelta(days=3), delivered=False)]
    assert evaluate(days, (), Thresholds(), days[-1].date, day_over=True) == Decisions()


def test_a_corrected_rating_takes_today_s_flag_back() -> None:
    wrong = looked_at(4, 4, 4, 9)
    days = diary(4, 4, 4, 3)
    today = days[-1].date
    opened = OpenFlag(Kind.SEVERE, today, today, None, wrong.raises[0].finding.evidence)
    assert [c.why for c in evaluate(days, [opened], Thresholds(), today).closes] == ["corrected"]


def test_nobody_s_usual_is_invented() -> None:
    assert baseline([], MONDAY) is None
    assert baseline(diary(5), MONDAY) is None
    usual = baseline(diary(*CALM), MONDAY + timedelta(days=10))
    assert usual is not None
    assert (usual.usual, usual.low, usual.high, usual.reports) == (4, 3, 5, 10)
