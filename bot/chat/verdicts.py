"""What came of one try to reach Telegram, and what each of its errors means."""

from dataclasses import dataclass
from enum import StrEnum

import httpx
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.storage.sending import GONE


class Outcome(StrEnum):
    """How sure we are that people can see it."""

    SENT = "sent"
    STALE = "stale"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(frozen=True)
class Verdict:
    """What came of one try."""

    outcome: Outcome
    error: str = ""
    message_id: int | None = None
    has_media: bool = False
    retry_after: float | None = None


def verdict_of(error: TelegramError) -> Verdict:
    """BadRequest and TimedOut are network errors to the library, so the order here matters."""
    if isinstance(error, RetryAfter):
        wait = error._retry_after.total_seconds()  # noqa: SLF001 - the public one warns
        return Verdict(Outcome.NOT_SENT, "429", retry_after=wait)
    if isinstance(error, Forbidden):
        return Verdict(Outcome.GONE, GONE)
    if isinstance(error, BadRequest):
        return _bad_request(str(error))
    if isinstance(error, InvalidToken):
        # Also any passing 401 or 404: the row waits, polling says it loudly if it lasts.
        return Verdict(Outcome.NOT_SENT, "token refused")
    cause = error.__cause__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Verdict(Outcome.NOT_SENT, type(cause).__name__)
    if isinstance(error, TimedOut | NetworkError):
        return Verdict(Outcome.UNKNOWN, type(cause or error).__name__)
    return Verdict(Outcome.REFUSED, type(error).__name__)


_REFUSALS = (
    "can't parse entities",
    "text is empty",
    "is too long",
    "is too big",
    "button_data_invalid",
    "reply markup",
    "to edit not found",
    "can't be edited",
    "wrong file identifier",
    "upgraded to a supergroup",
)


def _bad_request(text: str) -> Verdict:
    lowered = text.lower()
    if "message is not modified" in lowered:
        return Verdict(Outcome.SENT)
    if "chat not found" in lowered:
        return Verdict(Outcome.GONE, GONE)
    # Telegram may quote the message it refuses, so only words known to be its own are kept.
    known = next((words for words in _REFUSALS if words in lowered), "for another reason")
    return Verdict(Outcome.REFUSED, f"400 {known}")
