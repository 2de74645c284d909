"""Rows of the one question about a rating: as usual, a flare, or something new?"""

from datetime import date

from bot.domain.flags import ComparedToUsual
from bot.storage.database import Database

WHAT = "compared"
DAYS_BETWEEN = 7
"""Asked more often it becomes noise, and the answer helps little."""


def take_turn(db: Database, patient_id: int, day: date) -> bool:
    """Claim the day's one request for this question; False when it is taken or was asked lately."""
    lately = db.value(
        """SELECT 1 FROM requests WHERE patient_id = ? AND what = ?
        AND local_date > date(?, ?) LIMIT 1""",
        patient_id,
        WHAT,
        str(day),
        f"-{DAYS_BETWEEN} days",
    )
    if lately is not None:
        return False
    changed = db.run(
        "INSERT INTO requests VALUES (?, ?, ?) ON CONFLICT DO NOTHING", patient_id, str(day), WHAT
    )
    return changed == 1


def of_prompt(db: Database, prompt_id: int) -> ComparedToUsual | None:
    value = db.value("SELECT compared FROM prompts WHERE id = ?", prompt_id)
    return ComparedToUsual(value) if value else None


def write(db: Database, prompt_id: int, said: ComparedToUsual) -> None:
    db.run("UPDATE prompts SET compared = ? WHERE id = ?", said.value, prompt_id)
