"""The sender's side of the outbox: what may go now, and what came of it."""

from datetime import datetime, timedelta

from bot.storage.database import Database
from bot.storage.outbox import Entry, entry_of, find
from bot.storage.values import instant_text, optional_instant

ALERTS_MATTER_FOR = timedelta(days=7)
GONE = "403"
"""The account has blocked the bot, or is no more."""
NOBODY = "reached nobody"


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
    return [entry_of(row) for row in rows]


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
    return [entry_of(row) for row in db.all("SELECT * FROM outbox WHERE state = 'sending'")]
