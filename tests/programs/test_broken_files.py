"""Each kind of mistake in a programme file, and what its author is told."""

from pathlib import Path

import pytest

from bot.program_files import ProgrammeErrors, load
from tests.programs.small import ADVICE, BRIDGE, CONDITIONS, PLAN, TILT, write


def told(folder: Path) -> list[str]:
    with pytest.raises(ProgrammeErrors) as refused:
        load(folder)
    return [str(problem) for problem in refused.value.problems]


def changed(text: str, old: str, new: str) -> str:
    assert old in text, f"{old!r} is not in the file any more"
    return text.replace(old, new, 1)


EXERCISE_MISTAKES = [
    pytest.param(
        'kind = "strength"',
        'kind = "strenght"',
        "kind: must be 'stretch', 'strength', 'mobility', 'position' or 'walking'"
        ' (given: "strenght"). Did you mean strength?',
        id="a word that is none of the choices",
    ),
    pytest.param(
        "[stop_if]",
        "[stopif]",
        "stopif: there is no such key. Did you mean stop_if?",
        id="a table's name misspelt",
    ),
    pytest.param(
        "hold_seconds = 5",
        "hold_second = 5",
        "dose.hold_second: there is no such key. Did you mean hold_seconds?",
        id="a key misspelt inside a table",
    ),
    pytest.param(
        'es = "Trabaja el abdomen."',
        "",
        "feel.es: the Spanish wording is missing",
        id="a language missing",
    ),
    pytest.param('es = "Báscula"', 'es = ""', "name.es: must not be empty", id="an empty name"),
    pytest.param(
        'en = "Tilt"',
        f'en = "{"T" * 49}"',
        "name.en: must have at most 48 characters",
        id="a name too long for a button",
    ),
    pytest.param(
        'es = ["Acuéstese.", "Presione la espalda."]',
        'es = ["Acuéstese.", "Presione.", "Suelte."]',
        "how: 2 steps in en but 3 in es",
        id="more steps in one language",
    ),
    pytest.param(
        'en = ["Lie down.", "Press your back down."]',
        'en = ["Lie down and press."]',
        "how: needs 2 to 4 steps, en has 1",
        id="a single step",
    ),
    pytest.param(
        "reps = 10",
        "reps = 31",
        "dose.reps: must be at most 30 (given: 31)",
        id="a dose beyond all measure",
    ),
    pytest.param(
        "reps = 10",
        'reps = "10"',
        'dose.reps: must be a whole number, without quotes (given: "10")',
        id="a number in quotes",
    ),
    pytest.param(
        "reps = 10",
        "reps = 10.5",
        "dose.reps: must be a whole number, without quotes (given: 10.5)",
        id="half a repetition",
    ),
    pytest.param(
        "reps = 10",
        "reps = 13",
        "dose.reps: more than the most in exercises/tilt.toml, 12 (given: 13)",
        id="the usual dose above the most",
    ),
    pytest.param(
        "hold_seconds = 5",
        "minutes = 5",
        "dose: give either minutes, or reps and hold_seconds, not both",
        id="minutes and repetitions",
    ),
    pytest.param(
        'harder = ["bridge"]',
        'harder = ["brigde"]',
        'harder: not an exercise (given: "brigde"). Did you mean bridge?',
        id="an unknown neighbour",
    ),
    pytest.param(
        'harder = ["bridge"]',
        'not_for = ["knee_pains"]',
        'not_for: not a contraindication (given: "knee_pains"). Did you mean knee_pain?',
        id="a contraindication misspelt",
    ),
    pytest.param(
        'harder = ["bridge"]',
        'requires = ["showed"]',
        'requires: not a confirmation (given: "showed"). Did you mean shown?',
        id="a confirmation misspelt",
    ),
    pytest.param(
        'harder = ["bridge"]',
        'harder = "bridge"',
        'harder: must be a list in brackets (["..."]) (given: "bridge")',
        id="a list without brackets",
    ),
    pytest.param(
        "schema = 1", "schema = 2", "schema: must be 1 (given: 2)", id="another file format"
    ),
    pytest.param("version = 1\n", "", "version: is missing", id="no version"),
    pytest.param(
        "schema = 1",
        'schema = 1\nid = "tilted"',
        'id: the file\'s name is the id; leave this line out (given: "tilted")',
        id="an id of its own",
    ),
    pytest.param(
        'harder = ["bridge"]',
        'easier = ["bridge"]',
        "easier, harder: the ladder runs in a circle: bridge -> tilt -> bridge",
        id="a ladder that runs in a circle",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), EXERCISE_MISTAKES)
def test_mistake_in_an_exercise(tmp_path: Path, old: str, new: str, message: str) -> None:
    mistakes = told(write(tmp_path, exercises__tilt=changed(TILT, old, new)))
    assert any(message in m and m.startswith("exercises/") for m in mistakes), mistakes


PLAN_MISTAKES = [
    pytest.param(
        'exercise = "bridge"',
        'exercise = "birdge"',
        'phase 1 (start) exercise: not an exercise (given: "birdge"). Did you mean bridge?',
        id="an unknown exercise",
    ),
    pytest.param(
        "doses = [{ reps = 8 }, { reps = 12 }]",
        "doses = [{ reps = 8 }, { reps = 14 }]",
        "phase 1 (start) exercise tilt doses 2.reps: more than the most in"
        " exercises/tilt.toml, 12 (given: 14)",
        id="a dose above the exercise's most",
    ),
    pytest.param(
        "doses = [{ reps = 8 }, { reps = 12 }]",
        "doses = [{ reps = 12 }, { reps = 8 }]",
        "phase 1 (start) exercise tilt doses 2: is less than the step before; steps only go up",
        id="a dose that falls",
    ),
    pytest.param(
        "doses = [{ reps = 8 }, { reps = 12 }]",
        "doses = [{ minutes = 3 }]",
        "phase 1 (start) exercise tilt doses 1: impossible dose:"
        " give either minutes, or reps and hold_seconds",
        id="minutes for an exercise that is counted",
    ),
    pytest.param(
        "doses = [{ reps = 8 }, { reps = 12 }]",
        "doses = []",
        "phase 1 exercise 1: doses is empty; leave it out to take the exercise's own dose",
        id="an empty list of doses",
    ),
    pytest.param(
        "doses = [{ reps = 8 }, { reps = 12 }]",
        "doses = [{ reps = 8 }, { reps = 10 }, { reps = 12 }]",
        "phase 1 (start) weeks: 3 dose steps need as many weeks, the phase has 2",
        id="more steps than weeks",
    ),
    pytest.param(
        "sessions = 2",
        "sessions = 4",
        "phase 1 (start) advance.sessions: no patient can leave this phase:"
        " 4 sessions on 3 training_days",
        id="a phase no patient can leave",
    ),
    pytest.param(
        '"mon", "wed", "fri"',
        '"mon", "wen", "fri"',
        "phase 1 training_days 2: must be 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun'"
        ' (given: "wen"). Did you mean wed?',
        id="an unknown day",
    ),
    pytest.param(
        '"mon", "wed", "fri"',
        '"mon", "mon"',
        'phase 1 (start) training_days: is there twice (given: "mon")',
        id="a day twice",
    ),
    pytest.param(
        '"mon", "wed", "fri"',
        "",
        "phase 1 training_days: needs at least 1 (given: none)",
        id="no training day",
    ),
    pytest.param(
        'exercise = "tilt"\ndoses',
        'exercise = "tilt"\nturn = "b"\ndoses',
        'phase 1 (start): no exercise on the days of turn "a"',
        id="days without any exercise",
    ),
    pytest.param(
        'exercise = "bridge"',
        'exercise = "tilt"',
        'phase 1 (start) exercise: is there twice (given: "tilt")',
        id="an exercise twice in a phase",
    ),
    pytest.param(
        "severe_at = 7",
        "sever_at = 7",
        "flags.sever_at: there is no such key. Did you mean severe_at?",
        id="an unknown threshold",
    ),
    pytest.param(
        "severe_at = 7",
        "severe_at = 11",
        "flags.severe_at: must be at most 10 (given: 11)",
        id="a threshold out of range",
    ),
    pytest.param(
        "severe_at = 7",
        "severe_at = true",
        "flags.severe_at: must be a number, without quotes (given: true)",
        id="a threshold that is no number",
    ),
    pytest.param("[[flare]]", "[[flares]]", "flare: is missing", id="no set for a flare-up"),
    pytest.param(
        'id = "start"', 'id = "Start!"', 'phase 1 id: holds characters that cannot stand here'
        ' (given: "Start!")', id="a phase id with other characters",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), PLAN_MISTAKES)
def test_mistake_in_a_plan(tmp_path: Path, old: str, new: str, message: str) -> None:
    mistakes = told(write(tmp_path, plans__back=changed(PLAN, old, new)))
    assert any(f"plans/back.toml: {message}" in m for m in mistakes), mistakes


def test_mistake_in_a_gate_of_advice(tmp_path: Path) -> None:
    broken = changed(ADVICE, '"pregnancy"', '"pregnant"')
    (mistake,) = told(write(tmp_path, advice__warmth=broken))
    assert mistake == (
        'advice/warmth.toml: hidden_for: not a contraindication (given: "pregnant").'
        " Did you mean pregnancy?"
    )


def test_contraindication_without_spanish(tmp_path: Path) -> None:
    broken = changed(CONDITIONS, ', es = "Embarazo"', "")
    assert told(write(tmp_path, contraindications=broken)) == [
        "contraindications.toml: contraindications.pregnancy.es: the Spanish wording is missing"
    ]


def test_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        exercises__tilt=changed(TILT, "version = 1\n", ""),
        exercises__bridge=changed(BRIDGE, '"knee_pain"', '"knees"'),
        plans__back=changed(PLAN, "severe_at = 7", "severe_at = 12"),
        advice__warmth="not toml at all",
    )
    files = [mistake.split(":")[0] for mistake in told(folder)]
    assert sorted(files) == [
        "advice/warmth.toml",
        "exercises/bridge.toml",
        "exercises/tilt.toml",
        "plans/back.toml",
    ]


def test_several_mistakes_in_one_file(tmp_path: Path) -> None:
    broken = changed(changed(TILT, "version = 1\n", ""), "reps = 10", "reps = 0")
    assert len(told(write(tmp_path, exercises__tilt=broken))) == 2


def test_exercise_with_mistakes_is_still_known_to_its_plan(tmp_path: Path) -> None:
    broken = changed(TILT, "version = 1\n", "")
    assert told(write(tmp_path, exercises__tilt=broken)) == [
        "exercises/tilt.toml: version: is missing"
    ]


def test_a_line_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (mistake,) = told(write(tmp_path, exercises__tilt="schema = 1\nversion = \n"))
    assert mistake.startswith("exercises/tilt.toml: cannot be read: ")
    assert "line 2" in mistake


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (write(tmp_path) / "exercises/tilt.toml").write_bytes(TILT.encode("latin-1"))
    (mistake,) = told(tmp_path)
    assert mistake == ("exercises/tilt.toml: line 11 is not UTF-8 text; save the file as UTF-8")


@pytest.mark.parametrize("name", ["tilt.toml.txt", "Squat.TOML"])
def test_a_file_that_would_be_passed_over_is_named(tmp_path: Path, name: str) -> None:
    (write(tmp_path) / "exercises" / name).write_text(TILT, encoding="utf-8")
    assert f"exercises/{name}: is not read: its name must end in .toml" in told(tmp_path)


@pytest.mark.parametrize("name", ["tilt.toml~", ".tilt.toml.swp", "tilt.toml.bak", "_draft.toml"])
def test_what_an_editor_leaves_behind_is_no_mistake(tmp_path: Path, name: str) -> None:
    (write(tmp_path) / "exercises" / name).write_text("half a file", encoding="utf-8")
    assert list(load(tmp_path).exercises) == ["bridge", "tilt"]


def test_a_file_name_that_is_no_id(tmp_path: Path) -> None:
    (write(tmp_path) / "exercises/Wall squat.toml").write_text(TILT, encoding="utf-8")
    (mistake,) = told(tmp_path)
    assert mistake.startswith("exercises/Wall squat.toml: the file's name is the id")


def test_folder_without_plans(tmp_path: Path) -> None:
    (write(tmp_path) / "plans/back.toml").unlink()
    assert told(tmp_path) == ["plans: there is no plan in this folder"]


def test_folder_without_contraindications(tmp_path: Path) -> None:
    (write(tmp_path) / "contraindications.toml").unlink()
    assert told(tmp_path) == ["contraindications.toml: is missing"]


def test_no_folder(tmp_path: Path) -> None:
    assert told(tmp_path / "gone") == [f"{tmp_path / 'gone'}: there is no such folder"]


def test_the_small_folder_is_sound(tmp_path: Path) -> None:
    assert list(load(write(tmp_path)).exercises) == ["bridge", "tilt"]
