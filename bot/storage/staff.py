"""Rows of therapists and admins."""

from datetime import datetime

from bot.domain.people import Staff
from bot.storage.database import Database, Row
from bot.storage.values import instant_text, optional_instant


def _staff(row: Row) -> Staff:
    return Staff(
        id=row["id"],
        telegram_id=row["telegram_id"],
        name=row["name"],
        is_admin=bool(row["is_admin"]),
        is_therapist=bool(row["is_therapist"]),
        language=row["language"],
        timezone=row["timezone"],
        discreet=bool(row["discreet"]),
        removed_at=optional_instant(row["removed_at"]),
    )


def get(db: Database, staff_id: int) -> Staff:
    row = db.one("SELECT * FROM staff WHERE id = ?", staff_id)
    if row is None:
        raise LookupError(f"no staff {staff_id}")
    return _staff(row)


def by_account(db: Database, telegram_id: int) -> Staff | None:
    """Whoever works here now with this account."""
    row = db.one("SELECT * FROM staff WHERE telegram_id = ? AND removed_at IS NULL", telegram_id)
    return _staff(row) if row else None


def all_current(db: Database) -> list[Staff]:
    rows = db.all("SELECT * FROM staff WHERE removed_at IS NULL ORDER BY name, id")
    return [_staff(row) for row in rows]


def admins(db: Database) -> list[Staff]:
    return [member for member in all_current(db) if member.is_admin]


def therapists(db: Database) -> list[Staff]:
    return [member for member in all_current(db) if member.is_therapist]


def welcome(
    db: Database,
    telegram_id: int,
    name: str,
    *,
    is_admin: bool,
    language: str,
    timezone: str,
    now: datetime,
) -> Staff:
    """Add a therapist; one who was here before comes back, and an admin stays an admin."""
    db.run(
        """INSERT INTO staff
        (telegram_id, name, is_admin, is_therapist, language, timezone, joined_at)
        VALUES (?, ?, ?, 1, ?, ?, ?)
        ON CONFLICT (telegram_id) DO UPDATE SET
            name = excluded.name,
            is_admin = CASE WHEN removed_at IS NULL
                       THEN max(is_admin, excluded.is_admin) ELSE excluded.is_admin END,
            is_therapist = 1,
            removed_at = NULL""",
        telegram_id,
        name,
        int(is_admin),
        language,
        timezone,
        instant_text(now),
    )
    found = by_account(db, telegram_id)
    assert found is not None  # noqa: S101 - just written
    return found


def remove(db: Database, staff_id: int, now: datetime) -> bool:
    return bool(
        db.run(
            "UPDATE staff SET removed_at = ? WHERE id = ? AND removed_at IS NULL",
            instant_text(now),
            staff_id,
        )
    )


def set_language(db: Database, staff_id: int, language: str) -> None:
    db.run("UPDATE staff SET language = ? WHERE id = ?", language, staff_id)


def set_discreet(db: Database, staff_id: int, discreet: bool) -> None:
    db.run("UPDATE staff SET discreet = ? WHERE id = ?", int(discreet), staff_id)
