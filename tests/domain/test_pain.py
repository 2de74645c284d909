"""Ana types her number in her own way; the bot never puts another number in her mouth."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pain import AskAgain, Pain, read_pain
from bot.domain.pain_words import NUMBER_WORDS
from bot.domain.typed_text import plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4),
        (" 4. ", 4),
        ("4/10", 4),
        ("4 / 10", 4),
        ("10/10", 10),
        ("10 out of 10", 10),
        ("four out of ten", 4),
        ("four", 4),
        ("zero", 0),
        ("sevn", 7),
        ("Fooour", 4),
        ("about 5", 5),
        ("~5", 5),
        ("4ish", 4),
        ("maybe a 5 today?", 5),
        ("pain 7 today", 7),
        ("7 at worst", 7),
        ("on a scale of 0 to 10, 4", 4),
        ("hi, my pain is 4 thanks", 4),
        ("4 (four)", 4),
        ("4.0", 4),
        ("٤", 4),
        ("４", 4),
        ("4️⃣", 4),
        ("1️⃣0️⃣", 10),
        ("🔟", 10),
        ("4 😊", 4),
    ],
)
def test_a_rating_in_plain_english_or_any_digits(text: str, value: int) -> None:
    assert read_pain(text, "en") == Pain(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("siete", 7),
        ("un 4", 4),
        ("como 5", 5),
        ("más o menos 5", 5),
        ("4 de 10", 4),
        ("cuatro sobre diez", 4),
        ("quatro", 4),
        ("sinco", 5),
        ("nuebe", 9),
        ("cero", 0),
        ("hoy el dolor es de 6, gracias", 6),
        ("de 0 a 10, un 6", 6),
        ("tres, por favor", 3),
    ],
)
def test_a_rating_in_spanish(text: str, value: int) -> None:
    assert read_pain(text, "es") == Pain(value)
    assert read_pain(text, "en") == Pain(value)


@pytest.mark.parametrize(
    ("text", "candidates", "reason"),
    [
        ("4.5", (4, 5), "between"),
        ("4,5", (4, 5), "between"),
        ("4½", (4, 5), "between"),
        ("five and a half", (5, 6), "between"),
        ("cuatro y medio", (4, 5), "between"),
        ("4.5/10", (4, 5), "between"),
        ("10.5", (10,), "between"),
        ("5-6", (5, 6), "several"),
        ("5–6", (5, 6), "several"),
        ("5 to 6", (5, 6), "several"),
        ("entre 5 y 6", (5, 6), "several"),
        ("was 7 now 4", (7, 4), "several"),
        ("back 3 leg 6", (3, 6), "several"),
        ("5²", (5, 2), "several"),
        ("4/5", (4, 5), "several"),
        ("-3", (3,), "unclear"),
        ("-3/10", (3,), "unclear"),
        ("12", (), "out_of_range"),
        ("eleven", (), "out_of_range"),
        ("12/10", (), "out_of_range"),
        ("100%", (), "out_of_range"),
        ("9" * 5000, (), "out_of_range"),
        ("more than 5", (5,), "unclear"),
        ("casi 5", (5,), "unclear"),
        ("not 4", (4,), "unclear"),
        ("5+", (5,), "unclear"),
        ("4 because I slept badly", (4,), "unclear"),
        ("I slept 7 hours, pain 4", (4,), "unclear"),
        ("yesterday 6", (6,), "unclear"),
        ("no pain", (0,), "unclear"),
        ("sin dolor", (0,), "unclear"),
        ("1_0", (), "unclear"),
        ("1e1", (), "unclear"),
    ],
)
def test_doubt_is_asked_again_with_what_was_typed(
    text: str, candidates: tuple[int, ...], reason: str
) -> None:
    reading = read_pain(text, "es")
    assert isinstance(reading, AskAgain)
    assert (reading.candidates, reading.reason) == (candidates, reason)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "my knee hurts",
        "see you at 8 tomorrow",
        "7pm",
        "8:30",
        "I did 10 reps",
        "numb in two legs",
        "pain in one leg",
        "call 5551234",
        "I have one question",
        "2 weeks",
        "I can't pee since 3 days",
        "día 4",
        "none of these",
        "fine",
        "-",
        "😊",
    ],
)
def test_talk_that_is_no_rating_is_left_alone(text: str) -> None:
    assert read_pain(text, "en") is None


def test_once_is_eleven_in_spanish_only() -> None:
    assert read_pain("once", "en") is None
    assert read_pain("once", "es") == AskAgain((), "out_of_range")


def _is_written(value: int, text: str) -> bool:
    words = re.findall(r"[a-z]+", plain(text))
    said = {NUMBER_WORDS.get(re.sub(r"(.)\1{2,}", r"\1", word)) for word in words}
    return value in said or re.search(rf"(?<!\d)0*{value}(?!\d)", plain(text)) is not None


ratings = st.one_of(
    st.sampled_from(sorted(NUMBER_WORDS)),
    st.integers(-20, 120).map(str),
    st.builds("{}{}{}".format, st.integers(0, 11), st.sampled_from(".,"), st.integers(0, 99)),
)
around = st.sampled_from(["pain", "my", "about", "un", "y", "-", "/", ".", ",", "10", "and", "not"])


@given(st.lists(st.one_of(ratings, around), max_size=6), st.sampled_from(["", " "]))
def test_no_value_that_is_not_written_there(parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    reading = read_pain(text, "es")
    if isinstance(reading, Pain):
        assert 0 <= reading.value <= 10
        assert _is_written(reading.value, text)


@given(st.text(max_size=300), st.sampled_from(["en", "es", "xx", ""]))
def test_no_text_makes_the_reader_fail(text: str, lang: str) -> None:
    reading = read_pain(text, lang)
    if isinstance(reading, Pain):
        assert _is_written(reading.value, text)
    if isinstance(reading, AskAgain):
        assert all(0 <= value <= 10 for value in reading.candidates)


@given(st.lists(st.integers(0, 10), min_size=2, max_size=2, unique=True))
def test_two_different_numbers_are_never_one(numbers: list[int]) -> None:
    for form in ("{} {}", "{}-{}", "{} or {}", "was {} now {}", "{}, {} today"):
        assert read_pain(form.format(*numbers), "en") == AskAgain(tuple(numbers), "several")
