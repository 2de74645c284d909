"""Rows of everything the bot says. A row holds a kind, ids and parameters, never finished text."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from bot.storage.database import Database, Row
from bot.storage.values import instant, instant_text, json_text

KEEP_SENT_FOR = timedelta(days=60)


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


def entry_of(row: Row) -> Entry:
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
    return entry_of(row) if row else None


def by_key(db: Database, key: str) -> Entry | None:
    row = db.one("SELECT * FROM outbox WHERE key = ?", key)
    return entry_of(row) if row else None


def by_message(db: Database, chat_id: int, message_id: int) -> Entry | None:
    row = db.one(
        "SELECT * FROM outbox WHERE chat_id = ? AND message_id = ? AND edits IS NULL",
        chat_id,
        message_id,
    )
    return entry_of(row) if row else None


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
    return [entry_of(row) for row in rows]


def of_kind(db: Database, chat_id: int, kind: str) -> list[Entry]:
    """The messages of one kind that stand in a chat, oldest first."""
    rows = db.all(
        """SELECT * FROM outbox WHERE chat_id = ? AND kind = ? AND edits IS NULL
        AND state IN ('queued', 'sending', 'sent') ORDER BY id""",
        chat_id,
        kind,
    )
    return [entry_of(row) for row in rows]


def copies(db: Database, key: str) -> list[Entry]:
    """The rows made from one message for others: those whose key begins with this."""
    rows = db.all(
        "SELECT * FROM outbox WHERE key >= ? AND key < ? ORDER BY id", f"{key}:", f"{key};"
    )
    return [entry_of(row) for row in rows]


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
