"""What Ana and Ben write between the lines: a sign leads to its question, small talk to none."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import screening_file
from bot.domain.screening import red_flag_question
from bot.domain.screening.spelling import distance

PROGRAMS = Path(__file__).parents[2] / "programs"
CORPUS = Path(__file__).parent / "corpus"
SCREENING = screening_file.load(PROGRAMS)
EMERGENCIES = {flag.id for flag in SCREENING.red_flag if flag.tier == "emergency"}


def asked(text: str, lang: str = "en") -> str | None:
    return red_flag_question(text, lang, SCREENING)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("No feeling between my legs", "saddle_numbness"),
        ("toilet paper feels different when I wipe", "saddle_numbness"),
        ("it's like someone injected my crotch with novocaine", "saddle_numbness"),
        ("NUMMMB BUM", "saddle_numbness"),
        ("nubmness in my gential area", "saddle_numbness"),
        ("cannot pee", "bladder"),
        ("cantpee", "bladder"),
        ("my husband hasn’t been able to urinate since last night", "bladder"),
        ("pain is 3 but I wet the bed", "bladder"),
        ("my bladder isn't ok", "bladder"),
        ("I sit on the toilet for ages and nothing comes", "bladder"),
        ("I soiled myself", "bowel"),
        ("can't hold wind any more", "bowel"),
        ("I don't feel anything during sex", "sexual"),
        ("no erections since my back went", "sexual"),
        ("pain both legs down to my feet", "both_legs"),
        ("it has moved to my other leg too", "both_legs"),
        ("my foot drags", "leg_weakness"),
        ("38.9 and shivering", "fever"),
        ("fell down the stairs", "fall"),
        ("losing weight and I don't know why", "weight_night"),
    ],
)
def test_english_signs(text: str, question: str) -> None:
    assert asked(text) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("no siento mis partes íntimas", "saddle_numbness"),
        ("me limpio y no siento nada", "saddle_numbness"),
        ("tengo dormida la entrepierna", "saddle_numbness"),
        ("no puedo orinar", "bladder"),
        ("nopuedo orinar bien", "bladder"),
        ("voy al baño y no sale nada", "bladder"),
        ("se me escapa la orina", "bladder"),
        ("me hice popó encima", "bowel"),
        ("no siento nada con mi esposo en la cama", "sexual"),
        ("dolor en ambas piernas", "both_legs"),
        ("se me duermen las piernas", "both_legs"),
        ("arrastro el pie", "leg_weakness"),
        ("fievre 38", "fever"),
        ("me caí ayer", "fall"),
        ("no puedo dormir del dolor", "weight_night"),
    ],
)
def test_spanish_signs(text: str, question: str) -> None:
    assert asked(text, "es") == question


@pytest.mark.parametrize(
    "text",
    [
        "no numbness, tingling or weakness between the legs",
        "no problems with the bladder, no fever",
        "I don't have trouble peeing",
        "numbness: no",
        "I can't hold the bridge for 30 seconds",
        "do I do both legs?",
        "fell asleep on the sofa",
        "lost 3 kg on purpose with my diet",
        "I don't feel the stretch in my bottom",
        "picture at the bottom is too small",
        "pain is 3, thanks Tess",
        "",
    ],
)
def test_denials_and_small_talk_are_quiet(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "sin hormigueo",
        "no tengo problemas para orinar",
        "sin fiebre ni escalofríos",
        "no me caí",
        "todo el año sin dolor",
        "no puedo hacer el puente",
        "no siento el estiramiento en el glúteo",
        "me duele solo la pierna izquierda, la derecha bien",
        "me quedé dormida en el sofá",
    ],
)
def test_spanish_denials_and_small_talk_are_quiet(text: str) -> None:
    assert asked(text, "es") is None


def test_a_denial_ends_where_something_else_begins() -> None:
    assert asked("no fever but numb between the legs") == "saddle_numbness"
    assert asked("no fever. numb between the legs") == "saddle_numbness"
    assert asked("no weakness, bottom is numb") == "saddle_numbness"


def test_an_emergency_goes_before_a_lesser_sign() -> None:
    assert asked("fever of 39 and I cannot pee") == "bladder"


def test_the_other_language_is_read_too() -> None:
    assert asked("no puedo orinar", "en") == "bladder"
    assert asked("cannot pee", "es") == "bladder"
    assert asked("cannot pee", "fr") == "bladder"


def test_an_ordinary_word_is_not_taken_for_a_misspelt_sign() -> None:
    assert asked("wrong number") is None
    assert distance("number", "numbed", 1) == 1
    assert distance("nubm", "numb", 1) == 1
    assert distance("weather", "feather", 0) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["en", "es", "xx"]))
def test_no_text_makes_the_reader_fail(text: str, lang: str) -> None:
    assert asked(text, lang) in {None, *(flag.id for flag in SCREENING.red_flag)}


@dataclass(frozen=True)
class Measure:
    """Totals over a corpus file, for emergencies: no message of it is shown."""

    recall: float
    exact: float
    precision: float
    lesser_asked: float


def measured(lang: str, half: str) -> Measure:
    signs = found = exact = false = lesser = lesser_asked = 0
    for line in (CORPUS / f"{lang}_{half}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        expected, _, text = line.partition("\t")
        ids, question = set(expected.split("|")), asked(text, lang)
        if ids & EMERGENCIES:
            signs += 1
            found += question in EMERGENCIES
            exact += question in ids
        else:
            false += question in EMERGENCIES
            lesser += expected != ""
            lesser_asked += expected != "" and question is not None
    return Measure(
        found / signs, exact / signs, found / (found + false), _share(lesser_asked, lesser)
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def reached(lang: str, half: str, recall: float, exact: float, lesser: float) -> Measure:
    result = measured(lang, half)
    print(f"{lang} {half}: {result}")  # noqa: T201 - the figures are what a reader wants
    assert result.recall >= recall
    assert result.exact >= exact
    assert result.lesser_asked >= lesser
    return result


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    ("half", "recall", "exact", "lesser"),
    [
        ("open", 0.99, 0.98, 0.98),
        ("sealed", 0.99, 0.98, 0.92),
        ("second_open", 0.99, 0.98, 0.97),
        ("second_sealed", 0.96, 0.88, 0.91),
        ("third_sealed", 0.975, 0.92, 0.95),
    ],
)
def test_messages_written_by_another_hand(
    lang: str, half: str, recall: float, exact: float, lesser: float
) -> None:
    assert reached(lang, half, recall, exact, lesser).precision >= 0.85


@pytest.mark.parametrize(
    ("lang", "half", "recall", "precision"),
    [
        # Traps and pairs of twins in which a few words decide: harder than what people write.
        ("en", "a_held", 0.97, 0.85),
        ("en", "b_held", 0.98, 0.85),
        ("en", "c_held", 0.98, 0.74),
        ("en", "d_held", 0.98, 0.7),
        ("es", "a_held", 0.98, 0.93),
        ("es", "b_held", 0.97, 0.85),
        ("es", "c_held", 0.91, 0.78),
        ("es", "d_held", 0.96, 0.82),
        ("es", "e_held", 0.96, 0.7),
        ("es", "f_held", 0.98, 0.66),
    ],
)
def test_messages_that_nothing_was_learned_from(
    lang: str, half: str, recall: float, precision: float
) -> None:
    assert reached(lang, half, recall, 0.85, 0.91).precision >= precision
