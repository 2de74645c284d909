"""The wording and choice of the shipped files: complete, plain, and the same in both languages."""

import re
from collections.abc import Iterator

import pytest

from bot import texts as catalogues
from bot.domain.program.advice import TOPICS
from bot.domain.program.words import LANGUAGES
from bot.program_files.schema import schemas
from tests.programs.shipped import PROGRAMS, programme

EXERCISES = {
    "stretch": "piriformis_figure4 piriformis_seated knee_to_chest double_knee_to_chest"
    " seated_twist hamstring_towel",
    "strength": "pelvic_tilt bridge_low bridge single_leg_bridge clamshell side_leg_raise"
    " bird_dog_leg bird_dog dead_bug_arms dead_bug side_plank_knees sit_to_stand",
    "position": "prone_lying prone_elbows",
    "mobility": "press_up cat_camel sciatic_slider",
    "walking": "walking",
}
GRADE = 6.0


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Everything a patient can read, as (where, wording)."""
    for e in programme().exercises.values():
        yield f"exercises/{e.id} how", " ".join(e.how.say(language))
        for key in ("name", "feel", "stop_if"):
            yield f"exercises/{e.id} {key}", getattr(e, key).say(language)
    for page in programme().advice.values():
        yield f"advice/{page.id} title", page.title.say(language)
        yield f"advice/{page.id} text", page.text.say(language)
        if page.tip:
            yield f"advice/{page.id} tip", page.tip.say(language)
    for plan in programme().plans.values():
        yield f"plans/{plan.id} course", plan.course.say(language)
        yield f"plans/{plan.id} stop_rule", plan.stop_rule.say(language)
        for phase in plan.phases:
            yield f"plans/{plan.id} {phase.id}", phase.goal.say(language)


def syllables(word: str) -> int:
    """English, roughly: groups of vowels, a silent e not counted."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le")
    return max(1, groups - silent)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: years of school an English text asks for."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(1, len(re.findall(r"[.?!:]+(?:\s|$)", text)))
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / sentences + 11.8 * per_word - 15.59


def test_the_measure_tells_plain_from_learned() -> None:
    assert grade("Lie on your back. Bend both knees.") < 2
    assert (
        grade("Contraindications necessitate individualised physiotherapeutic deliberation.") > 12
    )


def test_every_exercise_is_there_under_its_kind() -> None:
    kinds: dict[str, set[str]] = {}
    for e in programme().exercises.values():
        kinds.setdefault(e.kind, set()).add(e.id)
    assert kinds == {kind: set(names.split()) for kind, names in EXERCISES.items()}


def test_every_exercise_says_where_its_dose_comes_from() -> None:
    assert all(len(e.dose.source) > 20 for e in programme().exercises.values())


@pytest.mark.parametrize("where", [w for w, text in texts("en") if len(text) > 120])
def test_english_asks_for_no_more_than_six_years_of_school(where: str) -> None:
    assert grade(dict(texts("en"))[where]) <= GRADE


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cheering_and_no_learned_words(language: str) -> None:
    learned = r"lumbar|supine|prone|paraesth|parestesia|piriform|decúbito|gluteus|isquio|!"
    assert [w for w, text in texts(language) if re.search(learned, text, re.IGNORECASE)] == []


def test_spanish_says_usted() -> None:
    familiar = r"\b(tu|tus|tú|ti|te|contigo|vos|vosotros|vuestr\w+|os)\b"
    assert [w for w, text in texts("es") if re.search(familiar, text, re.IGNORECASE)] == []


def test_spanish_fits_women_and_men() -> None:
    one_sex = r"\b(acostado|sentado|derecho|sincero|parado|cansado|quedarse dormido)\b"
    assert [w for w, text in texts("es") if re.search(one_sex, text, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_and_equipment_have_names(language: str) -> None:
    equipment = {thing for e in programme().exercises.values() for thing in e.equipment}
    keys = [*(f"advice.topic.{t}" for t in TOPICS), *(f"equipment.{e}" for e in equipment)]
    assert [key for key in keys if not catalogues.load().has(language, key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_changes_of_a_session_can_be_told(language: str) -> None:
    plain = catalogues.load().plain
    missing = plain(language, "session.not_confirmed", what="W")
    left_out = plain(language, "session.left_out", exercise="A", reasons=missing)
    replaced = plain(language, "session.replaced", exercise="A", other="B", reasons="R")
    assert "A" in left_out
    assert missing in left_out
    assert all(word in replaced for word in "ABR")


def test_names_are_told_apart_on_buttons() -> None:
    for language in LANGUAGES:
        names = [e.name.say(language) for e in programme().exercises.values()]
        assert len(set(names)) == len(names)


def test_every_press_up_rung_that_bends_backward_waits_for_the_therapist() -> None:
    for name in ("prone_elbows", "press_up"):
        exercise = programme().exercises[name]
        assert exercise.requires == ("pain_centralises",)
        assert {"stenosis", "spondylolisthesis", "pregnancy"} <= set(exercise.not_for)


def test_no_sitting_or_lying_stretch_for_a_new_hip_bends_it_far() -> None:
    for name in ("piriformis_figure4", "piriformis_seated", "knee_to_chest"):
        assert "hip_replacement" in programme().exercises[name].not_for


def test_editors_have_the_newest_schemas() -> None:
    found = {p.name: p.read_text(encoding="utf-8") for p in (PROGRAMS / "schema").iterdir()}
    assert found == dict(schemas()), "run: python -m bot.program_files.schema"


def test_every_file_names_its_schema_for_the_editor() -> None:
    for path in PROGRAMS.glob("*/*.toml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("#:schema ../schema/"), path.name
        assert (path.parent / first.removeprefix("#:schema ")).resolve().is_file()
