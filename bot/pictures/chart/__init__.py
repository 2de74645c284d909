"""The pain chart a therapist sees with a flag, and a patient as progress.

The caller hands in every word in the reader's language; the chart knows no sentence. Meaning
never hangs on colour alone: usual days are blue dots, days that raised a flag are vermilion
diamonds with their number on a pale column (blue and vermilion stay apart for every common
kind of colour blindness).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.pictures.chart import marks, words
from bot.pictures.chart.canvas import Box, Canvas, text_width
from bot.pictures.chart.layout import (
    ALARM_GROUND,
    BAND,
    CARD,
    GRID,
    LABEL,
    LABEL_BOLD,
    MARGIN,
    MEDIAN,
    TITLE,
    WIDTH,
    Frame,
    frame_of,
)
from bot.pictures.chart.model import ChartDay, PainChart, Session, UsualBand

__all__ = ["ChartDay", "PainChart", "Session", "UsualBand", "pain_chart"]


def pain_chart(chart: PainChart) -> bytes:
    """The chart as PNG, 1020 pixels wide. The caller sends the same facts as text beside it."""
    frame = frame_of(chart)
    canvas = Canvas(WIDTH, frame.height, CARD)
    words.paragraph(canvas, frame.title, MARGIN + 7, TITLE)
    _ground(canvas, frame, chart)
    starts = words.phases(canvas, frame, chart.days)
    marks.ratings(canvas, frame, chart.days)
    marks.missed_days(canvas, frame, chart.days)
    words.flags(canvas, frame, chart.days)
    words.phase_names(canvas, frame, starts)
    marks.numbers(canvas, frame, chart.days)
    if chart.usual:
        words.usual_label(canvas, frame, chart.usual)
    words.day_labels(canvas, frame, chart.days)
    marks.sessions(canvas, frame, chart.days)
    words.paragraph(canvas, frame.foot, frame.foot_row, LABEL)
    if all(day.rating is None for day in chart.days):
        canvas.text((WIDTH / 2, frame.y(7.5)), chart.empty, LABEL_BOLD)
    return canvas.png()


def _ground(canvas: Canvas, frame: Frame, chart: PainChart) -> None:
    if chart.usual:
        _band(canvas, frame, chart.usual)
    _columns(canvas, frame, chart.days)
    _grid(canvas, frame)
    if chart.usual:
        y = frame.y(chart.usual.median)
        canvas.dashes((frame.plot.left, y), (frame.plot.right, y), MEDIAN, 1.4, (4, 3))


def _band(canvas: Canvas, frame: Frame, usual: UsualBand) -> None:
    # A band of one value still needs to be seen.
    low, high = min(usual.low, usual.median - 0.2), max(usual.high, usual.median + 0.2)
    top, bottom = frame.y(min(high, 10)), frame.y(max(low, 0))
    canvas.fill(Box(frame.plot.left, top, frame.plot.right, bottom), BAND)


def _columns(canvas: Canvas, frame: Frame, days: Sequence[ChartDay]) -> None:
    for number, day in enumerate(days):
        if day.evidence or day.flag:
            left = frame.plot.left + number * frame.slot
            column = Box(left, frame.plot.top, left + frame.slot, frame.plot.bottom)
            canvas.fill(column, ALARM_GROUND)
            frame.columns.append(column)


def _grid(canvas: Canvas, frame: Frame) -> None:
    for pain in (0, 5, 10):
        y = frame.y(pain)
        canvas.line([(frame.plot.left, y), (frame.plot.right, y)], GRID, 1)
        x = frame.plot.left - 5 - text_width(str(pain), LABEL) / 2
        canvas.text((x, y), str(pain), LABEL)
