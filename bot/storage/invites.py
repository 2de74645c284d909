"""Rows of one-time invitations; only the hash of a token is kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database
from bot.storage.values import instant_text


@dataclass(frozen=True)
class Invite:
    """An invitation that can still be used."""

    id: int
    kind: str
    patient_id: int | None
    created_by: int | None


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def add(
    db: Database,
    *,
    token: str,
    kind: str,
    patient_id: int | None,
    created_by: int | None,
    now: datetime,
    expires_at: datetime,
) -> int:
    return db.add(
        """INSERT INTO invites (token_hash, kind, patient_id, created_by, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?)""",
        token_hash(token),
        kind,
        patient_id,
        created_by,
        instant_text(now),
        instant_text(expires_at),
    )


def usable(db: Database, token: str, now: datetime) -> Invite | None:
    row = db.one(
        """SELECT * FROM invites WHERE token_hash = ? AND used_at IS NULL AND revoked_at IS NULL
        AND expires_at > ?""",
        token_hash(token),
        instant_text(now),
    )
    if row is None:
        return None
    return Invite(row["id"], row["kind"], row["patient_id"], row["created_by"])


def use(db: Database, invite_id: int, now: datetime) -> bool:
    """Claim it; False when somebody else was first."""
    changed = db.run(
        "UPDATE invites SET used_at = ? WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL",
        instant_text(now),
        invite_id,
    )
    return changed == 1


def is_open(db: Database, invite_id: int, now: datetime) -> bool:
    row = db.one(
        """SELECT 1 FROM invites WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL
        AND expires_at > ?""",
        invite_id,
        instant_text(now),
    )
    return row is not None


def used_at(db: Database, invite_id: int) -> str | None:
    value: str | None = db.value("SELECT used_at FROM invites WHERE id = ?", invite_id)
    return value


def patient_of(db: Database, invite_id: int) -> int | None:
    value: int | None = db.value("SELECT patient_id FROM invites WHERE id = ?", invite_id)
    return value


def revoke(db: Database, now: datetime, *, patient_id: int | None = None, kind: str = "") -> int:
    """Withdraw the open invitations of a patient, or of a kind."""
    return db.run(
        """UPDATE invites SET revoked_at = ?
        WHERE used_at IS NULL AND revoked_at IS NULL AND (patient_id = ? OR kind = ?)""",
        instant_text(now),
        patient_id,
        kind,
    )


def revoke_one(db: Database, invite_id: int, now: datetime) -> bool:
    return bool(
        db.run(
            """UPDATE invites SET revoked_at = ?
            WHERE id = ? AND used_at IS NULL AND revoked_at IS NULL""",
            instant_text(now),
            invite_id,
        )
    )


def revoke_by_creator(db: Database, staff_id: int, now: datetime) -> int:
    """A removed therapist's open invitations stop working."""
    return db.run(
        """UPDATE invites SET revoked_at = ?
        WHERE created_by = ? AND used_at IS NULL AND revoked_at IS NULL""",
        instant_text(now),
        staff_id,
    )
