"""Errors as the Bot API words them: a code, a description and, at times, parameters."""

from __future__ import annotations

PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


class ApiError(Exception):
    """An answer with `ok: false`; `description` is complete, prefix included."""

    def __init__(
        self, code: int, description: str, parameters: dict[str, int] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def refusal(code: int, message: str) -> ApiError:
    """Prefix a message by its code, its first letter lowered unless it is a CONSTANT_NAME."""
    constant = len(message) > 1 and (message[1] == "_" or "A" <= message[1] <= "Z")
    shown = message if constant else message[:1].lower() + message[1:]
    return ApiError(code, f"{PREFIXES[code]}: {shown}")


def bad_request(message: str) -> ApiError:
    """A 400 with Telegram's prefix."""
    return refusal(400, message)


def forbidden(message: str) -> ApiError:
    """A 403 with Telegram's prefix."""
    return refusal(403, message)


def too_many_requests(seconds: int) -> ApiError:
    """A 429 that asks to wait `seconds`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
