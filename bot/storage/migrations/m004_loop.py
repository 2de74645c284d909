"""The closed loop: each raise and its verdict, who covers for whom, digests, flares."""

import sqlite_utils

_OF_PATIENT = "patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE"

STATEMENTS = (
    # Each time a flag was raised, with what a therapist said of it; `before` is the flag as it
    # stood until it was raised again, in case a correction takes that back.
    f"""
    CREATE TABLE raises (
        id INTEGER PRIMARY KEY,
        flag_id INTEGER NOT NULL REFERENCES flags (id) ON DELETE CASCADE,
        {_OF_PATIENT},
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        priority TEXT NOT NULL,
        rule TEXT NOT NULL,
        raised_on TEXT NOT NULL,
        raised_at TEXT NOT NULL,
        is_right INTEGER CHECK (is_right IN (0, 1)),
        word TEXT NOT NULL DEFAULT '',
        judged_by INTEGER REFERENCES staff (id),
        judged_at TEXT,
        before TEXT NOT NULL DEFAULT '',
        UNIQUE (flag_id, number)
    ) STRICT
    """,
    "CREATE INDEX raises_patient ON raises (patient_id, raised_at)",
    """
    INSERT INTO raises (flag_id, patient_id, number, kind, priority, rule, raised_on, raised_at)
    SELECT id, patient_id, raise_count, kind, priority, rule, raised_on, opened_at FROM flags
    """,
    """
    CREATE TABLE duties (
        staff_id INTEGER PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
        cover_id INTEGER REFERENCES staff (id),
        digest_minute INTEGER NOT NULL DEFAULT 510 CHECK (digest_minute BETWEEN 0 AND 1439),
        digested_on TEXT
    ) STRICT
    """,
    # Local dates; `ends_on` is the first day of the usual plan again.
    f"""
    CREATE TABLE flares (
        id INTEGER PRIMARY KEY,
        {_OF_PATIENT},
        begins_on TEXT NOT NULL,
        ends_on TEXT NOT NULL,
        asked_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX flares_patient ON flares (patient_id, begins_on)",
    # High flags are repeated as well as red ones.
    f"""
    CREATE TABLE escalations_new (
        flag_id INTEGER PRIMARY KEY REFERENCES flags (id) ON DELETE CASCADE,
        {_OF_PATIENT},
        tier TEXT NOT NULL CHECK (tier IN ('emergency', 'same_day', 'within_days', 'high')),
        started_at TEXT NOT NULL,
        rung INTEGER NOT NULL DEFAULT 0,
        next_at TEXT
    ) STRICT
    """,
    "INSERT INTO escalations_new SELECT * FROM escalations",
    "DROP TABLE escalations",
    "ALTER TABLE escalations_new RENAME TO escalations",
    "CREATE INDEX escalations_next ON escalations (next_at) WHERE next_at IS NOT NULL",
)


def apply(database: sqlite_utils.Database) -> None:
    for statement in STATEMENTS:
        database.execute(statement)
