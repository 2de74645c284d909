"""Rows of received updates: kept before they are acknowledged, stripped once handled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.database import Database, Row
from bot.storage.values import instant_text, optional_instant

MAX_ATTEMPTS = 3
KEEP_IDS_FOR = timedelta(days=3)
"""Telegram redelivers for 24 hours at most; the ids are all that duplicates need."""


@dataclass(frozen=True)
class Received:
    """One raw update in the order it came."""

    seq: int
    update_id: int
    chat_id: int | None
    body: str
    attempts: int


def _received(row: Row) -> Received:
    return Received(row["seq"], row["update_id"], row["chat_id"], row["body"], row["attempts"])


def keep(db: Database, batch: Iterable[tuple[int, int | None, str]], now: datetime) -> int:
    """Write a batch of (update id, chat id, body); an id already known is dropped."""
    received = instant_text(now)
    with db.transaction():
        return sum(
            db.run(
                """INSERT INTO inbox (update_id, chat_id, body, received_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (update_id) DO NOTHING""",
                update_id,
                chat_id,
                body,
                received,
            )
            for update_id, chat_id, body in batch
        )


def waiting(db: Database, after: int = 0, limit: int = 500) -> list[Received]:
    rows = db.all(
        "SELECT * FROM inbox WHERE state = 'new' AND seq > ? ORDER BY seq LIMIT ?", after, limit
    )
    return [_received(row) for row in rows]


def count_waiting(db: Database) -> int:
    value: int = db.value("SELECT count(*) FROM inbox WHERE state = 'new'")
    return value


def oldest_waiting(db: Database) -> datetime | None:
    return optional_instant(db.value("SELECT min(received_at) FROM inbox WHERE state = 'new'"))


def count_quarantined(db: Database) -> int:
    value: int = db.value("SELECT count(*) FROM inbox WHERE state = 'quarantined'")
    return value


def attempt(db: Database, seq: int) -> int:
    """Count one more process that begins to handle it; answers how many have."""
    db.run("UPDATE inbox SET attempts = attempts + 1 WHERE seq = ?", seq)
    value: int = db.value("SELECT attempts FROM inbox WHERE seq = ?", seq)
    return value


def done(db: Database, seq: int, now: datetime) -> None:
    """Handled: only the ids stay."""
    _end(db, seq, "done", now)


def quarantine(db: Database, seq: int, now: datetime) -> None:
    """Given up after its tries; its body goes too, as nothing of it may be read later."""
    _end(db, seq, "quarantined", now)


def _end(db: Database, seq: int, state: str, now: datetime) -> None:
    db.run(
        "UPDATE inbox SET state = ?, body = NULL, chat_id = NULL, ended_at = ? WHERE seq = ?",
        state,
        instant_text(now),
        seq,
    )


def prune(db: Database, now: datetime) -> int:
    return db.run(
        "DELETE FROM inbox WHERE state = 'done' AND ended_at < ?", instant_text(now - KEEP_IDS_FOR)
    )
