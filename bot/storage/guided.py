"""Rows of guided sessions: where somebody is, and what became of each exercise."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.flags import AfterExercise
from bot.storage.database import Database
from bot.storage.values import instant_text


@dataclass(frozen=True)
class Walk:
    """One session being led through; `outcomes` by position, counted from 0."""

    prompt_id: int
    position: int
    stage: str
    outcomes: dict[int, str] = field(default_factory=dict)

    @property
    def done(self) -> int:
        return sum(outcome == "done" for outcome in self.outcomes.values())


def find(db: Database, prompt_id: int) -> Walk | None:
    row = db.one("SELECT * FROM walks WHERE prompt_id = ?", prompt_id)
    if row is None:
        return None
    steps = db.all("SELECT position, outcome FROM walk_steps WHERE prompt_id = ?", prompt_id)
    outcomes = {step["position"]: step["outcome"] for step in steps}
    return Walk(prompt_id, row["position"], row["stage"], outcomes)


def begin(db: Database, prompt_id: int, now: datetime) -> None:
    db.run(
        """INSERT INTO walks (prompt_id, stage, began_at) VALUES (?, 'exercise', ?)
        ON CONFLICT (prompt_id) DO NOTHING""",
        prompt_id,
        instant_text(now),
    )


def go(db: Database, prompt_id: int, position: int, stage: str) -> None:
    db.run(
        "UPDATE walks SET position = ?, stage = ? WHERE prompt_id = ?", position, stage, prompt_id
    )


def note(db: Database, prompt_id: int, position: int, outcome: str) -> None:
    db.run("INSERT OR REPLACE INTO walk_steps VALUES (?, ?, ?)", prompt_id, position, outcome)


def set_items(db: Database, prompt_id: int, session: str) -> None:
    """Change what is left of today's session, as when an easier exercise takes a place."""
    db.run("UPDATE prompts SET session = ? WHERE id = ?", session, prompt_id)


def set_after(db: Database, prompt_id: int, after: AfterExercise) -> None:
    db.run("UPDATE prompts SET after_exercise = ? WHERE id = ?", after.value, prompt_id)


def after(db: Database, prompt_id: int) -> AfterExercise | None:
    value = db.value("SELECT after_exercise FROM prompts WHERE id = ?", prompt_id)
    return AfterExercise(value) if value else None
