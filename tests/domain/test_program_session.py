"""What a day holds: for every plan, every day of its course and every patient."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.program.dose import Dose
from bot.domain.program.filtering import ANYBODY, Change, Fitness, ease, filter_session, halved
from bot.domain.program.plan import WEEKDAYS, Plan, Weekday
from bot.domain.program.session import (
    Position,
    Prescribed,
    prescribe,
    session,
    training_count,
)
from tests.programs.shipped import programme

MONDAY = date(2026, 3, 2)
NOBODYS: frozenset[str] = frozenset()


plans = st.sampled_from(sorted(programme().plans)).map(lambda name: programme().plans[name])
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
weekdays = st.frozensets(st.sampled_from(WEEKDAYS), min_size=1)
contraindications = st.frozensets(st.sampled_from(sorted(programme().conditions.contraindications)))
confirmations = st.frozensets(st.sampled_from(sorted(programme().conditions.confirmations)))


@st.composite
def places(draw: st.DrawFn) -> tuple[Plan, Position]:
    plan = draw(plans)
    phase = draw(st.integers(0, len(plan.phases) - 1))
    return plan, Position(phase, draw(st.integers(0, plan.phases[phase].steps - 1)))


@given(places(), days, st.integers(0, 200), weekdays, contraindications, confirmations)
def test_every_training_day_has_a_session_that_this_patient_may_do(
    place: tuple[Plan, Position],
    started: date,
    later: int,
    training: frozenset[Weekday],
    has: frozenset[str],
    confirmed: frozenset[str],
) -> None:
    (plan, at), day = place, started + timedelta(days=later)
    today = programme().session(plan, day, started, at, training, Fitness(has, confirmed))
    assert bool(today.items) == (WEEKDAYS[day.weekday()] in training)
    for item in today.items:
        exercise = programme().exercises[item.exercise]
        assert has.isdisjoint(exercise.not_for)
        assert confirmed.issuperset(exercise.requires)
        assert item.dose.exceeding(exercise.most) == ()


@given(places(), days, st.integers(0, 200), contraindications, confirmations)
def test_nothing_is_done_twice_and_every_change_has_its_reason(
    place: tuple[Plan, Position],
    started: date,
    later: int,
    has: frozenset[str],
    confirmed: frozenset[str],
) -> None:
    (plan, at), day = place, started + timedelta(days=later)
    today = programme().session(plan, day, started, at, None, Fitness(has, confirmed))
    names = [item.exercise for item in today.items]
    assert len(names) == len(set(names))
    planned = session(plan, programme().exercises, day, started, at)
    assert len(planned) == len(names) + sum(c.replaced_by is None for c in today.changes)
    for change in today.changes:
        assert change.exercise not in names
        assert change.replaced_by is None or change.replaced_by in names
        assert change.not_for or change.unconfirmed


@given(plans, contraindications, confirmations)
def test_every_patient_has_a_gentle_set_for_a_flare(
    plan: Plan, has: frozenset[str], confirmed: frozenset[str]
) -> None:
    gentle = programme().flare_session(plan, Fitness(has, confirmed))
    assert gentle.items
    assert gentle.minutes <= 10
    assert all(has.isdisjoint(programme().exercises[i.exercise].not_for) for i in gentle.items)


@given(days, st.integers(0, 400), weekdays)
def test_training_days_are_counted_as_a_calendar_would(
    started: date, later: int, training: frozenset[Weekday]
) -> None:
    day = started + timedelta(days=later)
    passed = (started + timedelta(days=n) for n in range(later))
    counted = sum(WEEKDAYS[d.weekday()] in training for d in passed)
    assert training_count(started, day, training) == counted


def names_on(plan: str, day: date, at: Position, *has: str) -> list[str]:
    today = programme().session(
        programme().plans[plan], day, MONDAY, at, None, Fitness(frozenset(has))
    )
    return [item.exercise for item in today.items]


def test_ana_begins_with_six_gentle_moves_of_about_twelve_minutes() -> None:
    first = programme().session(programme().plans["sciatica"], MONDAY, MONDAY, Position())
    assert {item.exercise for item in first.items} == {
        "piriformis_figure4",
        "knee_to_chest",
        "seated_twist",
        "bridge",
        "pelvic_tilt",
        "clamshell",
    }
    assert first.minutes == 12


def test_a_rest_day_is_empty() -> None:
    assert names_on("sciatica", MONDAY + timedelta(days=6), Position()) == []


def test_turns_alternate_from_one_training_day_to_the_next() -> None:
    build = Position(1)
    week = [names_on("sciatica", MONDAY + timedelta(days=n), build) for n in (0, 1, 2, 5, 7)]
    assert "clamshell" in week[0]
    assert "clamshell" not in week[1]
    assert week[0] == week[2]
    assert week[1] == week[3]
    assert week[0] == week[4], "Sunday is a rest day and takes no turn"


def test_the_days_agreed_with_the_patient_go_before_those_of_the_phase() -> None:
    plan = programme().plans["sciatica"]
    sundays: frozenset[Weekday] = frozenset({"sun"})
    assert not programme().session(plan, MONDAY, MONDAY, Position(), sundays).items
    sunday = MONDAY + timedelta(days=6)
    assert programme().session(plan, sunday, MONDAY, Position(), sundays).items


def test_the_plan_for_stenosis_suits_patients_with_stenosis() -> None:
    plan = programme().plans["stenosis"]
    for phase in range(len(plan.phases)):
        for n in range(14):
            day = MONDAY + timedelta(days=n)
            has = Fitness(frozenset({"stenosis"}))
            assert not programme().session(plan, day, MONDAY, Position(phase), None, has).changes


def test_the_therapist_sees_at_enrolment_what_a_plan_will_leave_out() -> None:
    plan = programme().plans["sciatica"]
    changes = programme().changes(plan, Fitness(frozenset({"wrist_pain"})))
    assert Change("bird_dog", "dead_bug_arms", ("wrist_pain",)) in changes
    assert Change("prone_elbows", "prone_lying", (), ("pain_centralises",)) in changes
    assert len(set(changes)) == len(changes)


@given(places(), days, st.integers(0, 200), contraindications, confirmations)
def test_no_change_comes_unannounced(
    place: tuple[Plan, Position],
    started: date,
    later: int,
    has: frozenset[str],
    confirmed: frozenset[str],
) -> None:
    (plan, at), day = place, started + timedelta(days=later)
    today = programme().session(plan, day, started, at, None, Fitness(has, confirmed))
    assert set(today.changes) <= set(programme().changes(plan, Fitness(has, confirmed)))


def filtered(name: str, *has: str, confirmed: frozenset[str] = NOBODYS) -> Change | None:
    exercises = programme().exercises
    item = prescribe(exercises[name])
    changes = filter_session((item,), exercises, Fitness(frozenset(has), confirmed)).changes
    return changes[0] if changes else None


def test_an_easier_neighbour_comes_first() -> None:
    assert filtered("bridge", "uncontrolled_bp") == Change(
        "bridge", "bridge_low", ("uncontrolled_bp",)
    )


def test_without_an_easier_one_comes_one_of_the_same_effort() -> None:
    change = filtered("bird_dog", "wrist_pain")
    assert change == Change("bird_dog", "dead_bug_arms", ("wrist_pain",))


def test_with_nothing_near_it_is_left_out() -> None:
    assert filtered("sciatic_slider", "recent_surgery") == Change(
        "sciatic_slider", None, ("recent_surgery",)
    )


def test_press_ups_wait_for_the_therapist() -> None:
    change = filtered("press_up")
    assert change == Change("press_up", "prone_lying", (), ("pain_centralises",))
    assert filtered("press_up", confirmed=frozenset({"pain_centralises"})) is None


def test_a_replacement_that_is_already_there_does_not_come_twice() -> None:
    exercises = programme().exercises
    both = tuple(prescribe(exercises[name]) for name in ("bridge", "bridge_low"))
    today = filter_session(both, exercises, Fitness(frozenset({"uncontrolled_bp"})))
    assert [item.exercise for item in today.items] == ["pelvic_tilt", "bridge_low"]


def test_a_replacement_comes_in_its_own_dose() -> None:
    exercises = programme().exercises
    hard = Prescribed("bridge", Dose(sets=3, reps=15, hold_seconds=10))
    (item,) = filter_session((hard,), exercises, Fitness(frozenset({"uncontrolled_bp"}))).items
    assert item.dose == exercises["bridge_low"].dose.plain()


@pytest.mark.parametrize(
    ("painful", "easier"),
    [("bridge", "bridge_low"), ("single_leg_bridge", "bridge"), ("seated_twist", None)],
)
def test_too_painful_offers_one_step_down(painful: str, easier: str | None) -> None:
    exercises = programme().exercises
    offered = ease(prescribe(exercises[painful]), exercises, ANYBODY)
    assert (offered.exercise if offered else None) == easier


def test_what_is_offered_as_easier_is_not_in_the_session_already() -> None:
    exercises = programme().exercises
    item = prescribe(exercises["bridge"])
    offered = ease(item, exercises, ANYBODY, frozenset({"bridge_low"}))
    assert offered is not None
    assert offered.exercise == "pelvic_tilt"


def test_half_as_much_is_at_least_one() -> None:
    assert halved(Prescribed("x", Dose(reps=5))).dose.reps == 3
    assert halved(Prescribed("x", Dose(reps=1, hold_seconds=30))).dose.reps == 1
    assert halved(Prescribed("x", Dose(minutes=5))).dose == Dose(minutes=3)


def test_a_plan_begun_earlier_stays_within_what_the_files_allow_today() -> None:
    plan = programme().plans["sciatica"].pinned(programme().exercises)
    bridge = programme().exercises["bridge"]
    stricter = {"most": Dose(reps=5, hold_seconds=3)}
    today = {**programme().exercises, "bridge": bridge.model_copy(update=stricter)}
    items = session(plan, today, MONDAY, MONDAY, Position())
    assert next(i.dose for i in items if i.exercise == "bridge") == Dose(reps=5, hold_seconds=3)


def test_an_exercise_whose_file_is_gone_is_left_out_and_named() -> None:
    plan = programme().plans["sciatica"]
    exercises = {k: v for k, v in programme().exercises.items() if k != "bridge"}
    items = session(plan, exercises, MONDAY, MONDAY, Position())
    assert len(items) == 5
    assert "bridge" not in {item.exercise for item in items}


def test_what_is_not_reviewed_goes_like_what_is_forbidden_and_comes_as_nobodys_substitute() -> None:
    exercises = programme().exercises
    items = (prescribe(exercises["bridge"]), prescribe(exercises["clamshell"]))
    today = filter_session(items, exercises, Fitness(withheld=frozenset({"bridge"})))
    assert [item.exercise for item in today.items] == ["bridge_low", "clamshell"]
    assert today.changes == (Change("bridge", "bridge_low", is_withheld=True),)
    both = Fitness(withheld=frozenset({"bridge", "bridge_low"}))
    assert "bridge_low" not in [i.exercise for i in filter_session(items, exercises, both).items]
    easier = ease(prescribe(exercises["bridge"]), exercises, both)
    assert easier is None or easier.exercise != "bridge_low"


@given(places(), days, st.sets(st.sampled_from(sorted(programme().exercises))))
def test_no_session_flare_set_or_easier_exercise_holds_what_is_withheld(
    place: tuple[Plan, Position], day: date, withheld: set[str]
) -> None:
    plan, at = place
    fit = Fitness(withheld=frozenset(withheld))
    sessions = (
        programme().session(plan, day, MONDAY, at, None, fit),
        programme().flare_session(plan, fit),
    )
    for found in sessions:
        assert withheld.isdisjoint(item.exercise for item in found.items)
        assert {c.exercise for c in found.changes if c.is_withheld} <= withheld
        for item in found.items:
            easier = ease(item, programme().exercises, fit)
            assert easier is None or easier.exercise not in withheld
