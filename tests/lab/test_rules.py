"""`run_bot.py rules`: the whole report on few patients, and on a diary."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from bot.lab import noise
from bot.lab.commands import rules
from bot.lab.contest import generated, knowing, run
from bot.lab.generator import STEP, Person, diary
from bot.lab.published import RULES

HEADINGS = [
    "## Every rule",
    "## Found within 14 days",
    "## The engine at other limits",
    "## The ceiling",
]


def test_the_report_names_every_rule_and_the_chart_is_a_picture(tmp_path: Path) -> None:
    picture = tmp_path / "rules.png"
    result = CliRunner().invoke(rules, ["--patients", "20", "--chart", str(picture)])
    assert result.exit_code == 0
    for wanted in [*RULES, "Homestretch", "knows the truth", *HEADINGS]:
        assert wanted in result.stdout
    with Image.open(io.BytesIO(picture.read_bytes())) as image:
        assert image.format == "PNG"
        assert image.getcolors(1_000_000)
    assert len({line.count("|") for line in result.stdout.split("\n\n")[2].splitlines()}) == 1


@pytest.fixture
def ben(tmp_path: Path) -> Path:
    """Ben's made-up diary of four months."""
    who = Person(4.0, 0.9, 0.3, 0.5, 0.0, 0.2, 0.3)
    rows = [
        f"Ben,{date(2025, 1, 1) + timedelta(days=n)},{'' if pain is None else pain}"
        for n, pain in enumerate(diary(who, 12, 120))
    ]
    path = tmp_path / "ben.csv"
    path.write_text("patient,date,pain\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_diary_can_be_the_noise(ben: Path) -> None:
    result = CliRunner().invoke(rules, ["--diary", str(ben)])
    assert result.exit_code == 0
    assert "13 overlapping stretches of 60 days" in result.stdout


def test_a_diary_that_is_too_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("patient,date,pain\nBen,2025-01-01,4\n", encoding="utf-8")
    result = CliRunner().invoke(rules, ["--diary", str(path)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no stretch of 60 days" in result.stderr


def test_windows_are_left_out_where_too_little_was_answered() -> None:
    assert list(noise.windows([4] * 17 + [None] * 43)) == []
    assert len(list(noise.windows([4] * 18 + [None] * 42))) == 1
    assert len(list(noise.windows([4] * 70))) == 3


def test_more_evidence_asked_for_means_fewer_flags_of_the_oracle_too() -> None:
    contest = generated(30, 5, changes=(STEP,))
    ready, slow = (run(knowing(contest.people, limit), contest) for limit in (2.0, 8.0))
    assert ready.false_flags().per_month > slow.false_flags().per_month
    assert ready.found(STEP.name).soon.value >= slow.found(STEP.name).soon.value > 0.5
