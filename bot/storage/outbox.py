"""Rows of everything the bot says. A row holds a kind, ids and parameters, never finished text."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from bot.storage.database import Database, Row
from bot.storage.values import instant, instant_text, json_text, optional_instant

KEEP_SENT_FOR = timedelta(days=60)
ALERTS_MATTER_FOR = timedelta(days=7)
GONE = "403"
"""The account has blocked the bot, or is no more."""
NOBODY = "reached nobody"


class Lane(IntEnum):
    """Who goes first."""

    ALERT = 0
    REPLY = 1
    PROMPT = 2
    DIGEST = 3


@dataclass(frozen=True)
class Entry:
    """One message to send, or one edit of a message sent before."""

    id: int
    key: str
    chat_id: int
    lane: Lane
    kind: str
    params: dict[str, Any]
    patient_id: int | None
    edits: int | None
    is_fleeting: bool
    state: str
    attempts: int
    not_before: datetime
    queued_at: datetime
    message_id: int | None
    has_media: bool
    error: str | None


def _entry(row: Row) -> Entry:
    return Entry(
        id=row["id"],
        key=row["key"],
        chat_id=row["chat_id"],
        lane=Lane(row["lane"]),
        kind=row["kind"],
        params=json.loads(row["params"]),
        patient_id=row["patient_id"],
        edits=row["edits"],
        is_fleeting=bool(row["is_fleeting"]),
        state=row["state"],
        attempts=row["attempts"],
        not_before=instant(row["not_before"]),
        queued_at=instant(row["queued_at"]),
        message_id=row["message_id"],
        has_media=bool(row["has_media"]),
        error=row["error"],
    )


def queue(
    db: Database,
    *,
    key: str,
    chat_id: int,
    kind: str,
    now: datetime,
    lane: Lane = Lane.REPLY,
    params: dict[str, Any] | None = None,
    patient_id: int | None = None,
    not_before: datetime | None = None,
    is_fleeting: bool = False,
) -> bool:
    """Put a message in; False when its key is known. A fleeting row is deleted once sent."""
    changed = db.run(
        """INSERT INTO outbox (key, chat_id, lane, kind, params, patient_id, is_fleeting,
            not_before, queued_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (key) DO NOTHING""",
        key,
        chat_id,
        int(lane),
        kind,
        json_text(params or {}),
        patient_id,
        int(is_fleeting),
        instant_text(not_before or now),
        instant_text(now),
    )
    return changed == 1


def queue_edit(
    db: Database,
    original: Entry,
    now: datetime,
    *,
    kind: str | None = None,
    params: dict[str, Any] | None = None,
    lane: Lane = Lane.REPLY,
) -> None:
    """Ask for a message to be drawn again; a queued edit of it takes the newer form."""
    what = kind or original.kind
    written = json_text(original.params if params is None else params)
    # What a later tap finds behind the message is its newest form.
    db.run("UPDATE outbox SET kind = ?, params = ? WHERE id = ?", what, written, original.id)
    if original.state == "queued":
        return
    changed = db.run(
        """UPDATE outbox SET kind = ?, params = ?, lane = min(lane, ?)
        WHERE edits = ? AND state = 'queued'""",
        what,
        written,
        int(lane),
        original.id,
    )
    if changed:
        return
    # SQLite hands out ids in order, so this names the row uniquely within its original.
    number = db.value("SELECT coalesce(max(id), 0) + 1 FROM outbox")
    db.run(
        """INSERT INTO outbox (key, chat_id, lane, kind, params, patient_id, edits, is_fleeting,
            not_before, queued_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)""",
        f"edit:{original.id}:{number}",
        original.chat_id,
        int(lane),
        what,
        written,
        original.patient_id,
        original.id,
        instant_text(now),
        instant_text(now),
    )


def find(db: Database, entry_id: int) -> Entry | None:
    row = db.one("SELECT * FROM outbox WHERE id = ?", entry_id)
    return _entry(row) if row else None


def by_key(db: Database, key: str) -> Entry | None:
    row = db.one("SELECT * FROM outbox WHERE key = ?", key)
    return _entry(row) if row else None


def by_message(db: Database, chat_id: int, message_id: int) -> Entry | None:
    row = db.one(
        "SELECT * FROM outbox WHERE chat_id = ? AND message_id = ? AND edits IS NULL",
        chat_id,
        message_id,
    )
    return _entry(row) if row else None


def about(db: Database, field: str, number: int, kinds: tuple[str, ...]) -> list[Entry]:
    """The standing messages of these kinds that speak of one thing, such as `prompt` 12."""
    if not field.isidentifier():
        raise ValueError(f"not a parameter's name: {field!r}")
    marks = ", ".join("?" for _ in kinds)
    # The path is written out, as a bound one could not use the index on the expression.
    rows = db.all(
        f"""SELECT * FROM outbox WHERE kind IN ({marks}) AND edits IS NULL
        AND state IN ('queued', 'sending', 'sent')
        AND json_extract(params, '$.{field}') = ? ORDER BY id""",  # noqa: S608 - a checked name
        *kinds,
        number,
    )
    return [_entry(row) for row in rows]


def of_kind(db: Database, chat_id: int, kind: str) -> list[Entry]:
    """The messages of one kind that stand in a chat, oldest first."""
    rows = db.all(
        """SELECT * FROM outbox WHERE chat_id = ? AND kind = ? AND edits IS NULL
        AND state IN ('queued', 'sending', 'sent') ORDER BY id""",
        chat_id,
        kind,
    )
    return [_entry(row) for row in rows]


def ready(db: Database, now: datetime, limit: int = 200) -> list[Entry]:
    """What may be sent now: the best lane first, and of each chat only its next row.

    A chat with a row on the wire has no next row.
    """
    rows = db.all(
        """SELECT * FROM outbox o WHERE o.state = 'queued' AND o.not_before <= :now
        AND NOT EXISTS (SELECT 1 FROM outbox s WHERE s.chat_id = o.chat_id AND s.state = 'sending')
        AND NOT EXISTS (SELECT 1 FROM outbox q WHERE q.chat_id = o.chat_id AND q.state = 'queued'
            AND (q.lane, q.id) < (o.lane, o.id) AND q.not_before <= :now)
        ORDER BY o.lane, o.id LIMIT :most""",
        now=instant_text(now),
        most=limit,
    )
    return [_entry(row) for row in rows]


def count_open(db: Database) -> int:
    value: int = db.value(
        """SELECT (SELECT count(*) FROM outbox WHERE state = 'queued')
        + (SELECT count(*) FROM outbox WHERE state = 'sending')"""
    )
    return value


def count_given_up(db: Database) -> dict[str, int]:
    """How many rows were refused (`failed`), and of how many nobody can say (`unknown`)."""
    rows = db.all(
        """SELECT state, count(*) AS number FROM outbox
        WHERE state IN ('failed', 'unknown') GROUP BY state"""
    )
    return {row["state"]: row["number"] for row in rows}


def count_reached_nobody(db: Database) -> int:
    """Alerts that could be sent neither to the therapist nor to anybody else."""
    value: int = db.value(
        """SELECT (SELECT count(*) FROM outbox WHERE state = 'queued' AND lane = 0 AND error = ?1)
        + (SELECT count(*) FROM outbox
            WHERE state IN ('failed', 'unknown') AND lane = 0 AND error = ?1)""",
        NOBODY,
    )
    return value


def oldest_overdue(db: Database, now: datetime) -> datetime | None:
    """Since when the oldest row that should have gone has been waiting."""
    text = db.value(
        """SELECT min(max(not_before, queued_at)) FROM outbox
        WHERE state = 'queued' AND not_before <= ?""",
        instant_text(now),
    )
    return optional_instant(text)


def oldest_tried_alert(db: Database) -> datetime | None:
    """Since when the oldest alert has been waiting that was tried and did not get through."""
    text = db.value(
        """SELECT min(queued_at) FROM outbox
        WHERE state = 'queued' AND lane = 0 AND edits IS NULL AND attempts > 0"""
    )
    return optional_instant(text)


def claim(db: Database, entry: Entry, now: datetime) -> Entry | None:
    """Mark as being sent before the network is touched; None when it was withdrawn meanwhile."""
    changed = db.run(
        """UPDATE outbox SET state = 'sending', attempts = attempts + 1, started_at = ?
        WHERE id = ? AND state = 'queued'""",
        instant_text(now),
        entry.id,
    )
    # Read again: an edit may have changed what is to be said since it was looked up.
    return find(db, entry.id) if changed == 1 else None


def sent(db: Database, entry: Entry, now: datetime, message_id: int | None, *, media: bool) -> None:
    """Telegram has it. A token that it carried is not kept."""
    if entry.is_fleeting:
        _drop(db, entry)
        return
    db.run(
        """UPDATE outbox SET state = 'sent', sent_at = ?, message_id = ?, has_media = ?,
        error = NULL, params = json_remove(params, '$.token') WHERE id = ?""",
        instant_text(now),
        message_id,
        int(media),
        entry.id,
    )


def put_back(db: Database, entry: Entry, error: str) -> None:
    """It surely has not left, so this was no attempt and it keeps its place."""
    db.run(
        "UPDATE outbox SET state = 'queued', attempts = attempts - 1, error = ? WHERE id = ?",
        error,
        entry.id,
    )


def retry(db: Database, entry: Entry, not_before: datetime, error: str) -> None:
    """Try again later; what is queued behind it may go first."""
    db.run(
        "UPDATE outbox SET state = 'queued', not_before = ?, error = ? WHERE id = ?",
        instant_text(not_before),
        error,
        entry.id,
    )


def fail(db: Database, entry: Entry, state: str, error: str) -> None:
    """Give up: `failed` was refused, `unknown` may or may not have arrived."""
    if entry.is_fleeting:
        _drop(db, entry)
        return
    db.run(
        """UPDATE outbox SET state = ?, error = ?, params = json_remove(params, '$.token')
        WHERE id = ?""",
        state,
        error,
        entry.id,
    )


def _drop(db: Database, entry: Entry) -> None:
    db.run("DELETE FROM outbox WHERE id = ?", entry.id)


def copies(db: Database, key: str) -> list[Entry]:
    """The rows made from one message for others: those whose key begins with this."""
    rows = db.all(
        "SELECT * FROM outbox WHERE key >= ? AND key < ? ORDER BY id", f"{key}:", f"{key};"
    )
    return [_entry(row) for row in rows]


def try_alerts_again(db: Database, chat_id: int, now: datetime) -> int:
    """Whoever could not be reached is back: what they should have heard goes now."""
    return db.run(
        """UPDATE outbox SET state = 'queued', not_before = ?, error = NULL
        WHERE chat_id = ? AND lane = 0 AND edits IS NULL AND patient_id IS NOT NULL
        AND queued_at > ? AND (state = 'failed' AND error = ? OR state = 'queued' AND error = ?)""",
        instant_text(now),
        chat_id,
        instant_text(now - ALERTS_MATTER_FOR),
        GONE,
        NOBODY,
    )


def interrupted(db: Database) -> list[Entry]:
    """Rows a previous run was sending when it ended: whether they arrived is unknown."""
    return [_entry(row) for row in db.all("SELECT * FROM outbox WHERE state = 'sending'")]


def withdraw(db: Database, *, patient_id: int, kinds: tuple[str, ...]) -> int:
    """Take queued messages of these kinds back, as when a patient stops."""
    marks = ", ".join("?" for _ in kinds)
    return db.run(
        f"DELETE FROM outbox WHERE state = 'queued' AND patient_id = ? AND kind IN ({marks})",  # noqa: S608 - only question marks
        patient_id,
        *kinds,
    )


def prune(db: Database, now: datetime) -> int:
    return db.run(
        "DELETE FROM outbox WHERE state NOT IN ('queued', 'sending') AND queued_at < ?",
        instant_text(now - KEEP_SENT_FOR),
    )
