"""What a chart is made of: the days, the usual band, and words in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Session = Literal["none", "done", "partly", "not_done"]


@dataclass(frozen=True)
class ChartDay:
    """One local day. ``label`` is its short name on the axis ("Wed 18"), wanted for every day:
    the chart shows as many as there is room for."""

    label: str
    rating: int | None = None
    """Worst pain, 0-10; None when there is no answer."""
    missed: bool = False
    """Asked and not answered (not: paused, not yet asked)."""
    evidence: bool = False
    """This rating is one of those that raised a flag."""
    flag: str = ""
    """Short word for the flag raised on this day, empty for none."""
    phase: str = ""
    """Short name of the plan's phase that begins on this day, empty for none."""
    session: Session = "none"
    """``none``: nothing planned, or not answered yet."""


@dataclass(frozen=True)
class UsualBand:
    """The patient's own usual pain: median and the band around it, 0-10."""

    low: float
    median: float
    high: float
    label: str


@dataclass(frozen=True)
class PainChart:
    """What is drawn: any number of days, oldest first; made for 14 and for 60."""

    title: str
    days: Sequence[ChartDay]
    usual: UsualBand | None = None
    foot: str = ""
    """What the marks say in words (sessions done, days without an answer)."""
    empty: str = ""
    """Shown in the plot when there is no rating at all."""
