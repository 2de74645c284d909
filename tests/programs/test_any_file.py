"""Whatever stands in a file, the folder loads or its author is told; nothing else happens."""

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.program.problem import Problem
from bot.program_files import ProgrammeErrors, load
from tests.programs.small import FILES, write

values = st.sampled_from(
    [
        *("true", "-1", "0", "3.5", "nan", "inf", "10" * 30, "1979-05-27"),
        *('""', '"x"', "'''a\nb'''", '"<b>"', '"\\u0000"'),
        *("[]", "[[]]", '["en"]', "{}", "[{}]", '{ en = "a", es = "b" }'),
    ]
)
files = st.sampled_from(sorted(FILES))


def loads_or_tells(folder: Path, name: str, content: bytes) -> None:
    try:
        (folder / name).write_bytes(content)
        assert all(problem.message for problem in told(folder))
    finally:
        (folder / name).write_text(FILES[name], encoding="utf-8")


def told(folder: Path) -> tuple[Problem, ...]:
    try:
        load(folder)
    except ProgrammeErrors as refused:
        return refused.problems
    return ()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("programs"))


@settings(deadline=None)
@given(name=files, content=st.binary(max_size=200))
def test_any_bytes(folder: Path, name: str, content: bytes) -> None:
    loads_or_tells(folder, name, content)


@settings(deadline=None)
@given(name=files, data=st.data(), value=values)
def test_any_value_in_the_place_of_another(
    folder: Path, name: str, data: st.DataObject, value: str
) -> None:
    lines = FILES[name].splitlines()
    filled = [n for n, line in enumerate(lines) if "=" in line]
    n = data.draw(st.sampled_from(filled))
    key = lines[n].split("=")[0]
    content = "\n".join([*lines[:n], f"{key}= {value}", *lines[n + 1 :]])
    loads_or_tells(folder, name, content.encode())


@settings(deadline=None)
@given(name=files, data=st.data())
def test_any_line_missing_or_twice(folder: Path, name: str, data: st.DataObject) -> None:
    lines = FILES[name].splitlines()
    n = data.draw(st.integers(0, len(lines) - 1))
    middle = data.draw(st.sampled_from([[], [lines[n], lines[n]]]))
    content = "\n".join([*lines[:n], *middle, *lines[n + 1 :]])
    loads_or_tells(folder, name, content.encode())


@settings(deadline=None)
@given(name=files, data=st.data(), letter=st.sampled_from(string.ascii_lowercase + '"=[]{},#\n'))
def test_any_slip_of_a_finger(folder: Path, name: str, data: st.DataObject, letter: str) -> None:
    text = FILES[name]
    n = data.draw(st.integers(0, len(text) - 1))
    loads_or_tells(folder, name, (text[:n] + letter + text[n + 1 :]).encode())


@pytest.mark.parametrize("content", ["a = " + "9" * 5000, "a = " + "[" * 5000])
def test_a_file_that_would_break_a_reader(folder: Path, content: str) -> None:
    loads_or_tells(folder, "exercises/tilt.toml", content.encode())
    assert told(folder) == ()
