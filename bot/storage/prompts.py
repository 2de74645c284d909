"""Rows of daily prompts and their ratings."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.daily import Prompt, PromptState, SessionResult
from bot.domain.people import Patient
from bot.storage.database import Database, Row
from bot.storage.values import instant, instant_text, optional_instant, optional_text

_SELECT = """SELECT p.*, r.pain, r.recorded_at AS rated_at
FROM prompts p LEFT JOIN ratings r ON r.prompt_id = p.id """


def _prompt(row: Row) -> Prompt:
    result = row["session_result"]
    return Prompt(
        id=row["id"],
        patient_id=row["patient_id"],
        local_date=date.fromisoformat(row["local_date"]),
        is_first=bool(row["is_first"]),
        is_training=bool(row["is_training"]),
        state=PromptState(row["state"]),
        due_at=instant(row["due_at"]),
        sent_at=optional_instant(row["sent_at"]),
        session=row["session"],
        session_result=SessionResult(result) if result else None,
        could_not_reason=row["could_not_reason"],
        later_until=optional_instant(row["later_until"]),
        nudged_at=optional_instant(row["nudged_at"]),
        pain=row["pain"],
        rated_at=optional_instant(row["rated_at"]),
    )


@dataclass(frozen=True)
class DayRow:
    """A prompt with what only the flag rules read."""

    prompt: Prompt
    leg: int | None
    after_exercise: str | None
    compared: str | None


def day_rows(db: Database, patient_id: int, count: int, until: date) -> list[DayRow]:
    """The days of the last `count` calendar days up to `until`, oldest first."""
    rows = db.all(
        _SELECT
        + """WHERE p.patient_id = ? AND p.local_date <= ? AND p.local_date > date(?, ?)
        ORDER BY p.local_date""",
        patient_id,
        str(until),
        str(until),
        f"-{count} days",
    )
    return [DayRow(_prompt(r), r["leg"], r["after_exercise"], r["compared"]) for r in rows]


def dates_after(db: Database, patient_id: int, day: date) -> list[date]:
    rows = db.all(
        """SELECT local_date FROM prompts WHERE patient_id = ? AND local_date > ?
        ORDER BY local_date""",
        patient_id,
        str(day),
    )
    return [date.fromisoformat(row["local_date"]) for row in rows]


def find(db: Database, prompt_id: int) -> Prompt | None:
    row = db.one(_SELECT + "WHERE p.id = ?", prompt_id)
    return _prompt(row) if row else None


def get(db: Database, prompt_id: int) -> Prompt:
    prompt = find(db, prompt_id)
    if prompt is None:
        raise LookupError(f"no prompt {prompt_id}")
    return prompt


def of_day(db: Database, patient_id: int, day: date) -> Prompt | None:
    row = db.one(_SELECT + "WHERE p.patient_id = ? AND p.local_date = ?", patient_id, str(day))
    return _prompt(row) if row else None


def latest(db: Database, patient_id: int, count: int, until: date | None = None) -> list[Prompt]:
    """The last days, oldest first, up to and including `until`."""
    rows = db.all(
        _SELECT + "WHERE p.patient_id = ? AND p.local_date <= ? ORDER BY p.local_date DESC LIMIT ?",
        patient_id,
        str(until) if until else "9999-12-31",
        count,
    )
    return [_prompt(row) for row in reversed(rows)]


def add(
    db: Database,
    patient: Patient,
    day: date,
    *,
    state: PromptState,
    due_at: datetime,
    is_first: bool = False,
    is_training: bool = False,
    session: str = "[]",
) -> Prompt | None:
    """One prompt per local date; None when that day already has one."""
    changed = db.run(
        """INSERT INTO prompts (patient_id, local_date, is_first, is_training, state, due_at,
            plan_id, plan_version, phase, session)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (patient_id, local_date) DO NOTHING""",
        patient.id,
        str(day),
        int(is_first),
        int(is_training),
        state.value,
        instant_text(due_at),
        patient.plan_id,
        patient.plan_version,
        patient.phase,
        session,
    )
    return of_day(db, patient.id, day) if changed == 1 else None


def mark(db: Database, prompt_id: int, state: PromptState, sent_at: datetime | None = None) -> None:
    db.run(
        "UPDATE prompts SET state = ?, sent_at = coalesce(?, sent_at) WHERE id = ?",
        state.value,
        optional_text(sent_at),
        prompt_id,
    )


def rate(db: Database, prompt: Prompt, pain: int, source: str, now: datetime) -> None:
    """Write or correct the one rating of a prompt; a correction leaves its trace."""
    if prompt.pain is not None and prompt.pain != pain:
        db.run(
            """INSERT INTO rating_changes
            (prompt_id, patient_id, pain_before, pain_after, changed_at)
            VALUES (?, ?, ?, ?, ?)""",
            prompt.id,
            prompt.patient_id,
            prompt.pain,
            pain,
            instant_text(now),
        )
    db.run(
        """INSERT INTO ratings (prompt_id, patient_id, pain, source, recorded_at)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (prompt_id) DO UPDATE SET pain = excluded.pain, source = excluded.source,
            recorded_at = excluded.recorded_at""",
        prompt.id,
        prompt.patient_id,
        pain,
        source,
        instant_text(now),
    )


def set_session(
    db: Database, prompt_id: int, result: SessionResult | None, reason: str | None, now: datetime
) -> None:
    db.run(
        """UPDATE prompts SET session_result = ?, could_not_reason = ?, session_at = ?,
        later_until = NULL WHERE id = ?""",
        result.value if result else None,
        reason,
        instant_text(now),
        prompt_id,
    )


def set_later(db: Database, prompt_id: int, until: datetime | None) -> None:
    db.run("UPDATE prompts SET later_until = ? WHERE id = ?", optional_text(until), prompt_id)


def later_due(db: Database, now: datetime) -> list[Prompt]:
    rows = db.all(
        _SELECT + "WHERE p.later_until IS NOT NULL AND p.later_until <= ? ORDER BY p.later_until",
        instant_text(now),
    )
    return [_prompt(row) for row in rows]


def next_later(db: Database) -> datetime | None:
    return optional_instant(db.value("SELECT min(later_until) FROM prompts"))


def mark_nudged(db: Database, prompt_id: int, now: datetime) -> None:
    db.run("UPDATE prompts SET nudged_at = ? WHERE id = ?", instant_text(now), prompt_id)


def nudge_candidates(db: Database, sent_after: datetime, sent_before: datetime) -> list[Prompt]:
    """Delivered, nothing recorded and not nudged, sent within the bounds."""
    rows = db.all(
        _SELECT
        + """WHERE p.state = 'sent' AND p.is_first = 0 AND p.nudged_at IS NULL
        AND p.session_result IS NULL AND r.pain IS NULL AND p.sent_at > ? AND p.sent_at <= ?""",
        instant_text(sent_after),
        instant_text(sent_before),
    )
    return [_prompt(row) for row in rows]


def count_changes(db: Database, prompt_id: int) -> int:
    value: int = db.value("SELECT count(*) FROM rating_changes WHERE prompt_id = ?", prompt_id)
    return value


def set_offer(db: Database, prompt_id: int, session: str, due_at: datetime) -> None:
    """Fill a missed day that the patient asked for after all."""
    db.run(
        "UPDATE prompts SET session = ?, is_training = ?, due_at = ? WHERE id = ?",
        session,
        int(session != "[]"),
        instant_text(due_at),
        prompt_id,
    )


def erase_all(db: Database, patient_id: int) -> None:
    """Forget the days of somebody who turned out not to be the patient."""
    for table in ("prompts", "flags", "substitutes", "proposals", "tips"):
        db.run(f"DELETE FROM {table} WHERE patient_id = ?", patient_id)  # noqa: S608 - fixed names


def first(db: Database, patient_id: int) -> Prompt | None:
    """The prompt of the day of joining."""
    row = db.one(_SELECT + "WHERE p.patient_id = ? AND p.is_first = 1", patient_id)
    return _prompt(row) if row else None
