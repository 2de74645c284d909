"""Plans as they stood when somebody began them: a changed file does not change a course."""

from bot.storage.database import Database


def keep(db: Database, plan_id: str, version: int, body: str) -> None:
    """The first body of a version stays: versions do not change afterwards."""
    db.run("INSERT OR IGNORE INTO plan_versions VALUES (?, ?, ?)", plan_id, version, body)


def body(db: Database, plan_id: str, version: int) -> str | None:
    found: str | None = db.value(
        "SELECT body FROM plan_versions WHERE plan_id = ? AND version = ?", plan_id, version
    )
    return found
