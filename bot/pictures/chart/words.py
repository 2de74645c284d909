"""Flags, phases and labels: each word looks for a place where it hides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from bot.pictures.chart.canvas import Box, Canvas, Lettering, text_width
from bot.pictures.chart.layout import (
    ALARM,
    CARD,
    FLAG,
    LABEL,
    LABEL_BOLD,
    LINE_HEIGHT,
    MARGIN,
    SUB,
    WIDTH,
    Frame,
    crowding,
)
from bot.pictures.chart.model import ChartDay, UsualBand


def paragraph(canvas: Canvas, lines: Sequence[str], y: float, style: Lettering) -> None:
    """Lines from the left margin down, the first one around ``y``."""
    for number, line in enumerate(lines):
        x = MARGIN + text_width(line, style) / 2
        canvas.text((x, y + number * LINE_HEIGHT), line, style)


def flags(canvas: Canvas, frame: Frame, days: Sequence[ChartDay]) -> None:
    """A small flag over each day that raised one, newest first, with its word if there is room."""
    y = frame.words_row
    for number, day in reversed(list(enumerate(days))):
        if day.flag:
            x = frame.x(number)
            canvas.line([(x, y - 6), (x, y + 5)], ALARM, 1.6)
            canvas.polygon([(x, y - 6.5), (x + 9, y - 2.5), (x, y + 1.5)], ALARM)
            frame.taken.append(Box(x - 1, y - 6, x + 9, y + 5))
            _beside(canvas, frame, Box(x - 4, y, x + 12, y), day.flag, FLAG)


def phases(canvas: Canvas, frame: Frame, days: Sequence[ChartDay]) -> list[tuple[float, str]]:
    """A dotted line where a phase begins; gives the places and names still to be written."""
    plot = frame.plot
    starts = [(plot.left + i * frame.slot, day.phase) for i, day in enumerate(days) if day.phase]
    for x, _ in starts:
        top = plot.top - 6
        canvas.dashes((x, top), (x, plot.bottom), SUB, 1, (2, 2))
        frame.taken.append(Box(x - 1, top, x + 1, plot.bottom))
    return starts


def phase_names(canvas: Canvas, frame: Frame, starts: Sequence[tuple[float, str]]) -> None:
    """Names over their lines, or low in the plot where a flag's word has taken that place."""
    top, low = frame.words_row, frame.plot.bottom - 8
    for x, name in starts:
        over = _beside(canvas, frame, Box(x + 6, top, x - 6, top), name, LABEL)
        if not over:
            _beside(canvas, frame, Box(x - 4, low, x + 4, low), name, LABEL)


def _beside(canvas: Canvas, frame: Frame, what: Box, word: str, style: Lettering) -> bool:
    """Write a word right or left of something, level with it; False if neither side is free."""
    width, y = text_width(word, style), (what.top + what.bottom) / 2
    for x in (what.right + width / 2, what.left - width / 2):
        box = Box.around((x, y), width, 11)
        if box.left >= MARGIN and box.right <= WIDTH - 4 and frame.is_free(box):
            canvas.text((x, y), word, style)
            frame.taken.append(box)
            return True
    return False


def usual_label(canvas: Canvas, frame: Frame, usual: UsualBand) -> None:
    """Below the band, else above it, else low or high in the plot: never over a rating."""
    width, plot = text_width(usual.label, LABEL), frame.plot
    rows = (frame.y(usual.low) + 11, frame.y(usual.high) - 11, plot.bottom - 8, plot.top + 8)
    columns = range(int(plot.left + 4), int(plot.right - width), 8)
    places = [Box.around((x + width / 2, y), width, 11) for y in rows for x in columns]
    free = [box for box in places if box.within(plot) and frame.is_free(box)]
    if free:
        best = min(free, key=lambda box: crowding(box, frame.columns))
        centre = ((best.left + best.right) / 2, (best.top + best.bottom) / 2)
        canvas.text(centre, usual.label, LABEL, halo=CARD)


def day_labels(canvas: Canvas, frame: Frame, days: Sequence[ChartDay]) -> None:
    """The last day in bold, and back from it as many as stand apart."""
    widest = max((text_width(day.label, LABEL_BOLD) for day in days), default=0)
    step = max(1, ceil((widest + 10) / frame.slot))
    y = frame.plot.bottom + 16
    for number in range(len(days) - 1, -1, -step):
        style = LABEL_BOLD if number == len(days) - 1 else LABEL
        half = text_width(days[number].label, style) / 2
        x = min(max(frame.x(number), MARGIN + half), WIDTH - 4 - half)
        canvas.text((x, y), days[number].label, style)
