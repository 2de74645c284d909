"""Warning signs, first assessment, the patient's rights, and who did what."""

import sqlite_utils

_OF_PATIENT = "patient_id INTEGER NOT NULL REFERENCES patients (id) ON DELETE CASCADE"

TABLES = (
    # One round of questions about warning signs; where it stands follows from its answers.
    f"""
    CREATE TABLE screens (
        id INTEGER PRIMARY KEY,
        {_OF_PATIENT},
        cause TEXT NOT NULL
            CHECK (cause IN ('enrolment', 'worry', 'flag', 'words', 'weekly', 'therapist')),
        signs TEXT NOT NULL,
        opened_at TEXT NOT NULL,
        opened_on TEXT NOT NULL,
        asked_again_on TEXT,
        ended_at TEXT,
        outcome TEXT CHECK (outcome IN
            ('clear', 'emergency', 'same_day', 'within_days', 'unanswered', 'replaced'))
    ) STRICT
    """,
    "CREATE INDEX screens_patient ON screens (patient_id, id)",
    "CREATE INDEX screens_open ON screens (opened_on) WHERE ended_at IS NULL",
    f"""
    CREATE TABLE screen_answers (
        id INTEGER PRIMARY KEY,
        screen_id INTEGER NOT NULL REFERENCES screens (id) ON DELETE CASCADE,
        {_OF_PATIENT},
        question TEXT NOT NULL,
        answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'unsure', 'skip')),
        answered_at TEXT NOT NULL,
        taken_back_at TEXT
    ) STRICT
    """,
    "CREATE INDEX screen_answers_screen ON screen_answers (screen_id, id)",
    # A sign that a therapist knows of, such as both legs in stenosis.
    f"""
    CREATE TABLE known_signs (
        {_OF_PATIENT},
        sign TEXT NOT NULL,
        reason TEXT NOT NULL,
        recorded_on TEXT NOT NULL,
        recorded_by INTEGER NOT NULL REFERENCES staff (id),
        PRIMARY KEY (patient_id, sign)
    ) STRICT
    """,
    f"""
    CREATE TABLE escalations (
        flag_id INTEGER PRIMARY KEY REFERENCES flags (id) ON DELETE CASCADE,
        {_OF_PATIENT},
        tier TEXT NOT NULL CHECK (tier IN ('emergency', 'same_day', 'within_days')),
        started_at TEXT NOT NULL,
        rung INTEGER NOT NULL DEFAULT 0,
        next_at TEXT
    ) STRICT
    """,
    "CREATE INDEX escalations_next ON escalations (next_at) WHERE next_at IS NOT NULL",
    # Why a therapist let exercises start again.
    f"""
    CREATE TABLE resumptions (
        id INTEGER PRIMARY KEY,
        {_OF_PATIENT},
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        reason TEXT NOT NULL,
        resumed_at TEXT NOT NULL
    ) STRICT
    """,
    # What was asked of a patient besides the rating: one thing on one local date.
    f"""
    CREATE TABLE requests (
        {_OF_PATIENT},
        local_date TEXT NOT NULL,
        what TEXT NOT NULL,
        PRIMARY KEY (patient_id, local_date)
    ) STRICT
    """,
    # First assessment: one row an answer; `item` counts the answers of a question that takes more.
    f"""
    CREATE TABLE assessment_answers (
        id INTEGER PRIMARY KEY,
        {_OF_PATIENT},
        question TEXT NOT NULL,
        item INTEGER NOT NULL DEFAULT 0,
        value TEXT NOT NULL,
        answered_on TEXT NOT NULL,
        UNIQUE (patient_id, question, item, answered_on)
    ) STRICT
    """,
    f"""
    CREATE TABLE conditions (
        {_OF_PATIENT},
        condition TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('contraindication', 'confirmation')),
        holds INTEGER NOT NULL CHECK (holds IN (0, 1)),
        staff_id INTEGER REFERENCES staff (id),
        noted_at TEXT NOT NULL,
        PRIMARY KEY (patient_id, kind, condition)
    ) STRICT
    """,
    f"""
    CREATE TABLE notes (
        id INTEGER PRIMARY KEY,
        {_OF_PATIENT},
        kind TEXT NOT NULL CHECK (kind IN ('examination', 'diagnosis', 'goals')),
        text TEXT NOT NULL,
        staff_id INTEGER NOT NULL REFERENCES staff (id),
        written_at TEXT NOT NULL
    ) STRICT
    """,
    f"""
    CREATE TABLE consents (
        {_OF_PATIENT},
        version INTEGER NOT NULL,
        agreed_at TEXT NOT NULL,
        PRIMARY KEY (patient_id, version)
    ) STRICT
    """,
    """
    INSERT INTO consents (patient_id, version, agreed_at)
    SELECT id, 1, consented_at FROM patients WHERE consented_at IS NOT NULL
    """,
    """
    CREATE TABLE erasures (
        patient_id INTEGER PRIMARY KEY REFERENCES patients (id) ON DELETE CASCADE,
        cause TEXT NOT NULL CHECK (cause IN ('asked', 'retention')),
        asked_at TEXT NOT NULL,
        due_at TEXT NOT NULL
    ) STRICT
    """,
    # Who did what to whom. Its own lines outlive those they speak of, so patients are pseudonyms.
    """
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        detail TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
    BEGIN SELECT raise(ABORT, 'the audit is append-only'); END
    """,
    """
    CREATE TRIGGER audit_keeps BEFORE DELETE ON audit
    BEGIN SELECT raise(ABORT, 'the audit is append-only'); END
    """,
    """
    CREATE TABLE accepted_files (
        path TEXT NOT NULL,
        digest TEXT NOT NULL,
        staff_id INTEGER REFERENCES staff (id),
        accepted_at TEXT NOT NULL,
        PRIMARY KEY (path, digest)
    ) STRICT
    """,
)


def apply(database: sqlite_utils.Database) -> None:
    for statement in TABLES:
        database.execute(statement)
