"""Rendered files, what makes them stale, and the command that renews them."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageChops

from bot.pictures.figure import files
from bot.pictures.figure.scene import Scene
from bot.pictures.figures_command import figures
from tests.pictures.figure_world import PROGRAMS, bridge

FIGURES = PROGRAMS / "figures"

TINY = """
title = "the part above belongs to the exercise"
[figure]
posture = "supine"
muscles = ["glute_r"]
[[figure.pose]]
hold = 0
move = 0.2
foot = { at = [0.30, 0, 0.06], flat = true, knee = [0.2, 1, 0] }
hand = { at = [-0.02, 0.025, 0.19], elbow = [-0.3, 0.3, 1] }
[[figure.pose]]
hold = 0
move = 0.2
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    (tmp_path / "exercises").mkdir()
    for name in ("one", "two"):
        (tmp_path / "exercises" / f"{name}.toml").write_text(TINY)
    (tmp_path / "exercises" / "undrawn.toml").write_text("id = 'undrawn'\n")
    return tmp_path


def run(programs: Path, *options: str) -> str:
    result = CliRunner().invoke(figures, ["--programs", str(programs), *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_pictures_kept_in_the_repository_are_up_to_date() -> None:
    assert files.stale(files.read(PROGRAMS / "exercises"), FIGURES) == []


def test_a_kept_still_is_what_is_drawn_today() -> None:
    """Fails when the drawing changes without RENDERER being raised."""
    spec = files.read(PROGRAMS / "exercises")["bridge"]
    with Image.open(files.still_path(FIGURES, "bridge")) as kept:
        before = kept.convert("RGB")
    difference = ImageChops.difference(before, Scene.of(spec).still()).convert("L")
    assert sum(difference.histogram()[25:]) < 100


def test_only_what_changed_is_drawn_again(programs: Path) -> None:
    assert "2 rendered, 0 up to date." in run(programs)
    folder = programs / "figures"
    untouched = (folder / "one.gif").stat().st_mtime_ns
    assert "0 rendered, 2 up to date." in run(programs)
    two = programs / "exercises" / "two.toml"
    two.write_text(TINY.replace("0.30, 0, 0.06", "0.28, 0, 0.06"))
    specs = files.read(programs / "exercises")
    assert files.stale(specs, folder) == ["two"]
    assert "1 rendered, 1 up to date." in run(programs)
    assert files.stale(specs, folder) == []
    assert (folder / "one.gif").stat().st_mtime_ns == untouched
    (folder / "one.png").unlink()
    assert files.stale(specs, folder) == ["one"]


def test_a_broken_file_is_named_and_nothing_is_drawn(programs: Path) -> None:
    broken = programs / "exercises" / "two.toml"
    broken.write_text(TINY.replace("hold = 0", "hodl = 0"))
    result = CliRunner().invoke(figures, ["--programs", str(programs)])
    assert result.exit_code == 1
    assert "two.toml" in result.output
    assert "hodl" in result.output
    assert not (programs / "figures").exists()


def test_a_figure_no_body_could_do_is_drawn_and_named(programs: Path) -> None:
    bad = programs / "exercises" / "two.toml"
    bad.write_text(TINY.replace("[0.30, 0, 0.06]", "[0.30, -0.1, 0.06]"))
    output = run(programs)
    assert "2 rendered" in output
    assert "two, pose 1, foot_r: 0.1" in output


def test_the_gallery_shows_every_figure_and_forgets_removed_ones(programs: Path) -> None:
    run(programs)
    page = (programs / "figures" / "gallery.html").read_text()
    assert 'src="one.gif"' in page
    assert 'srcset="two.png"' in page
    with Image.open(programs / "figures" / "gallery.png") as sheet:
        assert sheet.width == 1440
    (programs / "exercises" / "one.toml").unlink()
    run(programs)
    assert list(files.index(programs / "figures")) == ["two"]
    assert "one.gif" not in (programs / "figures" / "gallery.html").read_text()


def test_words_beside_the_figure_do_not_make_it_stale() -> None:
    table = tomllib.loads(TINY)
    other = tomllib.loads(TINY.replace("belongs", "still belongs"))
    assert table != other
    assert table["figure"] == other["figure"]


def test_the_hash_follows_poses_and_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    before = files.digest(bridge())
    assert files.digest(bridge()) == before
    assert files.digest(bridge(hold=0.5)) != before
    monkeypatch.setattr(files, "RENDERER", files.RENDERER + 1)
    assert files.digest(bridge()) != before


def test_the_gallery_picture_is_small_enough_for_the_readme() -> None:
    assert (FIGURES / "gallery.png").stat().st_size < 300_000
