"""The screening file is whole and true to its promises; a bad one is refused with every mistake."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import program_files, screening_file
from bot.program_files import ProgrammeErrors

PROGRAMS = Path(__file__).parents[2] / "programs"
SCREENING = screening_file.load(PROGRAMS)


def refused(tmp_path: Path, change: Callable[[str], str]) -> list[str]:
    sound = (PROGRAMS / "screening.toml").read_text(encoding="utf-8")
    (tmp_path / "screening.toml").write_text(change(sound), encoding="utf-8")
    with pytest.raises(ProgrammeErrors) as caught:
        screening_file.load(tmp_path)
    return str(caught.value).splitlines()


def test_the_signs_that_need_an_ambulance_are_emergencies() -> None:
    urgent = {flag.id for flag in SCREENING.red_flag if flag.tier == "emergency"}
    assert urgent == {"saddle_numbness", "bladder", "bowel", "sexual", "both_legs"}


def test_of_the_emergency_signs_the_intimate_one_alone_can_be_skipped() -> None:
    urgent = [flag for flag in SCREENING.red_flag if flag.tier == "emergency"]
    assert [flag.id for flag in urgent if flag.skippable] == ["sexual"]


def test_only_both_legs_can_be_known() -> None:
    assert [flag.id for flag in SCREENING.red_flag if flag.may_be_known] == ["both_legs"]


def test_weakness_in_both_legs_or_quickly_worse_becomes_an_emergency() -> None:
    follow_ups = SCREENING.flag("leg_weakness").follow_up
    assert {one.id for one in follow_ups if one.makes_emergency} == {"both", "quickly"}
    assert {one.id for one in follow_ups} == {"both", "quickly", "fallen"}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_emergency_text_has_the_number_and_a_line_for_each_emergency_sign(lang: str) -> None:
    assert "{number}" in SCREENING.what_to_do("emergency").say(lang)
    assert len(SCREENING.emergency_lines(lang)) == 6
    assert {"en": "ONE", "es": "UNA"}[lang] in SCREENING.emergency.any_one.say(lang)


def test_nobody_is_asked_to_try_walking_on_their_heels_or_toes() -> None:
    for flag in SCREENING.red_flag:
        for asked in (flag.text, flag.plainer, *(one.text for one in flag.follow_up)):
            assert "heel" not in asked.en.lower()
            assert "talon" not in asked.es.lower()


def test_each_contraindication_is_asked_for_and_known_to_the_exercises() -> None:
    known = program_files.load(PROGRAMS).conditions.contraindications
    assert {one.id for one in SCREENING.contraindication} == set(known)


def test_an_unknown_flag_is_not_made_up() -> None:
    with pytest.raises(KeyError):
        SCREENING.flag("headache")


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    def spoil(sound: str) -> str:
        return sound.replace('tier = "same_day"', 'tier = "soon"').replace(
            "version = 1", "verson = 1"
        )

    problems = refused(tmp_path, spoil)
    assert len(problems) == 5
    assert any("red_flag 6 tier" in problem and '"soon"' in problem for problem in problems)
    assert any("Did you mean version?" in problem for problem in problems)


@pytest.mark.parametrize(
    ("given", "instead", "told"),
    [
        ('id = "bowel"', 'id = "bladder"', "bladder stands there twice"),
        ("Llame al {number}", "Llame", "call.es must name the emergency number"),
        ('only_if = "pain_where"', 'only_if = "weather"', "names no earlier question"),
        ('kind = "scale"', 'kind = "single"', "two options or more"),
        ('"numb + groin"', '"numb + elbow"', "no concept 'elbow'"),
        ("perineum, perineal", "peri/neum", "neither a word nor a <concept>"),
        ("perineum, perineal", "<groin>", "leads back to itself"),
    ],
)
def test_a_mistake_is_told_in_the_authors_words(
    tmp_path: Path, given: str, instead: str, told: str
) -> None:
    problems = refused(tmp_path, lambda sound: sound.replace(given, instead, 1))
    assert any(told in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("content", "told"), [(b"version = ", "cannot be read"), (b"\xff", "not UTF-8")]
)
def test_an_unreadable_file_is_told_so(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "screening.toml").write_bytes(content)
    with pytest.raises(ProgrammeErrors, match=told):
        screening_file.load(tmp_path)


@pytest.mark.parametrize("change", ["unasked", "unknown"])
def test_an_answer_without_effect_and_a_fact_nobody_asks_for_are_mistakes(change: str) -> None:
    conditions = program_files.load(PROGRAMS).conditions
    screening_file.match(SCREENING, conditions)
    facts = dict(conditions.contraindications)
    if change == "unknown":
        del facts["cancer"]
    else:
        facts["hiccups"] = facts["cancer"]
    other = conditions.model_copy(update={"contraindications": facts})
    with pytest.raises(ProgrammeErrors, match="hiccups" if change == "unasked" else "cancer"):
        screening_file.match(SCREENING, other)


def test_a_file_is_read_anew_only_when_it_has_changed(tmp_path: Path) -> None:
    sound = (PROGRAMS / "screening.toml").read_bytes()
    shutil.copytree(PROGRAMS / "signs", tmp_path / "signs")
    (tmp_path / "screening.toml").write_bytes(sound)
    assert screening_file.load(tmp_path) is SCREENING
    (tmp_path / "screening.toml").write_bytes(sound.replace(b"no feeling", b"no sense", 1))
    changed = screening_file.load(tmp_path)
    assert changed.digest != SCREENING.digest
    assert changed != SCREENING
