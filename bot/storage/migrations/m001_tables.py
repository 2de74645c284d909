"""The first tables. Instants are UTC text; local dates are ISO text; booleans are 0 or 1."""

import sqlite_utils

TABLES = (
    """
    CREATE TABLE staff (
        id INTEGER PRIMARY KEY,
        telegram_id INTEGER NOT NULL UNIQUE,
        name TEXT NOT NULL,
        is_admin INTEGER NOT NULL DEFAULT 0,
        is_therapist INTEGER NOT NULL DEFAULT 0,
        language TEXT NOT NULL,
        timezone TEXT NOT NULL,
        discreet INTEGER NOT NULL DEFAULT 0,
        joined_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE patients (
        id INTEGER PRIMARY KEY,
        therapist_id INTEGER NOT NULL REFERENCES staff (id),
        name TEXT NOT NULL,
        telegram_id INTEGER,
        language TEXT NOT NULL,
        timezone TEXT NOT NULL,
        prompt_minute INTEGER NOT NULL CHECK (prompt_minute BETWEEN 0 AND 1439),
        training_days TEXT NOT NULL,
        plan_id TEXT NOT NULL,
        plan_version INTEGER NOT NULL,
        phase INTEGER NOT NULL DEFAULT 0,
        dose_step INTEGER NOT NULL DEFAULT 0,
        phase_started TEXT,
        is_test INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'stopped', 'discharged')),
        paused_until TEXT,
        exercises_stopped_at TEXT,
        unreachable_at TEXT,
        examined_at TEXT NOT NULL,
        consented_at TEXT,
        started_on TEXT,
        next_due_at TEXT,
        next_due_date TEXT,
        created_at TEXT NOT NULL,
        closed_at TEXT,
        outcome TEXT
    ) STRICT
    """,
    # One Telegram account is at most one current patient.
    """
    CREATE UNIQUE INDEX patients_account ON patients (telegram_id)
    WHERE telegram_id IS NOT NULL AND state IN ('active', 'stopped')
    """,
    "CREATE INDEX patients_due ON patients (next_due_at) WHERE state = 'active'",
    "CREATE INDEX patients_therapist ON patients (therapist_id)",
    """
    CREATE TABLE invites (
        id INTEGER PRIMARY KEY,
        token_hash TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('claim', 'therapist', 'patient')),
        patient_id INTEGER REFERENCES patients (id) ON DELETE CASCADE,
        created_by INTEGER REFERENCES staff (id),
        created_at TEXT NOT NULL,
        expires_at TEXT NOT NULL,
        used_at TEXT,
        revoked_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE drafts (
        id INTEGER PRIMARY KEY,
        chat_id INTEGER NOT NULL UNIQUE,
        flow TEXT NOT NULL,
        step TEXT NOT NULL,
        data TEXT NOT NULL,
        patient_id INTEGER REFERENCES patients (id) ON DELETE CASCADE,
        updated_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE prompts (
        id INTEGER PRIMARY KEY,
        patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
        local_date TEXT NOT NULL,
        is_first INTEGER NOT NULL DEFAULT 0,
        is_training INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'missed', 'unreachable')),
        due_at TEXT NOT NULL,
        sent_at TEXT,
        plan_id TEXT NOT NULL,
        plan_version INTEGER NOT NULL,
        phase INTEGER NOT NULL,
        session TEXT NOT NULL DEFAULT '[]',
        session_result TEXT CHECK (session_result IN ('done', 'partly', 'could_not')),
        session_at TEXT,
        could_not_reason TEXT,
        after_exercise TEXT,
        leg INTEGER CHECK (leg BETWEEN 0 AND 5),
        leg_side TEXT,
        compared TEXT,
        later_until TEXT,
        nudged_at TEXT,
        UNIQUE (patient_id, local_date)
    ) STRICT
    """,
    "CREATE INDEX prompts_later ON prompts (later_until) WHERE later_until IS NOT NULL",
    """
    CREATE TABLE ratings (
        prompt_id INTEGER PRIMARY KEY REFERENCES prompts (id) ON DELETE CASCADE,
        patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
        pain INTEGER NOT NULL CHECK (pain BETWEEN 0 AND 10),
        source TEXT NOT NULL CHECK (source IN ('button', 'typed')),
        recorded_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE rating_changes (
        id INTEGER PRIMARY KEY,
        prompt_id INTEGER NOT NULL REFERENCES prompts (id) ON DELETE CASCADE,
        patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
        pain_before INTEGER NOT NULL,
        pain_after INTEGER NOT NULL,
        changed_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE flags (
        id INTEGER PRIMARY KEY,
        patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        priority TEXT NOT NULL CHECK (priority IN ('high', 'medium', 'low')),
        rule TEXT NOT NULL,
        reason TEXT NOT NULL,
        evidence TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        opened_on TEXT NOT NULL,
        raised_on TEXT NOT NULL,
        raise_count INTEGER NOT NULL DEFAULT 1,
        updated_at TEXT NOT NULL,
        acknowledged_at TEXT,
        acknowledged_on TEXT,
        acknowledged_by INTEGER REFERENCES staff (id),
        closed_at TEXT,
        closed_on TEXT,
        closed_reason TEXT
    ) STRICT
    """,
    # One open flag per patient and kind.
    "CREATE UNIQUE INDEX flags_open ON flags (patient_id, kind) WHERE closed_at IS NULL",
    """
    CREATE TABLE messages (
        id INTEGER PRIMARY KEY,
        patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
        staff_id INTEGER REFERENCES staff (id),
        direction TEXT NOT NULL CHECK (direction IN ('to_patient', 'from_patient')),
        text TEXT NOT NULL,
        media_kind TEXT,
        media_id TEXT,
        created_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE inbox (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        update_id INTEGER NOT NULL UNIQUE,
        chat_id INTEGER,
        body TEXT,
        state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'quarantined')),
        attempts INTEGER NOT NULL DEFAULT 0,
        received_at TEXT NOT NULL,
        ended_at TEXT
    ) STRICT
    """,
    "CREATE INDEX inbox_new ON inbox (seq) WHERE state = 'new'",
    """
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        chat_id INTEGER NOT NULL,
        lane INTEGER NOT NULL CHECK (lane BETWEEN 0 AND 3),
        kind TEXT NOT NULL,
        params TEXT NOT NULL,
        patient_id INTEGER REFERENCES patients (id) ON DELETE CASCADE,
        edits INTEGER REFERENCES outbox (id) ON DELETE CASCADE,
        is_fleeting INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL DEFAULT 'queued'
            CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
        attempts INTEGER NOT NULL DEFAULT 0,
        not_before TEXT NOT NULL,
        queued_at TEXT NOT NULL,
        started_at TEXT,
        sent_at TEXT,
        message_id INTEGER,
        has_media INTEGER NOT NULL DEFAULT 0,
        error TEXT
    ) STRICT
    """,
    # What is waiting, in the order it goes, and each chat's own line.
    "CREATE INDEX outbox_waiting ON outbox (lane, id, not_before, chat_id) WHERE state = 'queued'",
    "CREATE INDEX outbox_line ON outbox (chat_id, lane, id, not_before) WHERE state = 'queued'",
    "CREATE INDEX outbox_sending ON outbox (chat_id) WHERE state = 'sending'",
    "CREATE INDEX outbox_given_up ON outbox (state, lane) WHERE state IN ('failed', 'unknown')",
    "CREATE INDEX outbox_message ON outbox (chat_id, message_id)",
    "CREATE INDEX outbox_edits ON outbox (edits) WHERE edits IS NOT NULL",
    "CREATE INDEX outbox_kind ON outbox (kind, json_extract(params, '$.prompt'))",
    "CREATE INDEX outbox_flag ON outbox (kind, json_extract(params, '$.flag'))",
    "CREATE INDEX outbox_patient ON outbox (patient_id)",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """
    CREATE TABLE uploads (
        bot_id INTEGER NOT NULL,
        digest TEXT NOT NULL,
        file_id TEXT NOT NULL,
        PRIMARY KEY (bot_id, digest)
    ) STRICT
    """,
)


def apply(database: sqlite_utils.Database) -> None:
    for statement in TABLES:
        database.execute(statement)
