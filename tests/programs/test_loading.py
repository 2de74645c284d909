"""A sound folder becomes one programme that nobody can change, known by its fingerprint."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.domain.program.plan import Plan
from bot.domain.program.session import Position
from bot.program_files import load
from tests.programs.shipped import PROGRAMS, programme
from tests.programs.small import BRIDGE, PLAN, TILT, write

MONDAY = date(2026, 3, 2)


def test_the_file_name_is_the_id(tmp_path: Path) -> None:
    small = load(write(tmp_path))
    assert small.exercises["tilt"].id == "tilt"
    assert small.plans["back"].name.say("es") == "Espalda"


def test_files_without_a_reviewer_are_drafts(tmp_path: Path) -> None:
    assert load(write(tmp_path)).unreviewed == ("exercises/bridge.toml",)


def test_a_ladder_is_known_from_both_sides_though_one_file_names_it(tmp_path: Path) -> None:
    small = load(write(tmp_path, exercises__bridge=BRIDGE.replace('easier = ["tilt"]\n', "")))
    assert small.exercises["bridge"].easier == ("tilt",)
    assert small.exercises["tilt"].harder == ("bridge",)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (write(tmp_path) / "exercises/tilt.toml").write_text(TILT, encoding="utf-8-sig")
    assert load(tmp_path).exercises["tilt"].name.en == "Tilt"


def test_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    raw = TILT.replace("\n", "\r\n").encode()
    (write(tmp_path) / "exercises/tilt.toml").write_bytes(raw)
    assert load(tmp_path).exercises["tilt"].name.en == "Tilt"


def test_one_changed_word_changes_the_fingerprint_of_its_file_and_the_whole(
    tmp_path: Path,
) -> None:
    before = load(write(tmp_path)).fingerprint
    after = load(write(tmp_path, exercises__tilt=TILT.replace("Lie down", "Lie back"))).fingerprint
    changed = {name for name, digest in after.files.items() if before.files[name] != digest}
    assert changed == {"exercises/tilt.toml"}
    assert before.total != after.total


def test_the_fingerprint_covers_every_file_that_is_read(tmp_path: Path) -> None:
    assert set(load(write(tmp_path)).fingerprint.files) == {
        "contraindications.toml",
        "exercises/bridge.toml",
        "exercises/tilt.toml",
        "plans/back.toml",
        "advice/warmth.toml",
    }


def test_nothing_changes_once_loaded(tmp_path: Path) -> None:
    small = load(write(tmp_path))
    with pytest.raises(ValidationError, match="frozen"):
        small.exercises["tilt"].version = 2  # type: ignore[misc]
    with pytest.raises(TypeError, match="item assignment"):
        small.exercises["new"] = small.exercises["tilt"]  # type: ignore[index]


def test_a_plan_has_its_own_thresholds_and_the_usual_ones_beside(tmp_path: Path) -> None:
    thresholds = load(write(tmp_path)).plans["back"].thresholds
    assert (thresholds.severe_at, thresholds.severe_rise) == (7, 2)


def test_the_expected_course_reaches_the_thresholds() -> None:
    course = programme().plans["sciatica"].thresholds.course
    assert [(c.week, c.fall_percent) for c in course] == [(3, 15), (6, 30)]


def test_a_phase_has_the_rule_of_the_plan_unless_it_has_its_own(tmp_path: Path) -> None:
    own = PLAN.replace("[[phase.exercise]]", "[phase.advance]\nsessions = 1\n[[phase.exercise]]", 1)
    assert load(write(tmp_path)).plans["back"].rule(0).sessions == 2
    assert load(write(tmp_path, plans__back=own)).plans["back"].rule(0).sessions == 1


def test_a_patient_stays_on_the_plan_they_began(tmp_path: Path) -> None:
    began = load(write(tmp_path))
    kept = began.plans["back"].pinned(began.exercises).model_dump_json(by_alias=True)

    milder = TILT.replace("hold_seconds = 5", "hold_seconds = 3")
    newer = load(write(tmp_path, exercises__tilt=milder, plans__back=PLAN.replace("12", "11")))
    plan = Plan.model_validate_json(kept)
    dose = plan.phases[0].exercises[0].dose_at(1)
    assert (dose.reps, dose.hold_seconds) == (12, 5)
    assert newer.plans["back"].phases[0].exercises[0].dose_at(1).reps == 11


def test_a_kept_plan_reads_back_as_it_was() -> None:
    for plan in programme().plans.values():
        kept = plan.pinned(programme().exercises)
        assert Plan.model_validate_json(kept.model_dump_json(by_alias=True)) == kept


def test_an_exercise_of_a_kept_plan_whose_file_is_gone_is_named(tmp_path: Path) -> None:
    began = load(write(tmp_path)).plans["back"]
    shorter = PLAN.replace('[[phase.exercise]]\nexercise = "bridge"\nturn = "b"\n', "")
    write(tmp_path, exercises__tilt=TILT.replace('harder = ["bridge"]', ""), plans__back=shorter)
    (tmp_path / "exercises/bridge.toml").unlink()
    now = load(tmp_path)
    assert now.gone(began) == ("bridge",)
    assert now.gone(now.plans["back"]) == ()


def test_a_copied_template_is_sound(tmp_path: Path) -> None:
    folder = tmp_path / "programs"
    for path in PROGRAMS.rglob("*.toml"):
        name = path.name.removeprefix("_") if path.name.startswith("_") else path.name
        copy = folder / path.relative_to(PROGRAMS).with_name(name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    copied = load(folder)
    assert {"template"} <= copied.plans.keys() & copied.exercises.keys() & copied.advice.keys()
    plan = copied.plans["template"]
    assert copied.session(plan, MONDAY, MONDAY, Position()).items
