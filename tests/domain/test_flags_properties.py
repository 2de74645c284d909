from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.daily import SessionResult
from bot.domain.flags import (
    AfterExercise,
    ComparedToUsual,
    Day,
    Decisions,
    Kind,
    Leg,
    OpenFlag,
    Priority,
    Thresholds,
    evaluate,
)
from bot.domain.replay import replay_days

FIRST = date(2026, 1, 5)
USUAL = Thresholds()


@st.composite
def diaries(draw: st.DrawFn, most: int = 70) -> list[Day]:
    """Calm days with some of anything else."""
    usual = draw(st.integers(0, 8))
    pain = st.integers(-1, 1).map(lambda d: max(0, min(10, usual + d))) | st.integers(0, 10)
    count = draw(st.integers(1, most))
    rows = draw(st.lists(st.none() | pain, min_size=count, max_size=count))
    return [Day(FIRST + timedelta(days=i), pain=p, is_first=i == 0) for i, p in enumerate(rows)]


def flags_before_last(days: Sequence[Day]) -> list[OpenFlag]:
    """The flags that the days before the last one have left open."""
    flags: dict[Kind, OpenFlag] = {}
    for at, day in enumerate(days[:-1]):
        decided = evaluate(days[: at + 1], tuple(flags.values()), USUAL, day.date, day_over=True)
        for close in decided.closes:
            del flags[close.kind]
        for found in decided.updates:
            flags[found.kind] = replace(flags[found.kind], evidence=found.evidence)
        for r in decided.raises:
            opened = flags[r.kind].opened if r.again else r.on
            flags[r.kind] = OpenFlag(r.kind, opened, r.on, r.on, r.finding.evidence)
    return list(flags.values())


def on_last_day(days: Sequence[Day], flags: Sequence[OpenFlag]) -> Decisions:
    return evaluate(days, flags, USUAL, days[-1].date)


@given(diaries(), st.integers(0, 10), st.integers(0, 10), st.sampled_from([None, *ComparedToUsual]))
def test_a_higher_rating_today_never_removes_today_s_flag(
    days: list[Day], one: int, other: int, compared: ComparedToUsual | None
) -> None:
    flags = flags_before_last(days)
    low, high = (replace(days[-1], pain=p, compared=compared) for p in sorted((one, other)))
    milder, worse = (on_last_day([*days[:-1], today], flags) for today in (low, high))
    assert {r.kind for r in milder.raises} <= {r.kind for r in worse.raises}


@given(diaries(), st.sampled_from([ComparedToUsual.FLARE, ComparedToUsual.USUAL]))
def test_no_answer_of_the_patient_suppresses_a_flag(
    days: list[Day], answer: ComparedToUsual
) -> None:
    flags = flags_before_last(days)
    answered = [*days[:-1], replace(days[-1], compared=answer)]
    assert on_last_day(answered, flags).raises == on_last_day(days, flags).raises


@given(diaries(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(days: list[Day], random: Random) -> None:
    flags = flags_before_last(days)
    shuffled = random.sample(days, len(days))
    turned = tuple(reversed(flags))
    assert evaluate(shuffled, turned, USUAL, days[-1].date) == on_last_day(days, flags)


@given(diaries())
def test_evaluating_twice_changes_nothing_the_second_time(days: list[Day]) -> None:
    flags = {f.kind: f for f in flags_before_last(days)}
    first = on_last_day(days, tuple(flags.values()))
    for close in first.closes:
        del flags[close.kind]
    for r in first.raises:
        opened = flags[r.kind].opened if r.again else r.on
        flags[r.kind] = OpenFlag(r.kind, opened, r.on, r.on, r.finding.evidence)
    second = on_last_day(days, tuple(flags.values()))
    assert second.raises == ()
    assert second.closes == ()


@given(
    diaries(),
    st.lists(st.sampled_from([None, *Leg]), min_size=70, max_size=70),
    st.lists(st.sampled_from([None, *SessionResult]), min_size=70, max_size=70),
    st.lists(st.sampled_from([None, *AfterExercise]), min_size=70, max_size=70),
)
def test_a_flag_never_lacks_evidence_rule_priority_or_reason(
    days: list[Day],
    legs: list[Leg | None],
    sessions: list[SessionResult | None],
    after: list[AfterExercise | None],
) -> None:
    told = [
        replace(day, leg=leg, session=session, after_exercise=tap)
        for day, leg, session, tap in zip(days, legs, sessions, after, strict=False)
    ]
    for raised in replay_days(told, USUAL):
        found = raised.finding
        assert found.evidence
        assert found.rule.startswith(found.kind.value)
        assert found.reason.key.startswith(f"flag.{found.kind.value}.")
        assert found.priority in Priority
        assert all(isinstance(v, int | float | str | tuple) for v in found.evidence.values())


@given(diaries())
def test_raises_of_a_kind_are_a_week_apart(days: list[Day]) -> None:
    last: dict[Kind, date] = {}
    for raised in replay_days(days, USUAL):
        before = last.get(raised.kind)
        if before is not None and raised.kind is not Kind.SILENCE:
            assert raised.on - before >= timedelta(days=7)
        last[raised.kind] = raised.on


@given(diaries(), st.lists(st.integers(0, 10), min_size=1, max_size=30))
def test_what_lies_before_the_window_does_not_matter(days: list[Day], older: list[int]) -> None:
    start = days[0].date - timedelta(days=100)
    ancient = [Day(start + timedelta(days=i), pain=p) for i, p in enumerate(older)]
    recent = days[-40:]
    alone = evaluate(recent, (), USUAL, recent[-1].date)
    assert evaluate([*ancient, *recent], (), USUAL, recent[-1].date) == alone


def raised_live(days: Sequence[Day]) -> list[tuple[date, Kind]]:
    """As the service does it: at each answer, and again when the day has ended."""
    flags: dict[Kind, OpenFlag] = {}
    raised = []
    for at, day in enumerate(days):
        before = replace(day, pain=None)
        moments = [(before, False), (day, False), (day, True)]
        for known, is_over in moments:
            seen = [*days[:at], known]
            now = evaluate(seen, tuple(flags.values()), USUAL, day.date, day_over=is_over)
            for close in now.closes:
                del flags[close.kind]
            for found in now.updates:
                flags[found.kind] = replace(flags[found.kind], evidence=found.evidence)
            for r in now.raises:
                opened = flags[r.kind].opened if r.again else r.on
                flags[r.kind] = OpenFlag(r.kind, opened, r.on, r.on, r.finding.evidence)
                raised.append((r.on, r.kind))
    return raised


@given(diaries())
def test_a_live_run_and_a_replay_of_the_same_ratings_give_the_same_flags(days: list[Day]) -> None:
    replayed = [(r.on, r.kind) for r in replay_days(days, USUAL)]
    assert sorted(raised_live(days)) == sorted(replayed)
