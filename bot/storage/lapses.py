"""Invitations whose time has run out without anybody opening them."""

from datetime import datetime

from bot.storage.database import Database
from bot.storage.values import instant_text


def lapse(db: Database, now: datetime) -> list[int]:
    """Close them as withdrawn at their expiry; answers the ids of those not closed before."""
    found = [
        row["id"]
        for row in db.all(
            """SELECT id FROM invites WHERE used_at IS NULL AND revoked_at IS NULL
            AND expires_at <= ?""",
            instant_text(now),
        )
    ]
    for number in found:
        db.run("UPDATE invites SET revoked_at = expires_at WHERE id = ?", number)
    return found
