"""Answers of the first visit: when each was given, and which are still being tapped together."""

import sqlite_utils

STATEMENTS = (
    """
    ALTER TABLE assessment_answers
    ADD COLUMN is_open INTEGER NOT NULL DEFAULT 0 CHECK (is_open IN (0, 1))
    """,
    "ALTER TABLE assessment_answers ADD COLUMN answered_at TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX notes_patient ON notes (patient_id, kind, id)",
)


def apply(database: sqlite_utils.Database) -> None:
    for statement in STATEMENTS:
        database.execute(statement)
