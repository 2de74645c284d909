"""Verified copies of the database: made daily, restored only when sound, never over something."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from bot.services.clinic import Clinic
from bot.storage import facts
from bot.storage.values import instant, instant_text

MADE = "backup_at"
EVERY = timedelta(hours=24)
KEPT = 14


class BackupError(Exception):
    """A copy could not be made or must not be used; the message says why and what to do."""


def daily(clinic: Clinic, now: datetime) -> Path | None:
    """Make the day's copy if it is time; the oldest beyond two weeks go."""
    folder = clinic.settings.backup_dir
    last = facts.read(clinic.db, MADE)
    if folder is None or (last is not None and now - instant(last) < EVERY):
        return None
    path = make(clinic.db.path, folder / f"clinic-{now:%Y%m%d-%H%M%S}.db")
    with clinic.db.transaction():
        facts.write(clinic.db, MADE, instant_text(now))
    for old in sorted(folder.glob("clinic-*.db"))[:-KEPT]:
        old.unlink()
    return path


def make(database: Path, target: Path) -> Path:
    """Copy the live database, check the copy, and only then give it its name."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists():
        raise BackupError(f"{target} exists already. Name another file.")
    if not database.exists():
        raise BackupError(f"{database} does not exist. Check DATABASE_PATH.")
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(_readonly(database)) as source, closing(sqlite3.connect(partial)) as copy:
        # All pages at once: a stepwise copy starts over whenever the bot writes.
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
    verify(partial)
    _sync(partial)
    partial.rename(target)
    return target


def verify(path: Path) -> dict[str, int]:
    """Check that a file is a whole Homestretch database; answers how many rows it has of each kind."""
    try:
        with closing(_readonly(path)) as db:
            result = db.execute("PRAGMA integrity_check").fetchone()[0]
            broken = db.execute("PRAGMA foreign_key_check").fetchone()
            counts = {
                table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - fixed names
                for table in ("staff", "patients", "prompts", "ratings", "flags", "messages")
            }
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path} is not a sound copy: {error}.") from error
    if result != "ok" or broken is not None:
        raise BackupError(f"{path} is damaged: {result}. Use an older copy.")
    return counts


def restore(source: Path, database: Path, now: datetime) -> tuple[Path | None, dict[str, int]]:
    """Put a verified copy in the database's place; what stood there is kept beside it.

    Answers where the replaced file went, and what the restored one holds.
    """
    if not source.exists():
        raise BackupError(f"{source} does not exist.")
    counts = verify(source)
    database.parent.mkdir(parents=True, exist_ok=True)
    incoming = database.with_name(database.name + ".restoring")
    incoming.unlink(missing_ok=True)
    with closing(_readonly(source)) as good, closing(sqlite3.connect(incoming)) as copy:
        good.backup(copy, pages=-1)
    verify(incoming)
    incoming.chmod(0o600)
    _sync(incoming)
    kept = _put_aside(database, now)
    incoming.rename(database)
    return kept, counts


def _put_aside(database: Path, now: datetime) -> Path | None:
    if not database.exists():
        return None
    kept = database.with_name(f"{database.name}.replaced-{now:%Y%m%d-%H%M%S}")
    for suffix in ("", "-wal", "-shm"):
        part = database.with_name(database.name + suffix)
        if part.exists():
            part.rename(kept.with_name(kept.name + suffix))
    return kept


def _readonly(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path.resolve()}?mode=ro", uri=True)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
