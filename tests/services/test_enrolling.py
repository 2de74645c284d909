"""How names and places are read at enrolment."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.enrolling import NAME_LENGTH, STEPS, after, before, read_name, read_zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Lisbon", "Europe/Lisbon"),
        ("lisboa", "Europe/Lisbon"),
        ("Bogotá", "America/Bogota"),
        ("bogota", "America/Bogota"),
        ("Ciudad de México", "America/Mexico_City"),
        ("mexico city", "America/Mexico_City"),
        ("São Paulo", "America/Sao_Paulo"),
        ("new_york", "America/New_York"),
        ("Nueva York", "America/New_York"),
        ("Atenas", "Europe/Athens"),
        ("america/argentina/buenos aires", "America/Argentina/Buenos_Aires"),
        (" Kathmandu. ", "Asia/Kathmandu"),
        ("UTC", "UTC"),
    ],
)
def test_cities_in_both_languages(text: str, zone: str) -> None:
    assert read_zone(text) == zone


@pytest.mark.parametrize("text", ["", "Atlantis", "../etc/passwd", "8", "Europe", "Europe/"])
def test_what_is_no_city(text: str) -> None:
    assert read_zone(text) is None


@given(st.one_of(st.text(max_size=60), st.sampled_from(sorted(available_timezones()))))
def test_a_zone_is_one_that_python_knows(text: str) -> None:
    zone = read_zone(text)
    assert zone is None or ZoneInfo(zone).key == zone


@pytest.mark.parametrize("zone", sorted(z for z in available_timezones() if "/" in z))
def test_every_zone_is_read_by_its_own_name(zone: str) -> None:
    assert read_zone(zone) == zone


@given(st.text(max_size=80))
def test_a_name_is_one_short_line_with_a_letter(text: str) -> None:
    name = read_name(text)
    if name is not None:
        assert 1 <= len(name) <= NAME_LENGTH
        assert any(c.isalpha() for c in name)
        assert name == " ".join(name.split())
        assert read_name(name) == name


@pytest.mark.parametrize(("text", "name"), [(" A. B. ", "A. B."), ("José", "José"), ("李", "李")])
def test_names(text: str, name: str) -> None:
    assert read_name(text) == name


@pytest.mark.parametrize("text", ["", " ", "123", "---", "x" * 41, "🙂"])
def test_no_names(text: str) -> None:
    assert read_name(text) is None


def test_steps_lead_there_and_back() -> None:
    for step in STEPS[:-1]:
        assert before(after(step)) is step
    assert before(STEPS[0]) is STEPS[0]
    assert after(STEPS[-1]) is STEPS[-1]
