"""Where things stand on the chart, and its colours and letterings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, dist

from bot.pictures.chart.canvas import Box, Lettering, Point, wrapped
from bot.pictures.chart.model import PainChart

WIDTH = 340
"""Display units, about the width of a picture in Telegram on a 360 px wide phone."""
MARGIN = 8
LINE_HEIGHT = 14.5

CARD, GRID, INK, SUB = "#fbf7f0", "#d9d0c1", "#23302c", "#5f5a50"
BAND, MEDIAN = "#cfdfd0", "#467058"
RATING, ALARM, ALARM_TEXT, ALARM_GROUND = "#1f5fa8", "#c23b15", "#a32f10", "#f6d9cc"

TITLE = Lettering(12, INK, bold=True)
LABEL = Lettering(11, SUB)
LABEL_BOLD = Lettering(11, INK, bold=True)
FLAG = Lettering(11, ALARM_TEXT, bold=True)

_PLOT_LEFT, _PLOT_RIGHT, _PLOT_HEIGHT = 24, 328, 126


@dataclass
class Frame:
    """Where things are, in display units."""

    title: list[str]
    foot: list[str]
    plot: Box
    slot: float
    """Width of one day."""
    taken: list[Box] = field(default_factory=list)
    """What later words keep clear of."""
    columns: list[Box] = field(default_factory=list)
    """Ground of the flagged days: their own numbers may stand on it."""

    def x(self, day: int) -> float:
        return self.plot.left + (day + 0.5) * self.slot

    def y(self, pain: float) -> float:
        return self.plot.bottom - pain / 10 * (self.plot.bottom - self.plot.top)

    @property
    def words_row(self) -> float:
        """Middle of the row above the plot, for flags and phases."""
        return self.plot.top - 14

    @property
    def sessions_row(self) -> float:
        return self.plot.bottom + 33

    @property
    def foot_row(self) -> float:
        """Middle of the first line under the sessions."""
        return self.sessions_row + 15

    @property
    def height(self) -> int:
        return ceil(self.foot_row + len(self.foot) * LINE_HEIGHT)

    def is_free(self, box: Box) -> bool:
        return not crowding(box, self.taken)

    def keep_clear(self, start: Point, end: Point) -> None:
        """Mark a line as taken, by small boxes along it."""
        self.taken += _along(start, end)


def crowding(box: Box, others: Sequence[Box]) -> int:
    """How many of the others the box would touch."""
    return sum(box.overlaps(other) for other in others)


def _along(start: Point, end: Point) -> Iterator[Box]:
    steps = max(2, ceil(dist(start, end) / 4))
    for step in range(steps + 1):
        share = step / steps
        x = start[0] + (end[0] - start[0]) * share
        y = start[1] + (end[1] - start[1]) * share
        yield Box.around((x, y), 4, 4)


def frame_of(chart: PainChart) -> Frame:
    """The layout of a chart; a test finds the pixels of a day with it."""
    width = WIDTH - 2 * MARGIN
    title = wrapped(chart.title, TITLE, width)
    above = 22 if any(day.flag or day.phase for day in chart.days) else 7
    top = MARGIN + len(title) * (LINE_HEIGHT + 1) + above
    # Few days keep the rhythm of a week: no single dot in a column as wide as the chart.
    slot = (_PLOT_RIGHT - _PLOT_LEFT) / max(len(chart.days), 7)
    plot = Box(_PLOT_LEFT, top, _PLOT_RIGHT, top + _PLOT_HEIGHT)
    return Frame(title, wrapped(chart.foot, LABEL, width), plot, slot)
