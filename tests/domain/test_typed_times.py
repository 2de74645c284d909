"""Tess types times, days and dates the way people do; what is unclear is asked again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.typed_times import read_date, read_days, read_time

TODAY = date(2026, 3, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("8", "08:00"),
        ("08:30", "08:30"),
        ("8.30", "08:30"),
        ("0830", "08:30"),
        ("830", "08:30"),
        ("7pm", "19:00"),
        ("7:30 am", "07:30"),
        ("6.30 p. m.", "18:30"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("half past 7", "07:30"),
        ("half past seven in the evening", "19:30"),
        ("quarter to eight", "07:45"),
        ("seven thirty", "07:30"),
        ("8 o’clock", "08:00"),
        ("at 20", "20:00"),
        ("nine at night", "21:00"),
        ("noon", "12:00"),
        ("19h30", "19:30"),
        ("20 hs", "20:00"),
        ("7 y media", "07:30"),
        ("a las siete y cuarto", "07:15"),
        ("ocho menos diez", "07:50"),
        ("7 de la tarde", "19:00"),
        ("a las 8 de la mañana", "08:00"),
        ("12 de la noche", "00:00"),
        ("mediodía", "12:00"),
        ("٨:٣٠", "08:30"),
        ("８：３０", "08:30"),
    ],
)
def test_usual_ways_to_write_a_time(text: str, clock: str) -> None:
    hour, minute = clock.split(":")
    assert read_time(text) == int(hour) * 60 + int(minute)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "24:00",
        "8:60",
        "8.5",
        "-8",
        "25",
        "13pm",
        "0am",
        "half 7",
        "1_0",
        "8-9",
        "8 or 9",
        "7:30:00",
        "123456",
        "9 de la madrugada",
        "10 de la tarde",
        "8½",
        "at",
    ],
)
def test_what_is_no_time_or_two_is_not_guessed(text: str) -> None:
    assert read_time(text) is None


@given(st.integers(0, 1439))
def test_every_minute_of_the_day_is_read_back(minute: int) -> None:
    for form in ("{:02}:{:02}", "{}.{:02}", "{:02}{:02}", "{}h{:02}", "{} {:02}"):
        assert read_time(form.format(*divmod(minute, 60))) == minute


@pytest.mark.parametrize(
    ("text", "lang", "days"),
    [
        ("Mon Wed Fri", "en", {0, 2, 4}),
        ("Monday, Wednesday and Friday", "en", {0, 2, 4}),
        ("tues/thurs", "en", {1, 3}),
        ("1,3,5", "en", {0, 2, 4}),
        ("every day", "en", set(range(7))),
        ("every day except Sunday", "en", set(range(6))),
        ("weekdays", "en", set(range(5))),
        ("Fri-Mon", "en", {4, 5, 6, 0}),
        ("the weekend", "en", {5, 6}),
        ("lun mie vie", "es", {0, 2, 4}),
        ("lunes, miércoles y sábados", "es", {0, 2, 5}),
        ("de lunes a viernes", "es", set(range(5))),
        ("L X V", "es", {0, 2, 4}),
        ("todos los días menos el domingo", "es", set(range(6))),
        ("entre semana", "es", set(range(5))),
        ("mar jue", "es", {1, 3}),
        ("martes y jueves", "en", {1, 3}),
    ],
)
def test_usual_ways_to_name_training_days(text: str, lang: str, days: set[int]) -> None:
    assert read_days(text, lang) == frozenset(days)


@pytest.mark.parametrize(
    "text", ["", "hello", "0", "8", "Mon and cake", "-", "every other day", "m"]
)
def test_days_that_cannot_be_told_are_not_guessed(text: str) -> None:
    assert read_days(text, "es") is None


def test_leaving_out_every_day_leaves_nothing() -> None:
    assert read_days("Monday except Monday", "en") is None


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("2026-04-03", "en", date(2026, 4, 3)),
        ("3 April", "en", date(2026, 4, 3)),
        ("April 3rd, 2027", "en", date(2027, 4, 3)),
        ("until the 1st of February", "en", date(2027, 2, 1)),
        ("9 sept", "en", date(2026, 9, 9)),
        ("3 de abril", "es", date(2026, 4, 3)),
        ("hasta el 3 de abril de 2027", "es", date(2027, 4, 3)),
        ("9 de setiembre", "es", date(2026, 9, 9)),
        ("25/12", "en", date(2026, 12, 25)),
        ("12/25/2026", "en", date(2026, 12, 25)),
        ("5/5", "en", date(2026, 5, 5)),
        ("today", "en", TODAY),
        ("mañana", "es", date(2026, 3, 19)),
        ("pasado mañana", "es", date(2026, 3, 20)),
        ("in two weeks", "en", date(2026, 4, 1)),
        ("en 10 días", "es", date(2026, 3, 28)),
        ("Friday", "en", date(2026, 3, 20)),
        ("el miércoles", "es", date(2026, 3, 25)),
    ],
)
def test_usual_ways_to_name_the_end_of_a_pause(text: str, lang: str, expected: date) -> None:
    assert read_date(text, TODAY, lang) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3/4",
        "03.04.2027",
        "30 Feb",
        "31/31",
        "0/0",
        "next Monday",
        "may",
        "2026-13-01",
        "3 April 99999",
        "hello there",
    ],
)
def test_dates_with_two_readings_or_none_are_not_guessed(text: str) -> None:
    assert read_date(text, TODAY, "en") is None


@given(st.text(max_size=60), st.sampled_from(["en", "es", "xx"]))
def test_nothing_typed_makes_a_parser_fail(text: str, lang: str) -> None:
    minute, days = read_time(text), read_days(text, lang)
    assert minute is None or 0 <= minute < 1440
    assert days is None or (days and days <= set(range(7)))
    found = read_date(text, TODAY, lang)
    assert found is None or isinstance(found, date)
