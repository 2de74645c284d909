"""Guided sessions, what was too painful and what came instead, plans as begun, moves, tips."""

import sqlite_utils

TABLES = (
    """
    CREATE TABLE walks (
        prompt_id INTEGER PRIMARY KEY REFERENCES prompts (id) ON DELETE CASCADE,
        position INTEGER NOT NULL DEFAULT 0,
        stage TEXT NOT NULL CHECK (stage IN ('exercise', 'sore', 'after', 'over')),
        began_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE walk_steps (
        prompt_id INTEGER NOT NULL REFERENCES walks (prompt_id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('done', 'skipped', 'stopped')),
        PRIMARY KEY (prompt_id, position)
    ) STRICT
    """,
    """
    CREATE TABLE sore_exercises (
        id INTEGER PRIMARY KEY,
        patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
        prompt_id INTEGER NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
        exercise TEXT NOT NULL,
        choice TEXT NOT NULL DEFAULT 'open'
            CHECK (choice IN ('open', 'easier', 'stopped', 'worry', 'taken_back')),
        instead TEXT,
        reported_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX sore_exercises_patient ON sore_exercises (patient_id)",
    """
    CREATE TABLE substitutes (
        patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
        exercise TEXT NOT NULL,
        instead TEXT,
        since TEXT NOT NULL,
        PRIMARY KEY (patient_id, exercise)
    ) STRICT
    """,
    """
    CREATE TABLE plan_versions (
        plan_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (plan_id, version)
    ) STRICT
    """,
    """
    CREATE TABLE proposals (
        id INTEGER PRIMARY KEY,
        patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
        plan_id TEXT NOT NULL,
        made_on TEXT NOT NULL,
        direction TEXT NOT NULL
            CHECK (direction IN ('advance', 'stay', 'step_back', 'finish')),
        from_phase INTEGER NOT NULL,
        from_step INTEGER NOT NULL,
        to_phase INTEGER NOT NULL,
        to_step INTEGER NOT NULL,
        reason TEXT NOT NULL,
        params TEXT NOT NULL,
        decision TEXT CHECK (decision IN ('moved', 'stayed', 'by_itself', 'replaced')),
        decided_at TEXT,
        decided_by INTEGER REFERENCES staff (id)
    ) STRICT
    """,
    "CREATE INDEX proposals_patient ON proposals (patient_id, made_on)",
    """
    CREATE TABLE step_back_alone (
        patient_id INTEGER PRIMARY KEY REFERENCES patients (id) ON DELETE CASCADE
    ) STRICT
    """,
    """
    CREATE TABLE tips (
        patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
        plan_id TEXT NOT NULL,
        advice TEXT NOT NULL,
        sent_on TEXT NOT NULL,
        PRIMARY KEY (patient_id, plan_id, advice)
    ) STRICT
    """,
)


def apply(database: sqlite_utils.Database) -> None:
    for statement in TABLES:
        database.execute(statement)
