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
            canvas.line([(x, y - 6), (x, y + 7)], ALARM, 1.6)
            canvas.polygon([(x, y - 6.5), (x + 9, y - 2.5), (x, y + 1.5)], ALARM)
            frame.taken.append(Box(x - 1, y - 6, x + 9, y + 7))
            _beside(canvas, frame, Box(x - 4, y, x + 12, y), day.flag, FLAG)


def phases(canvas: Canvas, frame: Frame, days: Sequence[ChartDay]) -> list[tuple[float, str]]:
    """A dotted line where a phase begins; gives the places and names still to be written."""
    plot = frame.plot
    starts = [(plot.left + i * frame.slot, day.phase) for i, day in enumerate(days) if day.phase]
    for x, _ in starts:
        top, bottom = (x, frame.words_row - 6), (x, plot.bottom)
        canvas.dashes(top, bottom, SUB, 1, (2, 2))
        frame.taken.append(Box(x - 1, top[1], x + 1, bottom[1]))
    return starts


def phase_names(canvas: Canvas, frame: Frame, starts: Sequence[tuple[float, str]]) -> None:
    """Names beside their lines, after the flags: these go first where room is short."""
    for x, name in starts:
        _beside(canvas, frame, Box(x - 4, 0, x + 4, 0), name, LABEL)


def _beside(canvas: Canvas, frame: Frame, what: Box, word: str, style: Lettering) -> None:
    """Write a word left or right of something in the row over the plot, if either side is free."""
    width, y = text_width(word, style), frame.words_row
    for x in (what.left - width / 2, what.right + width / 2):
        box = Box.around((x, y), width, 11)
        if box.left >= MARGIN and box.right <= WIDTH - 4 and not frame.crowding(box):
            canvas.text((x, y), word, style)
            frame.taken.append(box)
            return


def usual_label(canvas: Canvas, frame: Frame, usual: UsualBand) -> None:
    """Beside the band where it touches least, below it rather than above."""
    width = text_width(usual.label, LABEL)
    edges = frame.y(usual.low) + 11, frame.y(usual.high) - 11
    rows = [y for y in edges if frame.plot.top + 6 < y < frame.plot.bottom - 6]
    columns = range(int(frame.plot.left + 4), int(frame.plot.right - width), 8)
    places = [(x + width / 2, y) for y in rows for x in columns]
    best = min(places, key=lambda centre: frame.crowding(Box.around(centre, width, 11)))
    canvas.text(best, usual.label, LABEL, halo=CARD)


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
