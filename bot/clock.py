"""The one place that reads the time: the real clock, or one that can be moved."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant, timezone-aware in UTC."""

    def now(self) -> datetime: ...


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """A clock that can be set forward; between moves it stands still, or runs with `real`."""

    def __init__(self, start: datetime, real: Callable[[], datetime] | None = None) -> None:
        self._base = start.astimezone(UTC)
        self._real = real
        self._since = real() if real else None

    def now(self) -> datetime:
        if self._real is None or self._since is None:
            return self._base
        return self._base + max(self._real() - self._since, timedelta())

    def move_to(self, instant: datetime) -> None:
        """Set the clock; an instant in its past is ignored, as time does not run backwards."""
        self._base = max(self.now(), instant.astimezone(UTC))
        if self._real is not None:
            self._since = self._real()
