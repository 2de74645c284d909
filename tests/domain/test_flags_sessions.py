"""Flags that do not come from the rating: exercises, barriers, the leg, the plan's course."""

from datetime import date, timedelta

from bot.domain.daily import SessionResult
from bot.domain.flags import AfterExercise, Day, Finding, Kind, Leg, OpenFlag, Thresholds, evaluate

MONDAY = date(2026, 3, 2)
USUAL = Thresholds()


def on(day: int) -> date:
    return MONDAY + timedelta(days=day)


def findings(days: list[Day], thresholds: Thresholds = USUAL) -> list[Finding]:
    return [r.finding for r in evaluate(days, (), thresholds, days[-1].date, day_over=True).raises]


def test_two_sessions_of_a_week_that_left_clearly_more_pain() -> None:
    sore = [Day(on(n), pain=4, after_exercise=AfterExercise.CLEARLY_MORE) for n in (0, 4)]
    (found,) = findings(sore)
    assert (found.kind, found.evidence["sessions"]) == (Kind.EXERCISE_PAIN, 2)
    assert findings(sore[:1]) == []
    apart = [sore[0], Day(on(9), pain=4, after_exercise=AfterExercise.CLEARLY_MORE)]
    assert findings(apart) == []


def test_pain_that_settled_is_no_exercise_pain() -> None:
    assert (
        findings([Day(on(n), pain=4, after_exercise=AfterExercise.SETTLED) for n in (0, 1, 2)])
        == []
    )


def test_exercises_stopped_as_too_painful_are_named() -> None:
    (found,) = findings(
        [Day(on(0), too_painful=("bridge",)), Day(on(1), too_painful=("bridge", "clamshell"))]
    )
    assert found.evidence["exercises"] == ("bridge", "clamshell")


def test_sessions_already_told_of_do_not_count_again() -> None:
    days = [Day(on(n), pain=4, too_painful=("bridge",)) for n in (0, 1, 7)]
    told = OpenFlag(Kind.EXERCISE_PAIN, on(1), on(1), on(1))
    assert evaluate(days[:2], (), USUAL, on(1)).raises
    assert not evaluate(days, [told], USUAL, on(7)).raises


def test_could_not_twice_in_a_week_is_a_barrier_with_its_reasons() -> None:
    days = [
        Day(on(0), pain=4, session=SessionResult.COULD_NOT, could_not="time"),
        Day(on(2), pain=4, session=SessionResult.COULD_NOT, could_not="pain"),
    ]
    (found,) = findings(days)
    assert found.kind is Kind.BARRIER
    assert found.reason.labels == {"reasons": ("reason.pain", "reason.time")}
    assert findings(days[:1]) == []


def legs(*levels: Leg | None) -> list[Day]:
    return [Day(on(n), pain=4, leg=leg) for n, leg in enumerate(levels)]


def test_pain_that_goes_further_down_on_two_reports_is_spreading() -> None:
    here, calf = Leg.BUTTOCK, Leg.CALF
    assert findings(legs(here, here, here, calf)) == []
    (found,) = findings(legs(here, here, here, calf, None, calf))
    assert found.kind is Kind.SPREADING
    assert found.reason.labels == {"from": ("leg.buttock",), "to": ("leg.calf",)}


def test_pain_that_moves_up_or_only_into_the_back_is_not_spreading() -> None:
    assert findings(legs(Leg.CALF, Leg.CALF, Leg.BUTTOCK, Leg.BUTTOCK)) == []
    assert findings(legs(Leg.NONE, Leg.NONE, Leg.BACK, Leg.BACK)) == []


EXPECTED = Thresholds.of_plan({}, [(3, 25), (6, 50)])


def course(start: int, now: int, days: int) -> list[Day]:
    return [Day(on(n), pain=start if n < 7 else now, is_first=n == 0) for n in range(days)]


def test_week_three_is_looked_at_once_and_only_where_the_plan_says_what_to_expect() -> None:
    (found,) = findings(course(6, 6, 21), EXPECTED)
    assert (found.kind, found.evidence["week"]) == (Kind.NOT_IMPROVING, 3)
    assert findings(course(6, 6, 20), EXPECTED) == []
    assert findings(course(6, 6, 22), EXPECTED) == []
    assert findings(course(6, 6, 21)) == []


def test_pain_that_fell_as_expected_or_was_low_from_the_start_is_no_flag() -> None:
    assert findings(course(6, 4, 21), EXPECTED) == []
    assert findings(course(2, 2, 21), EXPECTED) == []


def test_week_six_asks_for_more() -> None:
    assert findings(course(6, 4, 42), EXPECTED)[0].evidence["expected"] == 3
