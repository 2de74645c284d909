from datetime import date, timedelta

from bot.domain.flags import Day, Decisions, Kind, OpenFlag, Thresholds, evaluate

MONDAY = date(2026, 3, 2)


def diary(*pains: int | None) -> list[Day]:
    return [Day(MONDAY + timedelta(days=i), pain=p) for i, p in enumerate(pains)]


def looked_at(*pains: int | None, day_over: bool = True) -> Decisions:
    days = diary(*pains)
    return evaluate(days, (), Thresholds(), days[-1].date, day_over=day_over)


def kinds(decisions: Decisions) -> list[Kind]:
    return [r.kind for r in decisions.raises]


def test_ana_s_first_rating_of_eight_is_severe() -> None:
    assert kinds(looked_at(8)) == [Kind.SEVERE]


def test_an_eight_is_severe_against_a_usual_four_and_not_against_a_usual_seven() -> None:
    assert kinds(looked_at(4, 4, 3, 4, 5, 8)) == [Kind.SEVERE]
    assert kinds(looked_at(7, 7, 6, 7, 7, 8)) == []


def test_two_reports_two_above_the_usual_are_worsening_also_across_an_unanswered_day() -> None:
    assert kinds(looked_at(4, 4, 3, 4, 4, 4, 6)) == []
    assert kinds(looked_at(4, 4, 3, 4, 4, 4, 6, None, 6)) == [Kind.WORSENING]


def test_three_delivered_prompts_without_answer_are_silence_once_the_day_is_over() -> None:
    assert kinds(looked_at(4, None, None, None, day_over=False)) == []
    assert kinds(looked_at(4, None, None, None)) == [Kind.SILENCE]


def test_days_on_which_nothing_was_delivered_are_no_silence() -> None:
    days = [*diary(4, None, None), Day(MONDAY + timedelta(days=3), delivered=False)]
    assert evaluate(days, (), Thresholds(), days[-1].date, day_over=True) == Decisions()


def test_a_corrected_rating_takes_today_s_flag_back() -> None:
    wrong = looked_at(4, 4, 4, 9)
    days = diary(4, 4, 4, 3)
    today = days[-1].date
    opened = OpenFlag(Kind.SEVERE, today, today, None, wrong.raises[0].finding.evidence)
    assert [c.why for c in evaluate(days, [opened], Thresholds(), today).closes] == ["corrected"]
