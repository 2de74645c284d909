"""`run_bot.py replay` as a clinic uses it on an old diary."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.lab.commands import replay

MONDAY = date(2026, 3, 2)
CALM = ["4", "4", "3", "4", "5", "4", "4", "3", "4", "4"]


def lines(patient: str, *pains: str | None) -> list[str]:
    """Rows of consecutive days; None leaves the day out."""
    return [
        f"{patient},{MONDAY + timedelta(days=n)},{pain}"
        for n, pain in enumerate(pains)
        if pain is not None
    ]


def run(
    tmp_path: Path, rows: list[str], *options: str, header: str = "patient,date,pain"
) -> Result:
    path = tmp_path / "diary.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return CliRunner().invoke(replay, [str(path), *options])


def test_a_worsening_is_one_row_with_its_reason(tmp_path: Path) -> None:
    result = run(tmp_path, lines("Ana", *CALM, "7", "6.5"))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "patient,date,kind,priority,reason",
        'Ana,2026-03-13,worsening,medium,"7, 7 in 2 days; usual is 4 (3-5, 10 days)"',
    ]


def test_a_calm_diary_gives_the_header_alone(tmp_path: Path) -> None:
    assert run(tmp_path, lines("Ben", *CALM)).stdout == "patient,date,kind,priority,reason\n"


def test_absent_and_empty_days_are_silence_on_the_third(tmp_path: Path) -> None:
    result = run(tmp_path, lines("Ben", *CALM, None, "", None, "4"))
    assert [row.split(",")[:4] for row in result.stdout.splitlines()[1:]] == [
        ["Ben", "2026-03-14", "silence", "low"]
    ]


def test_the_order_of_rows_and_identical_repeats_do_not_matter(tmp_path: Path) -> None:
    rows = [*lines("Ana", *CALM, "7", "7"), *lines("Ben", *CALM, "8", "9")]
    plain = run(tmp_path, rows).stdout
    assert run(tmp_path, [*reversed(rows), rows[3]]).stdout == plain
    assert plain.count("\n") == 3


def test_bad_rows_stop_everything_and_are_named(tmp_path: Path) -> None:
    result = run(
        tmp_path, [*lines("Ana", *CALM, "8", "9"), "Ana,2026-03-02,9", "Ben,2026-03-02,99"]
    )
    assert result.exit_code == 2
    assert result.stdout == ""
    assert [line.rsplit(":", 2)[1] for line in result.stderr.splitlines()] == ["14", "15"]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_bytes(b"patient,date,pain\nAna,2026-03-02,\xff\n")
    result = CliRunner().invoke(replay, [str(path)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not UTF-8" in result.stderr


def test_spreading_is_told_in_words(tmp_path: Path) -> None:
    rows = [
        f"{row},{leg}"
        for row, leg in zip(lines("Ana", *CALM[:6]), ["buttock"] * 4 + ["calf"] * 2, strict=True)
    ]
    result = run(tmp_path, rows, header="patient,date,pain,leg")
    assert result.stdout.splitlines()[1] == (
        'Ana,2026-03-07,spreading,medium,"Leg: buttock → calf, in 2 reports"'
    )


def test_an_unknown_plan_is_named_with_those_there_are(tmp_path: Path) -> None:
    result = run(tmp_path, lines("Ana", *CALM), "--plan", "nonesuch")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nonesuch" in result.stderr


@pytest.mark.parametrize("pain", ["4", "9"])
def test_a_plan_s_thresholds_and_course_are_taken(tmp_path: Path, pain: str) -> None:
    """The plan for sciatica expects some fall by week 3, wherever pain began."""
    steady = lines("Ana", *[pain] * 21)
    assert "not_improving" not in run(tmp_path, steady).stdout
    assert "not_improving,low" in run(tmp_path, steady, "--plan", "sciatica").stdout
