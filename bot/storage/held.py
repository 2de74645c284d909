"""Alerts that wait in the outbox for the therapist's working hours."""

from datetime import datetime

from bot.storage.database import Database
from bot.storage.values import instant_text, optional_instant

_NEXT = """SELECT min(not_before) FROM outbox
WHERE kind = 'flag' AND state = 'queued' AND edits IS NULL AND attempts = 0 AND not_before > ?"""
_RELEASE = """UPDATE outbox SET not_before = ?
WHERE kind = 'flag' AND state = 'queued' AND edits IS NULL AND attempts = 0 AND not_before > ?
AND json_extract(params, '$.flag') = ?"""


def next_at(db: Database, now: datetime) -> datetime | None:
    text = db.value(_NEXT, instant_text(now))
    return optional_instant(text)


def release(db: Database, flag_id: int, now: datetime) -> bool:
    """Let the held alerts of a flag go now; False when none was held."""
    changed = db.run(
        _RELEASE,
        instant_text(now),
        instant_text(now),
        flag_id,
    )
    return changed > 0
