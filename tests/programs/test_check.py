"""What `check` says beside the mistakes that stop a start."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.domain.figure.spec import FigureSpec
from bot.program_files.check import check
from tests.programs.shipped import PROGRAMS
from tests.programs.small import TILT, write

REVERSED_KNEE = """
[figure]
posture = "standing"
muscles = ["quad_r"]

[[figure.pose]]
pelvis = { at = [0, 0.53, 0] }
foot = { at = [0, 0, 0.055], flat = true, knee = "left", toes = "right" }
hand = { dir = "down" }

[[figure.pose]]
pelvis = { at = [0, 0.45, 0] }
"""


def none_stale(_: Mapping[str, FigureSpec]) -> Iterable[str]:
    return ()


def all_stale(figures: Mapping[str, FigureSpec]) -> Iterable[str]:
    return figures


def test_a_sound_folder_has_no_problem(tmp_path: Path) -> None:
    report = check(write(tmp_path), none_stale)
    assert report.problems == ()
    assert report.drafts == ("exercises/bridge.toml",)


def test_exercises_without_a_figure_are_named(tmp_path: Path) -> None:
    assert [str(w) for w in check(write(tmp_path), none_stale).warnings] == [
        "exercises/bridge.toml: has no moving figure; patients see its steps alone",
        "exercises/tilt.toml: has no moving figure; patients see its steps alone",
    ]


def test_an_impossible_pose_is_a_problem(tmp_path: Path) -> None:
    report = check(write(tmp_path, exercises__tilt=TILT + REVERSED_KNEE), none_stale)
    assert any("hip" in str(p) or "knee" in str(p) for p in report.problems)
    assert all(str(p).startswith("exercises/tilt.toml: figure: ") for p in report.problems)


def test_stale_pictures_are_named(tmp_path: Path) -> None:
    report = check(write(tmp_path, exercises__tilt=TILT + REVERSED_KNEE), all_stale)
    assert (
        "exercises/tilt.toml: figure: its pictures are out of date;"
        " run: python run_bot.py figures" in [str(w) for w in report.warnings]
    )


def test_an_exercise_that_nobody_can_get_is_named(tmp_path: Path) -> None:
    report = check(write(tmp_path, exercises__lonely=TILT), none_stale)
    assert "exercises/lonely.toml: no plan and no other exercise names it" in [
        str(w) for w in report.warnings
    ]


def test_figures_and_drafts_of_sound_files_are_looked_at_though_another_is_broken(
    tmp_path: Path,
) -> None:
    write(tmp_path, exercises__tilt=TILT + REVERSED_KNEE, plans__back="half a plan")
    report = check(tmp_path, none_stale)
    files = {p.file for p in report.problems}
    assert files == {"plans/back.toml", "exercises/tilt.toml"}
    assert report.drafts == ("exercises/bridge.toml",)


def test_the_shipped_files_have_no_mistake_of_their_own() -> None:
    report = check(PROGRAMS, none_stale)
    assert [str(p) for p in report.problems if p.place != "figure"] == []
    assert [str(w) for w in report.warnings if "names it" in str(w)] == []
