"""All that is held of one patient, wherever it stands: for a copy, and for erasing."""

from datetime import datetime
from typing import Any

from bot.storage import facts
from bot.storage.database import Database
from bot.storage.values import instant_text, optional_instant

_DAYS = "prompt_id IN (SELECT id FROM prompts WHERE patient_id = :patient)"
_OWN = "patient_id = :patient"

HELD: dict[str, str] = {
    "patients": "id = :patient",
    "invites": _OWN,
    "drafts": f"{_OWN} OR chat_id = :account",
    "consents": _OWN,
    "prompts": _OWN,
    "ratings": _OWN,
    "rating_changes": _OWN,
    "walks": _DAYS,
    "walk_steps": _DAYS,
    "sore_exercises": _OWN,
    "substitutes": _OWN,
    "proposals": _OWN,
    "step_back_alone": _OWN,
    "tips": _OWN,
    "flares": _OWN,
    "flags": _OWN,
    "raises": _OWN,
    "escalations": _OWN,
    "screens": _OWN,
    "screen_answers": _OWN,
    "known_signs": _OWN,
    "resumptions": _OWN,
    "requests": _OWN,
    "assessment_answers": _OWN,
    "conditions": _OWN,
    "notes": _OWN,
    "messages": _OWN,
    "erasures": _OWN,
    "outbox": f"{_OWN} OR chat_id = :account",
    "inbox": "chat_id = :account",
}
"""Every table that refers to a patient, and how its rows are found. A new table belongs here."""
SECRET = frozenset({"token_hash", "body"})
"""Columns that open something, or repeat what stands elsewhere: not in the copy."""
ERASED = "erased_patients"
SCRUB = "scrub_due"


def held(db: Database, patient_id: int, account: int | None) -> dict[str, list[dict[str, Any]]]:
    """All rows of a patient by table."""
    found = {}
    for table, where in HELD.items():
        rows = db.conn.execute(
            f"SELECT * FROM {table} WHERE {where}",  # noqa: S608 - fixed names
            {"patient": patient_id, "account": account},
        ).fetchall()
        found[table] = [
            {name: row[name] for name in row.keys() if name not in SECRET}  # noqa: SIM118 - a Row is no dict
            for row in rows
        ]
    return found


def plan_erasure(
    db: Database, patient_id: int, cause: str, now: datetime, due_at: datetime
) -> bool:
    """Note that everything is to be erased; False when it was noted before."""
    changed = db.run(
        "INSERT INTO erasures VALUES (?, ?, ?, ?) ON CONFLICT (patient_id) DO NOTHING",
        patient_id,
        cause,
        instant_text(now),
        instant_text(due_at),
    )
    return changed == 1


def erasure_at(db: Database, patient_id: int) -> datetime | None:
    return optional_instant(
        db.value("SELECT due_at FROM erasures WHERE patient_id = ?", patient_id)
    )


def cause_of_erasure(db: Database, patient_id: int) -> str | None:
    cause: str | None = db.value("SELECT cause FROM erasures WHERE patient_id = ?", patient_id)
    return cause


def due(db: Database, now: datetime) -> list[int]:
    rows = db.all(
        "SELECT patient_id FROM erasures WHERE due_at <= ? ORDER BY due_at", instant_text(now)
    )
    return [row["patient_id"] for row in rows]


def next_at(db: Database) -> datetime | None:
    return optional_instant(db.value("SELECT min(due_at) FROM erasures"))


def closed_before(db: Database, instant: datetime) -> list[int]:
    """Closed enrolments of that age whose erasure is not planned yet."""
    rows = db.all(
        """SELECT id FROM patients WHERE state = 'discharged' AND closed_at < ?
        AND id NOT IN (SELECT patient_id FROM erasures)""",
        instant_text(instant),
    )
    return [row["id"] for row in rows]


def erase(db: Database, patient_id: int, name: str, account: int | None) -> None:
    """Delete every row; a count without a name is left, and the file is to be scrubbed."""
    db.run(
        "DELETE FROM outbox WHERE json_extract(params, '$.patient') = ? OR chat_id IS ?",
        patient_id,
        account,
    )
    # Sentences to staff hold a name as a value; the same name of another loses nothing by it.
    db.run(
        "DELETE FROM outbox WHERE kind = 'text' AND json_extract(params, '$.args.name') = ?", name
    )
    db.run("DELETE FROM inbox WHERE chat_id IS ?", account)
    db.run("DELETE FROM drafts WHERE chat_id IS ?", account)
    db.run("DELETE FROM patients WHERE id = ?", patient_id)
    facts.write(db, ERASED, str(count_erased(db) + 1))
    facts.write(db, SCRUB, "1")


def count_erased(db: Database) -> int:
    return int(facts.read(db, ERASED) or 0)


def scrub(db: Database) -> None:
    """Leave nothing of what was deleted in the file or its log; outside any transaction."""
    if facts.read(db, SCRUB) != "1":
        return
    db.conn.execute("VACUUM")
    busy = db.value("PRAGMA wal_checkpoint(TRUNCATE)")
    if not busy:
        facts.write(db, SCRUB, "0")
        db.value("PRAGMA wal_checkpoint(TRUNCATE)")
