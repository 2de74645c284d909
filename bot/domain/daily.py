"""One local day of one patient: the prompt, what was done, and the rating."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

NUDGE_AFTER = timedelta(hours=4)
SILENT_DAYS_BEFORE_NUDGES_STOP = 2
LATE_REPLY_DAYS = 2
"""A question about the last 24 hours cannot be answered from memory much later than this."""


class PromptState(StrEnum):
    """What became of a day's prompt; only `sent` ones can be answered or left unanswered."""

    QUEUED = "queued"
    SENT = "sent"
    MISSED = "missed"
    UNREACHABLE = "unreachable"


class SessionResult(StrEnum):
    """What the patient said of the day's exercises."""

    DONE = "done"
    PARTLY = "partly"
    COULD_NOT = "could_not"


class Later(StrEnum):
    """The choices for putting a session off."""

    HALF_HOUR = "30m"
    TWO_HOURS = "2h"
    EVENING = "evening"


EVENING_MINUTE = 18 * 60 + 30


@dataclass(frozen=True)
class Prompt:
    """The message that asks for one local day, with the session it offered."""

    id: int
    patient_id: int
    local_date: date
    is_first: bool
    is_training: bool
    state: PromptState
    due_at: datetime
    sent_at: datetime | None
    session: str
    session_result: SessionResult | None
    could_not_reason: str | None
    later_until: datetime | None
    nudged_at: datetime | None
    pain: int | None
    rated_at: datetime | None

    @property
    def is_answered(self) -> bool:
        return self.pain is not None

    @property
    def was_delivered(self) -> bool:
        return self.state is PromptState.SENT


class Acceptance(StrEnum):
    """May a rating still be written to a prompt?"""

    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


def acceptance(prompt: Prompt, today: date) -> Acceptance:
    """Today's prompt takes an answer and changes; an unanswered one stays open two days longer."""
    age = (today - prompt.local_date).days
    if age <= 0:
        return Acceptance.OPEN
    if not prompt.is_answered and age <= LATE_REPLY_DAYS:
        return Acceptance.LATE
    return Acceptance.CLOSED


def wants_nudge(prompt: Prompt, unanswered_before: int) -> bool:
    """One nudge for a delivered day with nothing recorded; none after two silent days in a row."""
    nothing_recorded = prompt.pain is None and prompt.session_result is None
    return (
        prompt.was_delivered
        and nothing_recorded
        and prompt.nudged_at is None
        and not prompt.is_first
        and unanswered_before < SILENT_DAYS_BEFORE_NUDGES_STOP
    )
