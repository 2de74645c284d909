"""Single named values (when the bot was last alive, ...) and uploaded pictures' file ids."""

from bot.storage.database import Database


def read(db: Database, name: str) -> str | None:
    value: str | None = db.value("SELECT value FROM facts WHERE name = ?", name)
    return value


def write(db: Database, name: str, value: str) -> None:
    db.run(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value,
    )


def file_id(db: Database, bot_id: int, digest: str) -> str | None:
    value: str | None = db.value(
        "SELECT file_id FROM uploads WHERE bot_id = ? AND digest = ?", bot_id, digest
    )
    return value


def remember_file(db: Database, bot_id: int, digest: str, uploaded: str) -> None:
    db.run("INSERT OR REPLACE INTO uploads VALUES (?, ?, ?)", bot_id, digest, uploaded)


def forget_file(db: Database, bot_id: int, digest: str) -> None:
    db.run("DELETE FROM uploads WHERE bot_id = ? AND digest = ?", bot_id, digest)
