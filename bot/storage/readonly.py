"""Looking into a database that another process may be writing, or that may not be sound."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.database import whose

COUNTED = ("staff", "patients", "prompts", "ratings", "flags", "messages")


class UnsoundError(Exception):
    """The file is damaged, or is not a Homestretch database; the message says which."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection that can never change the file."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def audit(path: Path, last: int) -> list[tuple[str, ...]]:
    """The newest lines of the audit, oldest first; the bot may be writing meanwhile."""
    with closing(connect(path)) as db:
        rows = db.execute(
            "SELECT at, who, action, subject, detail FROM audit ORDER BY id DESC LIMIT ?", (last,)
        ).fetchall()
    return rows[::-1]


def counts(path: Path) -> dict[str, int]:
    """Check the whole file; answers how many rows it has of each kind."""
    try:
        with closing(connect(path)) as db:
            _check(db)
            return {
                table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - fixed names
                for table in COUNTED
            }
    except sqlite3.Error as error:
        raise UnsoundError(str(error)) from error


def _check(db: sqlite3.Connection) -> None:
    result = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if result != "ok":
        raise UnsoundError(str(result))
    if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise UnsoundError("rows point to rows that are missing")
    if not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise UnsoundError("it is empty")
    why = whose(db)
    if why is not None:
        raise UnsoundError(why)


def admin_accounts(path: Path) -> set[int]:
    """The Telegram accounts of the admins; none where there is no database yet."""
    if not path.exists():
        return set()
    with closing(connect(path)) as db:
        rows = db.execute("SELECT telegram_id FROM staff WHERE is_admin = 1 AND removed_at IS NULL")
        return {row[0] for row in rows}
