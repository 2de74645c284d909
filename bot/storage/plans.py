"""Plans as they stood when somebody began them: a changed file does not change a course."""

from bot.storage.database import Database


def keep(db: Database, plan_id: str, version: int, body: str) -> None:
    """The first body of a version stays: versions do not change afterwards."""
    db.run("INSERT OR IGNORE INTO plan_versions VALUES (?, ?, ?)", plan_id, version, body)


def bodies(db: Database, plan_id: str) -> dict[int, str]:
    """Every kept body of a plan by the number it is kept under."""
    rows = db.all("SELECT version, body FROM plan_versions WHERE plan_id = ?", plan_id)
    return {row["version"]: row["body"] for row in rows}


def body(db: Database, plan_id: str, version: int) -> str | None:
    found: str | None = db.value(
        "SELECT body FROM plan_versions WHERE plan_id = ? AND version = ?", plan_id, version
    )
    return found
