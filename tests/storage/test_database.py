"""The file itself: durable, private, ours; loud when it is not."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import facts
from bot.storage.database import (
    AlreadyRunningError,
    Database,
    DatabaseBlockedError,
    DatabaseBrokenError,
    instance_lock,
    is_disk_trouble,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "clinic.db"


def seen_from_outside(path: Path, sql: str) -> object:
    with closing(sqlite3.connect(path)) as other:
        return other.execute(sql).fetchone()[0]


def test_every_table_is_strict_and_every_commit_reaches_the_disk(path: Path) -> None:
    with closing(Database(path)) as db:
        rows = db.all("PRAGMA table_list")
        ours = [
            r for r in rows if r["schema"] == "main" and not r["name"].startswith(("_", "sqlite"))
        ]
        assert ours
        assert [r["name"] for r in ours if not r["strict"]] == []
        assert db.value("PRAGMA synchronous") == 2
        assert db.value("PRAGMA foreign_keys") == 1
        assert db.value("PRAGMA secure_delete") == 1
        assert db.value("PRAGMA journal_mode") == "wal"


def test_only_the_owner_may_read_it(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o644)
    with closing(Database(path)) as db:
        facts.write(db, "a", "b")
        files = list(path.parent.glob("clinic.db*"))
        assert len(files) == 3
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_write_is_committed_at_once_and_a_transaction_at_its_end(path: Path) -> None:
    with closing(Database(path)) as db:
        facts.write(db, "a", "b")
        assert seen_from_outside(path, "SELECT count(*) FROM facts") == 1
        with db.transaction():
            facts.write(db, "c", "d")
            with db.transaction():
                facts.write(db, "e", "f")
            assert seen_from_outside(path, "SELECT count(*) FROM facts") == 1
        assert seen_from_outside(path, "SELECT count(*) FROM facts") == 3


def test_what_fails_leaves_nothing_behind(path: Path) -> None:
    with closing(Database(path)) as db:
        with pytest.raises(sqlite3.IntegrityError), db.transaction():
            db.tables.execute("INSERT INTO facts VALUES ('a', 'b'), ('a', 'c')")
        assert facts.read(db, "a") is None
        assert not db.conn.in_transaction


def test_a_commit_that_fails_is_undone_whole(path: Path) -> None:
    def rate_nothing() -> None:
        with db.transaction():
            db.conn.execute("PRAGMA defer_foreign_keys=ON")
            facts.write(db, "a", "b")
            db.run("INSERT INTO rating_changes VALUES (1, 1, 1, 4, 5, '')")

    with closing(Database(path)) as db:
        with pytest.raises(sqlite3.IntegrityError):
            rate_nothing()
        assert not db.conn.in_transaction
        assert facts.read(db, "a") is None


def test_a_full_disk_is_loud_and_passes(path: Path) -> None:
    with closing(Database(path)) as db:
        db.conn.execute(f"PRAGMA max_page_count={db.value('PRAGMA page_count')}")
        with pytest.raises(sqlite3.OperationalError) as caught, db.transaction():
            facts.write(db, "long", "x" * 100_000)
        assert is_disk_trouble(caught.value)
        assert not db.conn.in_transaction
        db.conn.execute("PRAGMA max_page_count=100000")
        facts.write(db, "long", "x" * 100_000)
        assert seen_from_outside(path, "SELECT count(*) FROM facts") == 1


def test_a_mistake_in_a_statement_is_no_disk_trouble(path: Path) -> None:
    with closing(Database(path)) as db:
        with pytest.raises(sqlite3.OperationalError) as caught:
            db.run("UPDATE nowhere SET a = 1")
        assert not is_disk_trouble(caught.value)
        assert not is_disk_trouble(KeyError("a"))


@pytest.mark.parametrize("content", [b"not a database at all, but long enough" * 100, b"SQLite f"])
def test_what_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(DatabaseBrokenError, match="cannot be used"):
        Database(path)
    assert path.read_bytes() == content


def test_a_damaged_file_is_refused(path: Path) -> None:
    with closing(Database(path)) as db, db.transaction():
        for number in range(2000):
            facts.write(db, f"name {number}", "x" * 100)
    content = bytearray(path.read_bytes())
    for place in range(4096 * 40, len(content), 4096):
        content[place : place + 200] = b"\xff" * 200
    path.write_bytes(content)
    with pytest.raises(DatabaseBrokenError, match="cannot be used"):
        Database(path)


def test_the_database_of_another_program_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (name)")
    with pytest.raises(DatabaseBrokenError, match="another program"):
        Database(path)


def test_the_database_of_a_newer_version_is_refused(path: Path) -> None:
    with closing(Database(path)) as db:
        db.run("UPDATE _sqlite_migrations SET name = 'm999_later' WHERE name = 'm001_tables'")
    with pytest.raises(DatabaseBrokenError, match="newer version"):
        Database(path)


def test_a_place_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "clinic.db", tmp_path):
        with pytest.raises(DatabaseBlockedError, match="cannot be read and written"):
            Database(path)


def test_a_second_holder_is_told_who_is_the_first(path: Path) -> None:
    import os  # noqa: PLC0415 - its own number is asked for

    with instance_lock(path), pytest.raises(AlreadyRunningError) as caught, instance_lock(path):
        pass
    assert f"process {os.getpid()}" in str(caught.value)
    with instance_lock(path):
        pass
