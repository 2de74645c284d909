"""What an answer to getUpdates holds, however odd it is."""

import logging
from typing import Any

import httpx

log = logging.getLogger(__name__)

LARGEST = 2**62
"""Numbers beyond this are nobody's id, and no database takes them."""


class RefusedError(Exception):
    """An answer that is not a batch of updates."""

    def __init__(self, code: int, retry_after: float | None = None) -> None:
        super().__init__(f"HTTP {code}")
        self.code = code
        self.retry_after = retry_after


def batch_of(answer: httpx.Response) -> list[dict[str, Any]]:
    """The updates in the order of their ids; `RefusedError` for anything else."""
    body = _json(answer)
    if body.get("ok") is not True:
        raise RefusedError(answer.status_code, _wait(body.get("parameters")))
    result = body.get("result")
    if not isinstance(result, list):
        raise RefusedError(answer.status_code)
    batch = [u for u in result if isinstance(u, dict) and _number(u.get("update_id")) is not None]
    if len(batch) < len(result):
        log.error("%d updates have no number and are passed over", len(result) - len(batch))
        if not batch:
            # The offset cannot move past them, and asking at once again would never end.
            raise RefusedError(answer.status_code)
    return sorted(batch, key=lambda update: int(update["update_id"]))


def chat_of(update: dict[str, Any]) -> int | None:
    """Whose turn it is in the order of things; None for what belongs to no chat."""
    for kind in ("message", "edited_message", "my_chat_member"):
        if isinstance(update.get(kind), dict):
            return _id(update[kind].get("chat"))
    query = update.get("callback_query")
    return _id(query.get("from")) if isinstance(query, dict) else None


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        raise RefusedError(answer.status_code) from None
    if not isinstance(body, dict):
        raise RefusedError(answer.status_code)
    return body


def _wait(parameters: object) -> float | None:
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(wait) if isinstance(wait, int | float) and wait > 0 else None


def _id(holder: object) -> int | None:
    return _number(holder.get("id")) if isinstance(holder, dict) else None


def _number(value: object) -> int | None:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and isinstance(value, int) and abs(value) < LARGEST else None
