"""Faults on demand: errors, dropped connections, stalled, slow and non-JSON answers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.simulator.values import Json

KINDS = ("error", "drop_before", "drop_after", "stall", "slow", "not_json")


@dataclass
class Fault:
    """What happens to the next `times` calls of a method to a chat; None means any."""

    id: int
    kind: str
    method: str | None = None
    chat: int | None = None
    code: int = 500
    description: str = "Internal Server Error: restart"
    retry_after: int | None = None
    seconds: float = 1.0
    times: int | None = 1

    def matches(self, method: str, chat: object) -> bool:
        """Whether a call is hit; methods compare without case."""
        if self.times == 0 or (self.method and self.method.lower() != method.lower()):
            return False
        return self.chat is None or str(self.chat) == str(chat)


class Faults:
    """Faults in the order they were asked for; the first that matches is used up once."""

    def __init__(self) -> None:
        self.all: list[Fault] = []
        self._made = 0

    def add(self, wanted: Json) -> Fault:
        """Add a fault from the control API; raises ValueError for an unknown kind or field."""
        if wanted.get("kind") not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        self._made += 1
        try:
            fault = Fault(id=self._made, **wanted)
        except TypeError as error:
            raise ValueError(f"unknown field in a fault: {error}") from error
        if fault.retry_after is not None:
            fault.code = 429
            fault.description = f"Too Many Requests: retry after {fault.retry_after}"
        self.all.append(fault)
        return fault

    def take(self, method: str, chat: object) -> Fault | None:
        """The fault for this call, one of its times spent."""
        fault = next((one for one in self.all if one.matches(method, chat)), None)
        if fault and fault.times is not None:
            fault.times -= 1
            if not fault.times:
                self.all.remove(fault)
        return fault

    def clear(self) -> None:
        """No more faults."""
        self.all.clear()
