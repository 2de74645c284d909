"""Doses: how long they take, what may be given at most, and how they read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot import texts
from bot.domain.program.dose import Dose, DoseChange
from bot.domain.program.dose_text import DosePart, describe_dose, dose_text
from bot.domain.program.session import Prescribed, minutes

COUNTED = st.builds(
    Dose,
    sets=st.integers(1, 5),
    reps=st.integers(1, 30),
    hold_seconds=st.integers(0, 60),
    times_a_day=st.integers(1, 8),
)
TIMED = st.builds(
    Dose, sets=st.integers(1, 5), minutes=st.integers(1, 45), times_a_day=st.integers(1, 8)
)
DOSES = COUNTED | TIMED


def test_a_held_stretch_takes_its_holds_and_the_changes_between() -> None:
    assert Dose(reps=2, hold_seconds=30).seconds(sides=2) == 2 * 2 * (30 + 3)


def test_rounds_are_parted_by_a_rest() -> None:
    assert Dose(sets=2, reps=10).seconds() == 2 * 10 * 4 + 20


def test_a_walk_takes_its_minutes() -> None:
    assert Dose(minutes=5).seconds() == 300


def test_getting_ready_counts_for_the_session() -> None:
    walk = Prescribed("walking", Dose(minutes=5))
    assert walk.seconds == 325
    assert minutes([walk, walk]) == 11


def test_minutes_and_repetitions_exclude_each_other() -> None:
    with pytest.raises(ValidationError, match="not both"):
        Dose(minutes=5, reps=10)


def test_a_change_leaves_alone_what_it_does_not_name() -> None:
    changed = DoseChange(reps=12).applied_to(Dose(sets=2, reps=10, hold_seconds=5))
    assert changed == Dose(sets=2, reps=12, hold_seconds=5)


def test_a_change_can_take_the_hold_away() -> None:
    assert DoseChange(hold_seconds=0).applied_to(Dose(reps=10, hold_seconds=5)) == Dose(reps=10)


@given(DOSES, DOSES)
def test_capped_is_never_above_the_most(dose: Dose, most: Dose) -> None:
    assert dose.capped(most).exceeding(most) == ()


@given(DOSES)
def test_capping_at_itself_changes_nothing(dose: Dose) -> None:
    assert dose.capped(dose) is dose


@given(COUNTED, COUNTED)
def test_a_capped_dose_is_no_more_work(dose: Dose, most: Dose) -> None:
    assert dose.capped(most).work() <= dose.work()


def test_what_goes_without_saying_is_left_out() -> None:
    assert describe_dose(Prescribed("tilt", Dose(reps=10))) == (DosePart("dose.reps", 10),)


@pytest.mark.parametrize(
    ("prescribed", "english", "spanish"),
    [
        (
            Prescribed("stretch", Dose(reps=2, hold_seconds=30), per_side=True),
            "2 times, hold 30 seconds, each side",
            "2 veces, mantener 30 segundos, cada lado",
        ),
        (
            Prescribed("bridge", Dose(sets=2, reps=12, hold_seconds=5)),
            "2 rounds, 12 times, hold 5 seconds",
            "2 series, 12 veces, mantener 5 segundos",
        ),
        (
            Prescribed("walking", Dose(minutes=5, times_a_day=2)),
            "5 minutes, 2 times a day",
            "5 minutos, 2 veces al día",
        ),
        (
            Prescribed("lying", Dose(reps=1, hold_seconds=1)),
            "once, hold 1 second",
            "una vez, mantener 1 segundo",
        ),
    ],
)
def test_a_dose_reads_as_one_line(prescribed: Prescribed, english: str, spanish: str) -> None:
    plain = texts.load().plain
    assert dose_text(plain, "en", prescribed) == english
    assert dose_text(plain, "es", prescribed) == spanish
