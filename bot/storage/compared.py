"""Rows of the one question about a rating: as usual, a flare, or something new?"""

from datetime import date, timedelta

from bot.domain.flags import ComparedToUsual
from bot.storage import screens
from bot.storage.database import Database

WHAT = "compared"
BETWEEN = timedelta(days=7)
"""Asked more often it becomes noise, and the answer helps little."""


def take_turn(db: Database, patient_id: int, day: date) -> bool:
    """Claim the day's one request for this question; False when it is taken or was asked lately."""
    last = screens.last_request(db, patient_id, WHAT)
    if last is not None and last > day - BETWEEN:
        return False
    return screens.take_request(db, patient_id, day, WHAT)


def of_prompt(db: Database, prompt_id: int) -> ComparedToUsual | None:
    value = db.value("SELECT compared FROM prompts WHERE id = ?", prompt_id)
    return ComparedToUsual(value) if value else None


def write(db: Database, prompt_id: int, said: ComparedToUsual) -> None:
    db.run("UPDATE prompts SET compared = ? WHERE id = ?", said.value, prompt_id)
