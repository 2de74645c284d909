"""A clinic tries its own lines with `read` and sees what the bot would make of them."""

from pathlib import Path

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import screening_file
from bot.read_command import read, reading

PROGRAMS = Path(__file__).parents[2] / "programs"
SCREENING = screening_file.load(PROGRAMS)


def run(given: bytes) -> list[str]:
    result = CliRunner().invoke(read, ["--programs", str(PROGRAMS)], input=given)
    assert result.exit_code == 0, result.output
    return result.output.split("\n")[:-1]


def test_each_line_shows_the_rating_and_the_question() -> None:
    lines = "en\t4/10\nes\tno puedo orinar\nen\t4.5\nen\tpain 7 and I cannot pee\nen\thello\n"
    assert run(lines.encode()) == ["4\t", "\tbladder", "ask\t", "ask\tbladder", "\t"]


def test_bad_lines_are_read_as_english_and_never_stop_the_stream() -> None:
    lines = b"\xef\xbb\xbfES\tun siete\r\nxx\tfour\nno tab: 4\n\n\xff\xfe\t\xff 5\nen\t6"
    assert run(lines) == ["7\t", "4\t", "ask\t", "\t", "5\t", "6\t"]


def test_a_folder_without_the_file_is_told_by_name(tmp_path: Path) -> None:
    result = CliRunner().invoke(read, ["--programs", str(tmp_path)])
    assert result.exit_code == 1
    assert "screening.toml: cannot be opened" in result.output


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_line_gives_two_fields(line: str) -> None:
    pain, _, sign = reading(line, SCREENING).partition("\t")
    assert pain in {"", "ask", *map(str, range(11))}
    assert sign in {"", *(flag.id for flag in SCREENING.red_flag)}
