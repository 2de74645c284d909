"""Verified copies of the database: made daily, restored only when sound, never over something."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.services.clinic import Clinic
from bot.storage import facts, readonly
from bot.storage.readonly import UnsoundError
from bot.storage.values import instant, instant_text

MADE = "backup_at"
EVERY = timedelta(hours=24)
KEPT = 14
_UNFINISHED = ".partial"
_BESIDE = ("-wal", "-shm")
"""Files SQLite keeps beside a database; the first holds the latest commits."""


class BackupError(Exception):
    """A copy could not be made or must not be used; the message says why and what to do."""


def due(clinic: Clinic, now: datetime) -> Path | None:
    """Where the day's copy is to be made; None while it is not time."""
    folder = clinic.settings.backup_dir
    last = facts.read(clinic.db, MADE)
    # A clock that was set back must not put the next copy off.
    if folder is None or (last is not None and abs(now - instant(last)) < EVERY):
        return None
    return folder / file_name(now)


def made(clinic: Clinic, now: datetime) -> None:
    """Note the day's copy; the oldest beyond two weeks go, and what was left unfinished."""
    folder = clinic.settings.backup_dir
    assert folder is not None  # noqa: S101 - a copy was made there
    facts.write(clinic.db, MADE, instant_text(now))
    for old in sorted(folder.glob("clinic-*.db"))[:-KEPT]:
        old.unlink()
    for left in folder.glob(f"clinic-*.db{_UNFINISHED}"):
        if left.name < file_name(now - EVERY):
            left.unlink()


def file_name(now: datetime) -> str:
    """Sorted by name, copies are sorted by age."""
    return f"clinic-{now:%Y%m%d-%H%M%S}.db"


def newest(folder: Path | None) -> Path | None:
    """The latest copy in a folder."""
    found = sorted(folder.glob("clinic-*.db")) if folder and folder.is_dir() else []
    return found[-1] if found else None


def make(database: Path, target: Path) -> Path:
    """Copy the live database, check the copy, and only then give it its name."""
    if target.exists():
        raise BackupError(f"{target} exists already. Name another file.")
    if not database.exists():
        raise BackupError(f"{database} does not exist. Check DATABASE_PATH.")
    partial = target.with_name(target.name + _UNFINISHED)
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _copy(database, partial)
        _name(partial, target)
        _sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{target} could not be written: {_reason(error)}.") from error
    finally:
        _discard(partial)
    return target


def verify(path: Path) -> dict[str, int]:
    """Check that a file is a whole Homestretch database; answers how many rows of each kind."""
    if not path.is_file():
        raise BackupError(f"{path} does not exist.")
    try:
        return readonly.counts(path)
    except UnsoundError as error:
        raise BackupError(f"{path} cannot be used: {error}. Use another copy.") from error


def restore(source: Path, database: Path, now: datetime) -> tuple[Path | None, dict[str, int]]:
    """Put a verified copy in the database's place; what stood there is kept beside it.

    Nothing may have the database open. Answers where the replaced file went, and what the restored
    one holds.
    """
    counts = verify(source)
    if database.exists() and source.samefile(database):
        raise BackupError(f"{source} is the database itself.")
    incoming = database.with_name(database.name + ".restoring")
    try:
        database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _copy(source, incoming)
        kept = _keep(database, now)
        incoming.replace(database)
        _sync(database.parent)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{database} could not be written: {_reason(error)}.") from error
    finally:
        _discard(incoming)
    return kept, counts


def _copy(source: Path, target: Path) -> None:
    """A private, verified copy in one file that has reached the disk."""
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    with closing(readonly.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        # All pages at once: a stepwise copy starts over whenever the bot writes.
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
    verify(target)
    _sync(target)


def _name(partial: Path, target: Path) -> None:
    """A link never replaces a file that has appeared meanwhile; some disks can only rename."""
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError:
        partial.rename(target)


def _discard(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _keep(database: Path, now: datetime) -> Path | None:
    """Copy what is there before it is replaced: at no moment is there no database."""
    if not database.exists():
        return None
    stem = f"{database.name}.replaced-{now:%Y%m%d-%H%M%S}"
    kept = database.with_name(stem)
    number = 1
    while kept.exists():
        number += 1
        kept = database.with_name(f"{stem}-{number}")
    shutil.copy2(database, kept)
    for suffix in _BESIDE:
        beside = database.with_name(database.name + suffix)
        if beside.exists():
            # These must not be read together with the restored file.
            beside.rename(kept.with_name(kept.name + suffix))
    _sync(kept)
    return kept


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
