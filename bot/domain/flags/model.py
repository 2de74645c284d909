"""What the flag engine is given and what it answers: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from bot.domain.daily import SessionResult

Number = int | float
Fact = int | float | str | tuple[int, ...] | tuple[str, ...]
"""A value that JSON can hold."""


class Kind(StrEnum):
    """What a flag is about; at most one of each is open for a patient."""

    RED_FLAG = "red_flag"
    SEVERE = "severe"
    WORSENING = "worsening"
    SPREADING = "spreading"
    EXERCISE_PAIN = "exercise_pain"
    BARRIER = "barrier"
    SILENCE = "silence"
    NOT_IMPROVING = "not_improving"


class Priority(StrEnum):
    """Alarm priorities of IEC 60601-1-8: how soon a therapist should look."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Leg(IntEnum):
    """The lowest point that the pain reaches; a higher number is further down."""

    NONE = 0
    BACK = 1
    BUTTOCK = 2
    THIGH = 3
    CALF = 4
    FOOT = 5


class AfterExercise(StrEnum):
    """The tap after a session: how the exercises left the pain."""

    USUAL = "usual"
    SETTLED = "settled"
    CLEARLY_MORE = "clearly_more"


class ComparedToUsual(StrEnum):
    """The patient's answer to the one question the engine may want asked (`Decisions.ask`)."""

    USUAL = "usual"
    FLARE = "flare"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Day:
    """One local date of one patient."""

    date: date
    delivered: bool = True
    """A prompt reached the patient. False: missed, paused, unreachable or downtime."""
    pain: int | None = None
    """Worst pain in 24 hours, 0-10; None: not answered."""
    leg: Leg | None = None
    session: SessionResult | None = None
    after_exercise: AfterExercise | None = None
    too_painful: tuple[str, ...] = ()
    """Ids of the exercises that were stopped as too painful."""
    could_not: str | None = None
    """Id of the reason given with "could not"."""
    compared: ComparedToUsual | None = None
    is_first: bool = False
    """The day of the patient's first prompt."""


@dataclass(frozen=True, slots=True)
class OpenFlag:
    """A flag that the engine has raised and not closed yet, acknowledged or not."""

    kind: Kind
    opened: date
    raised: date
    """The latest raise; equals `opened` until the flag is raised again."""
    acknowledged: date | None = None
    """When the latest raise was seen; None: not yet."""
    evidence: Mapping[str, Fact] = field(default_factory=dict)
    """As stored from the latest `Raise` or `Update`; holds the frozen baseline."""
    raises: int = 1
    """How often it has been raised so far."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of the catalogue: its key, its numbers, and the keys of words to put in."""

    key: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Placeholder -> catalogue keys, to be translated and joined with a comma."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule sees on one day."""

    kind: Kind
    priority: Priority
    rule: str
    reason: Reason
    evidence: Mapping[str, Fact]
    """Numbers behind the reason, JSON-able."""


@dataclass(frozen=True, slots=True)
class Raise:
    """Tell the therapist: a new flag, or (`again`) the open one of this kind once more."""

    finding: Finding
    on: date
    again: bool = False

    @property
    def kind(self) -> Kind:
        return self.finding.kind


@dataclass(frozen=True, slots=True)
class Close:
    """Take an open flag off the list."""

    kind: Kind
    why: str
    """`back_in_band`, `over` (seen, and the evidence is gone), `new_usual`, or `corrected`."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What to write after one evaluation; empty when nothing changed."""

    raises: tuple[Raise, ...] = ()
    updates: tuple[Finding, ...] = ()
    """Newer evidence for flags that are open; nobody is alerted."""
    closes: tuple[Close, ...] = ()
    repeats: tuple[Kind, ...] = ()
    """Open flags that nobody has seen for a week: alert once more, as they stand."""
    ask: bool = False
    """Worth one question to the patient: worse than usual, and is it a flare or new?"""
