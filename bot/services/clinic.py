"""What every use case is given: the clinic it acts for, and the moment it acts in."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.config import Settings
from bot.domain.program.programme import Programme
from bot.domain.screening import Screening
from bot.services.guesses import Guesses
from bot.storage.database import Database


@dataclass(frozen=True)
class Clinic:
    """One bot, one file, one set of programmes."""

    db: Database
    settings: Settings
    programme: Programme
    screening: Screening
    bot_username: str
    guesses: Guesses = field(default_factory=Guesses, compare=False, repr=False)


@dataclass
class Moment:
    """When something happens and what caused it; gives messages keys that a replay repeats."""

    now: datetime
    origin: str
    _given: int = field(default=0, repr=False)

    def key(self) -> str:
        self._given += 1
        return f"{self.origin}:{self._given}"
