"""From the first raise to the end of a flag, as a therapist lives through it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.flags import Day, Decisions, Kind, OpenFlag, Thresholds, evaluate
from bot.domain.replay import replay_days

MONDAY = date(2026, 3, 2)
CALM = [4, 4, 3, 4, 5, 4, 4, 3, 4, 4, 4, 5, 4, 4]
WORSE = [7, 7, 7, 7, 7, 7, 7]


def diary(pains: list[int]) -> list[Day]:
    return [Day(MONDAY + timedelta(days=i), pain=p) for i, p in enumerate(pains)]


def raised_flag(days: list[Day]) -> OpenFlag:
    """Tess's open flag after the days' last one raised it."""
    (raised,) = evaluate(days, (), Thresholds(), days[-1].date).raises
    return OpenFlag(raised.kind, raised.on, raised.on, None, raised.finding.evidence)


@pytest.fixture
def flag() -> OpenFlag:
    return raised_flag(diary([*CALM, 7, 7]))


def later(flag: OpenFlag, pains: list[int]) -> Decisions:
    days = diary([*CALM, 7, 7, *pains])
    return evaluate(days, [flag], Thresholds(), days[-1].date, day_over=True)


def test_more_evidence_updates_the_open_flag_against_the_frozen_usual(flag: OpenFlag) -> None:
    decided = later(flag, [7])
    assert decided.raises == ()
    (update,) = decided.updates
    assert update.evidence["level"] == flag.evidence["level"]
    assert update.evidence["usual"] == 4


def test_unseen_it_is_raised_again_after_a_week_with_new_evidence(flag: OpenFlag) -> None:
    assert not later(flag, WORSE[:6]).raises
    (again,) = later(flag, WORSE).raises
    assert again.again
    assert again.kind is Kind.WORSENING


def test_unseen_without_new_evidence_it_is_repeated_as_it_stands(flag: OpenFlag) -> None:
    decided = later(flag, [6, 4, 4, 4, 6, 4, 4])
    assert decided.repeats == (Kind.WORSENING,)


def test_seen_and_persisting_it_is_raised_again_and_seen_and_gone_it_is_over(
    flag: OpenFlag,
) -> None:
    seen = replace(flag, acknowledged=flag.raised)
    assert later(seen, WORSE).raises[0].again
    decided = later(seen, [6, 4, 4, 4, 6, 4, 4])
    assert [c.why for c in decided.closes] == ["over"]
    assert decided.repeats == ()


def test_seven_reports_back_in_band_close_it_unseen(flag: OpenFlag) -> None:
    assert later(flag, [4, 5, 4, 3, 4, 5]).closes == ()
    assert [c.why for c in later(flag, [4, 5, 4, 3, 4, 5, 4]).closes] == ["back_in_band"]


def test_a_rise_that_was_seen_for_four_weeks_becomes_the_usual() -> None:
    days = diary([*CALM, *CALM, *[7] * 60])
    raised = [(r.on - MONDAY).days for r in replay_days(days, Thresholds())]
    assert len(raised) <= 5
    assert max(raised) <= len(CALM) * 2 + 35


def test_a_severe_rating_is_raised_again_however_long_its_flag_has_been_open() -> None:
    days = diary([*CALM, *CALM, 9, *[7] * 34, 9])
    flag = OpenFlag(Kind.SEVERE, days[28].date, days[28].date, days[28].date)
    raised = evaluate(days[:40], [flag], Thresholds(), days[39].date).raises
    assert Kind.SEVERE not in [r.kind for r in raised]
    high = [*days[:39], replace(days[39], pain=10)]
    again = evaluate(high, [flag], Thresholds(), days[39].date, day_over=True).raises
    assert (Kind.SEVERE, True) in [(r.kind, r.again) for r in again]


def test_a_red_flag_that_nobody_opened_is_repeated_and_never_closed_here() -> None:
    red = OpenFlag(Kind.RED_FLAG, MONDAY, MONDAY)
    days = diary(CALM)
    decided = evaluate(days, [red], Thresholds(), days[8].date, day_over=True)
    assert decided.repeats == (Kind.RED_FLAG,)
    assert decided.closes == ()


def test_silence_ends_with_an_answer() -> None:
    quiet = [Day(MONDAY, pain=4), *(Day(MONDAY + timedelta(days=n)) for n in (1, 2, 3))]
    (raised,) = evaluate(quiet, (), Thresholds(), quiet[-1].date, day_over=True).raises
    flag = OpenFlag(raised.kind, raised.on, raised.on, None, raised.finding.evidence)
    days = [*quiet, Day(MONDAY + timedelta(days=4), pain=4)]
    assert [c.kind for c in evaluate(days, [flag], Thresholds(), days[-1].date).closes] == [
        Kind.SILENCE
    ]
