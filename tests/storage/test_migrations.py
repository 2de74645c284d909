"""Each step is built from its predecessor, and what it makes is written down here literally.

After adding a step: python -m tests.storage.test_migrations writes its file.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils

from bot.storage.migrations import NAMES, STEPS

SCHEMA = Path(__file__).parent / "schema"


def schema(conn: sqlite3.Connection) -> str:
    """All tables and indexes, one statement a line, without layout."""
    rows = conn.execute(
        """SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
        ORDER BY instr('table index view trigger', type), name"""
    )
    return "".join(f"{' '.join(row[0].split())}\n" for row in rows)


def built(until: str) -> sqlite3.Connection:
    """An empty file taken through every step up to this one."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    database = sqlite_utils.Database(conn, strict=True)
    for name, step in zip(NAMES, STEPS, strict=True):
        step.apply(database)
        if name == until:
            break
    return conn


def literal(before: sqlite3.Connection, step: str) -> None:
    """Make the tables of a step from its file, not from its code."""
    for statement in (SCHEMA / f"{step}.sql").read_text().splitlines():
        before.execute(statement)


@pytest.mark.parametrize("name", NAMES)
def test_a_step_makes_of_its_predecessor_what_is_written_down(name: str) -> None:
    number = NAMES.index(name)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        if number:
            literal(conn, NAMES[number - 1])
        STEPS[number].apply(sqlite_utils.Database(conn, strict=True))
        assert schema(conn) == (SCHEMA / f"{name}.sql").read_text()


def test_steps_are_numbered_in_their_order() -> None:
    assert list(NAMES) == sorted(NAMES)
    assert len({name[:4] for name in NAMES}) == len(NAMES)


def write() -> None:
    """Write down what the steps make now."""
    SCHEMA.mkdir(exist_ok=True)
    for name in NAMES:
        with closing(built(name)) as conn:
            (SCHEMA / f"{name}.sql").write_text(schema(conn))


if __name__ == "__main__":
    write()
