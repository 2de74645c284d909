"""How often an account may try links that do not work. In memory: nothing of strangers is kept."""

from collections import deque
from datetime import datetime, timedelta

MOST = 5
WITHIN = timedelta(hours=1)
REMEMBERED = 10_000


class Guesses:
    """Counts failed links per account over the last hour."""

    def __init__(self) -> None:
        self._failed: dict[int, deque[datetime]] = {}

    def may_try(self, account: int, now: datetime) -> bool:
        return len(self._recent(account, now)) < MOST

    def failed(self, account: int, now: datetime) -> None:
        self._failed.setdefault(account, deque(maxlen=MOST)).append(now)
        while len(self._failed) > REMEMBERED:
            self._failed.pop(next(iter(self._failed)))

    def _recent(self, account: int, now: datetime) -> deque[datetime]:
        times = self._failed.get(account, deque())
        while times and now - times[0] > WITHIN:
            times.popleft()
        return times
