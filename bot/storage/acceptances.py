"""Rows of files that somebody has accepted as they stood: by path and digest."""

from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database
from bot.storage.values import instant, instant_text


@dataclass(frozen=True)
class Acceptance:
    """Who accepted a file, and when; nobody in the practice clinic."""

    staff_id: int | None
    at: datetime


def named(db: Database) -> frozenset[tuple[str, str]]:
    """Path and digest of all that was ever accepted."""
    rows = db.all("SELECT path, digest FROM accepted_files")
    return frozenset((row["path"], row["digest"]) for row in rows)


def everything(db: Database) -> dict[tuple[str, str], Acceptance]:
    """By path and digest."""
    rows = db.all("SELECT * FROM accepted_files")
    return {
        (row["path"], row["digest"]): Acceptance(row["staff_id"], instant(row["accepted_at"]))
        for row in rows
    }


def add(db: Database, path: str, digest: str, staff_id: int | None, now: datetime) -> bool:
    """Keep it; False when it was accepted before, which stays as it was."""
    changed = db.run(
        "INSERT INTO accepted_files VALUES (?, ?, ?, ?) ON CONFLICT (path, digest) DO NOTHING",
        path,
        digest,
        staff_id,
        instant_text(now),
    )
    return changed == 1
