"""Rows of half-finished conversations, so that a restart in the middle loses nothing."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.storage.database import Database, Row
from bot.storage.values import instant, instant_text, json_text


@dataclass(frozen=True)
class Draft:
    """What one chat is in the middle of: a flow, its step, and the answers so far."""

    id: int
    chat_id: int
    flow: str
    step: str
    data: dict[str, Any]
    patient_id: int | None
    updated_at: datetime

    def at(self, step: str, **answers: Any) -> "Draft":
        return replace(self, step=step, data={**self.data, **answers})


def _draft(row: Row) -> Draft:
    return Draft(
        row["id"],
        row["chat_id"],
        row["flow"],
        row["step"],
        json.loads(row["data"]),
        row["patient_id"],
        instant(row["updated_at"]),
    )


def of_chat(db: Database, chat_id: int) -> Draft | None:
    row = db.one("SELECT * FROM drafts WHERE chat_id = ?", chat_id)
    return _draft(row) if row else None


def find(db: Database, draft_id: int) -> Draft | None:
    row = db.one("SELECT * FROM drafts WHERE id = ?", draft_id)
    return _draft(row) if row else None


def begin(
    db: Database,
    chat_id: int,
    flow: str,
    step: str,
    now: datetime,
    *,
    patient_id: int | None = None,
    **data: Any,
) -> Draft:
    """Start a flow; whatever the chat was in the middle of is dropped."""
    end(db, chat_id)
    new_id = db.add(
        """INSERT INTO drafts (chat_id, flow, step, data, patient_id, updated_at)
        VALUES (?, ?, ?, ?, ?, ?)""",
        chat_id,
        flow,
        step,
        json_text(data),
        patient_id,
        instant_text(now),
    )
    return Draft(new_id, chat_id, flow, step, data, patient_id, now)


def save(db: Database, draft: Draft, now: datetime) -> None:
    db.run(
        "UPDATE drafts SET step = ?, data = ?, updated_at = ? WHERE id = ?",
        draft.step,
        json_text(draft.data),
        instant_text(now),
        draft.id,
    )


def end(db: Database, chat_id: int) -> bool:
    return bool(db.run("DELETE FROM drafts WHERE chat_id = ?", chat_id))
