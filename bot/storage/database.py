"""The database file: how it is opened, locked, migrated and written."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import sqlite_utils

from bot.storage.migrations import NAMES, migrations

Row = sqlite3.Row


BUSY = 5000
"""Milliseconds to wait for whoever else has the file: a command, or a copy."""
_DISK = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)


class DatabaseBrokenError(Exception):
    """The file cannot be trusted; the message says what is wrong."""


class DatabaseBlockedError(Exception):
    """The file or its place cannot be used; the data may be sound."""


class AlreadyRunningError(Exception):
    """Another process holds this database."""


def is_disk_trouble(error: BaseException) -> bool:
    """Whether a full, read-only or failing disk is to blame, and not what was being written."""
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte names the kind; the rest says where it happened.
    return isinstance(code, int) and code & 0xFF in _DISK


class Database:
    """One writing connection, used from one thread; nothing awaits inside `transaction`."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        try:
            _make_file(self.path)
            # No implicit transactions: a write outside `transaction` is committed at once.
            self.conn = sqlite3.connect(path, isolation_level=None)
        except (OSError, sqlite3.OperationalError) as error:
            raise DatabaseBlockedError(_blocked(self.path, error)) from error
        self.conn.row_factory = sqlite3.Row
        self.tables = sqlite_utils.Database(self.conn, strict=True)
        try:
            self._prepare()
        except sqlite3.OperationalError as error:
            self.conn.close()
            raise DatabaseBlockedError(_blocked(self.path, error)) from error
        except (sqlite3.DatabaseError, DatabaseBrokenError) as error:
            self.conn.close()
            raise DatabaseBrokenError(f"{self.path} cannot be used: {error}.") from error

    def _prepare(self) -> None:
        self.tables.enable_wal()
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY}",
            "secure_delete=ON",
        ):
            self.conn.execute(f"PRAGMA {pragma}")
        result = self.conn.execute("PRAGMA quick_check(1)").fetchone()[0]
        if result != "ok":
            raise sqlite3.DatabaseError(str(result))
        why = whose(self.conn)
        if why is not None:
            raise DatabaseBrokenError(why)
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
            # Also undone when the commit itself fails, as on a full disk: a transaction left open
            # would swallow everything written after it.
            self.conn.commit()
        except BaseException:
            self.conn.rollback()
            raise

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

    def all(self, sql: str, *values: Any, **named: Any) -> list[Row]:
        return self.conn.execute(sql, named or values).fetchall()

    def value(self, sql: str, *values: Any) -> Any:
        row = self.conn.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def tidy(self) -> None:
        """Bring the write-ahead log into the file and empty it, where no reader is in the way."""
        self.conn.execute("PRAGMA busy_timeout=0")
        with suppress(sqlite3.OperationalError):
            self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.conn.execute(f"PRAGMA busy_timeout={BUSY}")

    def close(self) -> None:
        # On a full disk the log stays beside the file; the next start reads it.
        self.tidy()
        self.conn.close()


def whose(conn: sqlite3.Connection) -> str | None:
    """Why a file is not ours to use; None when it is, or is new."""
    tables = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if "_sqlite_migrations" not in tables:
        return "it is the database of another program"
    steps = conn.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'homestretch'")
    applied = {row[0] for row in steps}
    if not applied and tables - {"_sqlite_migrations"}:
        return "it is the database of another program"
    if applied - set(NAMES):
        return "a newer version of Homestretch has written it; use that version"
    return None


def _make_file(path: Path) -> None:
    """A new database is for its owner's eyes only; so is one that was copied here."""
    if str(path) == ":memory:":
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def _blocked(path: Path, error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"{path} cannot be read and written: {reason}. Check the disk and who owns the folder."


@contextmanager
def instance_lock(database: Path) -> Iterator[None]:
    """Hold `<database>.lock` for life, so that two bots never share a file; kill -9 frees it."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(database.name + ".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise AlreadyRunningError(
                f"{database} is in use by process {lock.read().strip() or 'unknown'}. "
                "Stop that one first, or name another DATABASE_PATH."
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
