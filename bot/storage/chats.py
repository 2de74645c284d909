"""What stands in a chat, when the chat stops being somebody's: moved on, detached or forgotten."""

from datetime import datetime

from bot.storage.database import Database
from bot.storage.values import instant_text


def move_queued(db: Database, patient_id: int, old: int, new: int) -> None:
    """What has not left yet for a patient's old account goes to the new one."""
    db.run(
        """UPDATE outbox SET chat_id = ? WHERE patient_id = ? AND chat_id = ?
        AND state = 'queued' AND edits IS NULL""",
        new,
        patient_id,
        old,
    )


def forget_patient(db: Database, chat_id: int, patient_id: int) -> None:
    """Nothing of this patient is sent to, changed in, or known of this chat any more."""
    db.run(
        "DELETE FROM outbox WHERE chat_id = ? AND patient_id = ? AND state != 'sending'",
        chat_id,
        patient_id,
    )


def forget(db: Database, chat_id: int) -> None:
    """The same for the whole chat, and what it was in the middle of."""
    db.run("DELETE FROM outbox WHERE chat_id = ? AND state != 'sending'", chat_id)
    db.run("DELETE FROM drafts WHERE chat_id = ?", chat_id)


def detach(db: Database, entry_id: int) -> None:
    """Let a message and its edits outlive the patient they speak of, to be drawn once more."""
    db.run("UPDATE outbox SET patient_id = NULL WHERE id = ? OR edits = ?", entry_id, entry_id)


THERAPISTS_OWN = frozenset(
    {"audit", "conditions", "drafts", "invites", "known_signs", "notes", "outbox"}
)
"""Tables that speak of a patient, but not only of what the patient's account has told."""
TOLD_AT = (
    "recorded_at",
    "changed_at",
    "opened_at",
    "raised_at",
    "reported_at",
    "asked_at",
    "agreed_at",
    "answered_at",
    "sent_at",
)
"""Columns that say when something was told, or a day was asked."""


def _told(db: Database) -> dict[str, list[str]]:
    """The tables that hold what patients told, each with its columns."""
    rows = db.all(
        """SELECT t.name AS held, c.name AS field FROM sqlite_master t, pragma_table_info(t.name) c
        WHERE t.type = 'table'"""
    )
    columns: dict[str, list[str]] = {}
    for row in rows:
        columns.setdefault(row["held"], []).append(row["field"])
    return {
        table: names
        for table, names in columns.items()
        if "patient_id" in names and table not in THERAPISTS_OWN
    }


def erase_told(db: Database, patient_id: int) -> None:
    """Forget everything a patient's account has ever told, in whatever table it is kept."""
    for table in _told(db):
        db.run(f"DELETE FROM {table} WHERE patient_id = ?", patient_id)  # noqa: S608 - our own names
    db.run("DELETE FROM conditions WHERE patient_id = ? AND staff_id IS NULL", patient_id)


def erase_since(db: Database, patient_id: int, since: datetime) -> None:
    """Forget what a patient's account has told from this instant on."""
    start = instant_text(since)
    for table, names in _told(db).items():
        for column in set(TOLD_AT) & set(names):
            db.run(f"DELETE FROM {table} WHERE patient_id = ? AND {column} >= ?", patient_id, start)  # noqa: S608 - our own names
    db.run(
        """DELETE FROM conditions WHERE patient_id = ? AND noted_at >= ?
        AND staff_id IS NULL""",
        patient_id,
        start,
    )
    db.run(
        """DELETE FROM messages WHERE patient_id = ? AND created_at >= ?
        AND direction = 'from_patient'""",
        patient_id,
        start,
    )
    db.run(
        """UPDATE prompts SET session_result = NULL, session_at = NULL, could_not_reason = NULL
        WHERE patient_id = ? AND session_at >= ?""",
        patient_id,
        start,
    )
    db.run(
        """DELETE FROM walks WHERE began_at >= ?
        AND prompt_id IN (SELECT id FROM prompts WHERE patient_id = ?)""",
        start,
        patient_id,
    )
