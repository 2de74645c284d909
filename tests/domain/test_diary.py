from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.daily import SessionResult
from bot.domain.diary import BadDiaryError, Entry, by_patient, pain, read
from bot.domain.flags import Leg

HEADER = "patient,date,pain\n"


def mistakes(*lines: str) -> list[tuple[int, str]]:
    with pytest.raises(BadDiaryError) as found:
        read([HEADER, *(f"{line}\n" for line in lines)])
    return [(m.line, m.text) for m in found.value.mistakes]


def test_columns_in_any_order_with_leg_and_session() -> None:
    lines = ["Pain,leg,patient,session,date\n", "4,calf,Ana,partly,2026-03-02\n"]
    day = date(2026, 3, 2)
    assert read(lines) == [Entry("Ana", day, 4, Leg.CALF, SessionResult.PARTLY)]


def test_an_empty_rating_is_asked_but_not_answered_and_a_session_of_none_is_no_session() -> None:
    lines = ["patient,date,pain,session\n", "Ana,2026-03-02,,none\n"]
    assert read(lines) == [Entry("Ana", date(2026, 3, 2), None)]


@pytest.mark.parametrize(
    ("text", "rating"), [("4.5", 5), ("4.49", 4), ("0.5", 1), ("2.5", 3), ("9.5", 10), ("010", 10)]
)
def test_decimals_are_rounded_half_up(text: str, rating: int) -> None:
    assert pain(text) == rating


@pytest.mark.parametrize(
    "text", ["-1", "11", "10.4", "4,5", "1e1", "four", "٤", "1_0", "nan", "+4"]
)
def test_anything_else_is_no_rating(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number from 0 to 10"):
        pain(text)


def test_identical_repeats_are_ignored_and_conflicts_name_both_lines() -> None:
    assert len(read([HEADER, "Ana,2026-03-02,4\n", "Ana,2026-03-02,4\n"])) == 1
    found = mistakes("Ana,2026-03-02,4", "Ben,2026-03-02,5", "Ana,2026-03-02,5")
    assert found == [(4, "Ana 2026-03-02 differs from line 2")]


def test_every_mistake_is_told_with_its_line() -> None:
    found = mistakes(
        "Ana,2026-02-30,4",
        "Ana,02.03.2026,4",
        ",2026-03-02,4",
        "Ana,2026-03-03",
        "Ana,2026-03-04,x",
    )
    assert [line for line, _ in found] == [2, 3, 4, 5, 6]
    assert "YYYY-MM-DD" in found[0][1]
    assert found[3][1] == "2 values for 3 columns"


def test_a_wrong_leg_or_session_is_a_mistake() -> None:
    with pytest.raises(BadDiaryError) as found:
        read(["patient,date,pain,leg\n", "Ana,2026-03-02,4,knee\n"])
    assert "leg 'knee' is none of none, back" in found.value.mistakes[0].text


@pytest.mark.parametrize("header", ["", "patient,date\n", "patient,date,pain,pain\n"])
def test_a_header_that_cannot_be_used_is_a_mistake_of_line_one(header: str) -> None:
    with pytest.raises(BadDiaryError) as found:
        read([header] if header else [])
    assert found.value.mistakes[0].line == 1


def test_a_byte_order_mark_and_empty_lines_do_not_matter() -> None:
    assert len(read(["\ufeffpatient,date,pain\n", "\n", "Ana,2026-03-02,4\n", " \n"])) == 1


def test_a_quote_that_never_ends_is_a_mistake() -> None:
    assert mistakes('"Ana,2026-03-02,4')[0][1].startswith("not CSV")


def test_patients_by_name_and_days_by_date() -> None:
    rows = ["Ben,2026-03-02,4\n", "Ana,2026-03-03,4\n", "Ana,2026-03-02,4\n"]
    grouped = [(name, [e.date.day for e in own]) for name, own in by_patient(read([HEADER, *rows]))]
    assert grouped == [("Ana", [2, 3]), ("Ben", [2])]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_text_is_read_or_refused_never_half(lines: list[str]) -> None:
    with suppress(BadDiaryError):
        entries = read([HEADER, *lines])
        assert all(e.pain is None or 0 <= e.pain <= 10 for e in entries)
