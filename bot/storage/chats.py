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


def erase_since(db: Database, patient_id: int, since: datetime) -> None:
    """Forget everything a patient's account has told from this instant on."""
    start = instant_text(since)
    db.run("DELETE FROM ratings WHERE patient_id = ? AND recorded_at >= ?", patient_id, start)
    db.run("DELETE FROM rating_changes WHERE patient_id = ? AND changed_at >= ?", patient_id, start)
    db.run("DELETE FROM flags WHERE patient_id = ? AND opened_at >= ?", patient_id, start)
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
