"""Ratings, their numbers, missed days and sessions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.pictures.chart.canvas import Box, Canvas, Lettering, Point, text_width
from bot.pictures.chart.layout import ALARM, ALARM_TEXT, CARD, GRID, INK, RATING, SUB, WIDTH, Frame
from bot.pictures.chart.model import ChartDay, Session

_ROOM_FOR_EACH_NUMBER = 10
"""Narrowest day, in display units, at which neighbouring numbers can still be told apart."""
_NUMBER_PLACES = ((0, -14), (-11, -8), (11, -8), (-13, 0), (0, 14), (-11, 9), (11, 9))


def _answered(frame: Frame, days: Sequence[ChartDay]) -> list[tuple[int, Point]]:
    return [
        (number, (frame.x(number), frame.y(day.rating)))
        for number, day in enumerate(days)
        if day.rating is not None
    ]


def ratings(canvas: Canvas, frame: Frame, days: Sequence[ChartDay]) -> None:
    """Line and marks; a day without a rating breaks the line to a thin dotted bridge."""
    points = _answered(frame, days)
    for (before, start), (after, end) in pairwise(points):
        if after - before == 1:
            canvas.line([start, end], RATING, 2.2)
        else:
            canvas.dashes(start, end, RATING, 1.2, (1.4, 2.6))
        frame.keep_clear(start, end)
    for number, point in points:
        _mark(canvas, frame, point, days[number])


def _mark(canvas: Canvas, frame: Frame, point: Point, day: ChartDay) -> None:
    radius = min(3.6, frame.slot * 0.42)
    if day.evidence:
        canvas.diamond(point, radius * 1.6 + 1.2, CARD)
        canvas.diamond(point, radius * 1.6, ALARM)
    else:
        canvas.dot(point, radius * 1.25, CARD)
        canvas.dot(point, radius, RATING)
    frame.taken.append(Box.around(point, 3 * radius, 3 * radius))


def missed_days(canvas: Canvas, frame: Frame, days: Sequence[ChartDay]) -> None:
    """A small cross under the axis, where it cannot be taken for a rating of 0."""
    y, reach = frame.plot.bottom + 5, min(2.4, frame.slot * 0.4)
    for number, day in enumerate(days):
        if day.missed:
            x = frame.x(number)
            canvas.line([(x - reach, y - reach), (x + reach, y + reach)], SUB, 1)
            canvas.line([(x - reach, y + reach), (x + reach, y - reach)], SUB, 1)


def numbers(canvas: Canvas, frame: Frame, days: Sequence[ChartDay]) -> None:
    """Numbers at the days that raised a flag and at the latest rating, newest first.

    Where days are too narrow for that, only the last of a run of such days has its number.
    """
    points = _answered(frame, days)
    newer_is_evidence = False
    for place, (number, point) in enumerate(reversed(points)):
        evidence = days[number].evidence
        crowded = newer_is_evidence and frame.slot < _ROOM_FOR_EACH_NUMBER
        if place == 0 or (evidence and not crowded):
            _number(canvas, frame, point, days[number])
        newer_is_evidence = evidence


def _number(canvas: Canvas, frame: Frame, point: Point, day: ChartDay) -> None:
    style = Lettering(14, ALARM_TEXT if day.evidence else RATING, bold=True)
    text = str(day.rating)
    width, (x, y) = text_width(text, style), point
    bounds = Box(frame.plot.left, frame.plot.top - 9, WIDTH - 2, frame.plot.bottom)
    for dx, dy in _NUMBER_PLACES:
        box = Box.around((x + dx, y + dy), width, 12)
        if box.within(bounds) and frame.is_free(box):
            canvas.text((x + dx, y + dy), text, style)
            frame.taken.append(box)
            return


def sessions(canvas: Canvas, frame: Frame, days: Sequence[ChartDay]) -> None:
    """One mark a day under the axis: tick, half-filled, open box, or a dot for none."""
    y, size = frame.sessions_row, min(10, frame.slot * 0.8)
    canvas.line([(frame.plot.left, y - 9), (frame.plot.right, y - 9)], GRID, 1)
    for number, day in enumerate(days):
        _session(canvas, (frame.x(number), y), size, day.session)


def _session(canvas: Canvas, centre: Point, size: float, session: Session) -> None:
    if session == "none":
        canvas.dot(centre, min(1, size / 6), SUB)
        return
    canvas.fill(Box.around(centre, size, size), INK, size / 5)
    inner = Box.around(centre, size * 0.75, size * 0.75)
    if session == "done":
        _tick(canvas, centre, size)
    elif session == "partly":
        left, top, right, bottom = inner
        canvas.polygon([(left, bottom), (left, top), (right, bottom)], CARD)
    else:
        canvas.fill(inner, CARD, size / 8)


def _tick(canvas: Canvas, centre: Point, size: float) -> None:
    if size < 6:  # too small to be seen as a tick: the filled box says it
        return
    x, y, unit = *centre, size / 10
    start, low, end = (-2.6, 0), (-0.6, 2.2), (2.8, -2)
    corners = [(x + dx * unit, y + dy * unit) for dx, dy in (start, low, end)]
    canvas.line(corners, CARD, 1.5 * unit)
