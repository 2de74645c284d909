"""Copies are whole or are not there; a restore loses nothing, not even what it replaces."""

import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.services import backups
from bot.services.backups import BackupError
from bot.storage import facts, staff
from bot.storage.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def hire(db: Database, number: int) -> None:
    staff.welcome(db, number, f"T{number}", is_admin=False, language="en", timezone="UTC", now=NOW)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "clinic.db"
    with closing(Database(path)) as db:
        hire(db, 1)
    return path


def names(path: Path) -> list[str]:
    with closing(Database(path)) as db:
        return [member.name for member in staff.all_current(db)]


def test_a_copy_made_while_the_bot_writes_is_whole(database: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with closing(Database(database)) as db:
            number = 2
            while not stop.is_set():
                with db.transaction():
                    hire(db, number)
                    facts.write(db, "newest", str(number))
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [backups.make(database, tmp_path / f"copy{n}.db") for n in range(3)]
    finally:
        stop.set()
        writer.join()
    for copy in copies:
        assert backups.verify(copy)["staff"] >= 1
        with closing(Database(copy)) as db:
            newest = int(facts.read(db, "newest") or 1)
            assert len(staff.all_current(db)) == newest


def test_a_copy_is_one_private_file_and_never_replaces_another(
    database: Path, tmp_path: Path
) -> None:
    target = tmp_path / "new" / "folder" / "copy.db"
    backups.make(database, target)
    assert [file.name for file in target.parent.iterdir()] == ["copy.db"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    before = target.read_bytes()
    with pytest.raises(BackupError, match="exists already"):
        backups.make(database, target)
    assert target.read_bytes() == before


def test_a_copy_that_cannot_be_written_says_so_and_leaves_nothing(
    database: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupError, match="could not be written"):
        backups.make(database, tmp_path / "file" / "copy.db")
    with pytest.raises(BackupError, match="does not exist"):
        backups.make(tmp_path / "nothing.db", tmp_path / "copy.db")
    assert not list(tmp_path.glob("*.partial"))


def test_a_restore_keeps_what_it_replaces_with_its_latest_commits(
    database: Path, tmp_path: Path
) -> None:
    copy = backups.make(database, tmp_path / "copy.db")
    # Killed without closing: the latest commit is only in the log beside the file.
    with closing(sqlite3.connect(database)) as reader:
        reader.execute("SELECT * FROM staff").fetchall()
        with closing(Database(database)) as db:
            hire(db, 2)
        assert database.with_name("clinic.db-wal").exists()
        kept, counts = backups.restore(copy, database, NOW)
    assert counts["staff"] == 1
    assert names(database) == ["T1"]
    assert kept is not None
    assert names(kept) == ["T1", "T2"]
    again, _ = backups.restore(copy, database, NOW)
    assert again is not None
    assert again != kept
    assert not list(tmp_path.glob("*.restoring"))
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (name)")


def damaged(path: Path) -> None:
    with closing(Database(path)) as db, db.transaction():
        for number in range(2000):
            facts.write(db, f"name {number}", "x" * 100)
    content = bytearray(path.read_bytes())
    for place in range(4096 * 60, len(content), 4096):
        content[place : place + 300] = b"\xff" * 300
    path.write_bytes(content)


def orphaned(path: Path) -> None:
    with closing(Database(path)) as db:
        db.conn.execute("PRAGMA foreign_keys=OFF")
        db.run("INSERT INTO rating_changes VALUES (1, 77, 77, 4, 5, '')")


def newer(path: Path) -> None:
    with closing(Database(path)) as db:
        db.run("UPDATE _sqlite_migrations SET name = 'm999_later' WHERE name = 'm001_tables'")


def empty(path: Path) -> None:
    path.touch()


def nothing(path: Path) -> None:
    path.mkdir()


def text(path: Path) -> None:
    path.write_text("a letter, not a database, though long enough to be one\n" * 50)


@pytest.mark.parametrize("make", [foreign, damaged, orphaned, newer, empty, nothing, text])
def test_a_restore_refuses_what_is_not_sound_and_changes_nothing(
    database: Path, tmp_path: Path, make: object
) -> None:
    source = tmp_path / "offered.db"
    assert callable(make)
    make(source)
    before = database.read_bytes()
    with pytest.raises(BackupError, match=r"offered\.db"):
        backups.restore(source, database, NOW)
    assert database.read_bytes() == before
    assert not list(tmp_path.glob("*replaced*"))


def test_a_restore_of_the_database_onto_itself_is_refused(database: Path) -> None:
    with pytest.raises(BackupError, match="itself"):
        backups.restore(database, database, NOW)
    assert names(database) == ["T1"]


def test_a_restore_where_nothing_was_keeps_nothing(database: Path, tmp_path: Path) -> None:
    copy = backups.make(database, tmp_path / "copy.db")
    kept, _ = backups.restore(copy, tmp_path / "elsewhere" / "clinic.db", NOW)
    assert kept is None
    assert names(tmp_path / "elsewhere" / "clinic.db") == ["T1"]


def test_the_newest_is_found_by_its_name(tmp_path: Path) -> None:
    assert backups.newest(None) is backups.newest(tmp_path / "none") is None
    for days in (3, 1, 2):
        (tmp_path / backups.file_name(NOW - timedelta(days=days))).touch()
    assert backups.newest(tmp_path) == tmp_path / "clinic-20260301-090000.db"
