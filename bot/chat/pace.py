"""Telegram's limits: about 30 messages a second in all and one a second in a chat."""

from collections.abc import Callable

OVERALL_BURST = 5.0
FORGET_AFTER = 60.0


class _Bucket:
    """A token bucket over a monotonic clock in seconds."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst, self._left, self.at = rate, burst, burst, now

    def wait(self, now: float) -> float:
        left = min(self._burst, self._left + (now - self.at) * self._rate)
        return max(0.0, (1 - left) / self._rate)

    def take(self, now: float) -> None:
        self._left = min(self._burst, self._left + (now - self.at) * self._rate) - 1
        self.at = now


class Pace:
    """Says how long a send must wait; `retry_after` of any answer holds the whole bot."""

    def __init__(
        self,
        monotonic: Callable[[], float],
        per_second: float = 25.0,
        chat_per_second: float = 1.0,
        chat_burst: float = 4.0,
    ) -> None:
        """After a quiet while a chat may get `chat_burst` messages at once."""
        self._monotonic = monotonic
        self._overall = _Bucket(per_second, OVERALL_BURST, monotonic())
        self._chat = (chat_per_second, chat_burst)
        self._chats: dict[int, _Bucket] = {}
        self._held_until = 0.0

    @property
    def is_held(self) -> bool:
        """Nothing at all may go right now."""
        return self.is_stopped or self._overall.wait(self._monotonic()) > 0

    @property
    def is_stopped(self) -> bool:
        """Telegram, or trouble on the way to it, has asked for a pause."""
        return self._monotonic() < self._held_until

    def hold(self, seconds: float) -> None:
        self._held_until = max(self._held_until, self._monotonic() + seconds)

    def wait(self, chat_id: int) -> float:
        """Seconds until a message to this chat may go; 0 = now."""
        now = self._monotonic()
        chat = self._chats.get(chat_id)
        return max(self._held_until - now, self._overall.wait(now), chat.wait(now) if chat else 0.0)

    def took(self, chat_id: int) -> None:
        now = self._monotonic()
        self._overall.take(now)
        self._chats.setdefault(chat_id, _Bucket(*self._chat, now)).take(now)
        if len(self._chats) > 1000:
            self._chats = {c: b for c, b in self._chats.items() if now - b.at < FORGET_AFTER}

    def next_wait(self, most: float) -> float:
        """Seconds after which looking again is worthwhile."""
        now = self._monotonic()
        waits = [b.wait(now) for b in self._chats.values()]
        soon = [w for w in (self._held_until - now, self._overall.wait(now), *waits) if w > 0]
        return min([most, *soon])
