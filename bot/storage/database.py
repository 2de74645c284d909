"""The database file: how it is opened, locked, migrated and written."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlite_utils

from bot.storage.migrations import migrations

Row = sqlite3.Row


class DatabaseBroken(Exception):
    """The file cannot be trusted; the message says what to do."""


class AlreadyRunning(Exception):
    """Another process holds this database."""


class Database:
    """One writing connection, used from one thread; nothing awaits inside `transaction`."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        new_file = str(path) != ":memory:" and not self.path.exists()
        if new_file:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        self.conn = sqlite3.connect(path)
        self.conn.row_factory = sqlite3.Row
        self.tables = sqlite_utils.Database(self.conn, strict=True)
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            self.conn.close()
            raise DatabaseBroken(f"{self.path} cannot be opened: {error}.") from error

    def _prepare(self) -> None:
        self.tables.enable_wal()
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=5000",
            "secure_delete=ON",
        ):
            self.conn.execute(f"PRAGMA {pragma}")
        result = self.conn.execute("PRAGMA quick_check(1)").fetchone()[0]
        if result != "ok":
            raise sqlite3.DatabaseError(str(result))
        # The migrations read rows by their own row type.
        self.conn.row_factory = None
        migrations.apply(self.tables)
        self.conn.row_factory = sqlite3.Row

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """All or nothing, holding the write lock from the start; a nested one joins the outer."""
        if self.conn.in_transaction:
            yield self
            return
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            yield self
        except BaseException:
            self.conn.rollback()
            raise
        self.conn.commit()

    def run(self, sql: str, *values: Any) -> int:
        """Write; answers how many rows changed."""
        return self.conn.execute(sql, values).rowcount

    def add(self, sql: str, *values: Any) -> int:
        """Insert one row; answers its id."""
        cursor = self.conn.execute(sql, values)
        assert cursor.lastrowid is not None  # noqa: S101 - an INSERT always has one
        return cursor.lastrowid

    def one(self, sql: str, *values: Any) -> Row | None:
        row: Row | None = self.conn.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, *values: Any) -> list[Row]:
        return self.conn.execute(sql, values).fetchall()

    def value(self, sql: str, *values: Any) -> Any:
        row = self.conn.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def close(self) -> None:
        if not self.conn.in_transaction and str(self.path) != ":memory:":
            self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.conn.close()


@contextmanager
def instance_lock(database: Path) -> Iterator[None]:
    """Hold `<database>.lock` for life, so that two bots never share a file; kill -9 frees it."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(database.name + ".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise AlreadyRunning(
                f"{database} is in use by process {lock.read().strip() or 'unknown'}. "
                "Stop that one first, or name another DATABASE_PATH."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
