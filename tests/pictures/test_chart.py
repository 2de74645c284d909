"""The chart is checked by what a reader would see: marks at the places the data say."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from bot.pictures.chart import ChartDay, PainChart, UsualBand, pain_chart
from bot.pictures.chart.canvas import PIXELS_PER_UNIT, Lettering, text_width, wrapped
from bot.pictures.chart.layout import (
    ALARM,
    ALARM_GROUND,
    ALARM_TEXT,
    BAND,
    CARD,
    GRID,
    INK,
    MEDIAN,
    RATING,
    SUB,
    WIDTH,
    Frame,
    frame_of,
)

USUAL = UsualBand(2, 3, 4, "usual 3 (2–4)")
ANAS_RATINGS = [4, 4, 3, 4, 3, 3, 2, 3, 3, None, 4, 4, 6, 7]


def days_of(ratings: Sequence[int | None]) -> list[ChartDay]:
    return [
        ChartDay(f"Day {number}", rating, missed=rating is None)
        for number, rating in enumerate(ratings, start=5)
    ]


@pytest.fixture(scope="module")
def ana() -> PainChart:
    """Two weeks of Ana's: a usual 3, one day without an answer, then 6 and 7."""
    days = days_of(ANAS_RATINGS)
    days[4] = replace(days[4], session="done")
    days[6] = replace(days[6], session="partly")
    days[8] = replace(days[8], session="not_done")
    days[12] = replace(days[12], evidence=True)
    days[13] = replace(days[13], evidence=True, flag="worsening")
    return PainChart("Worst pain in 24 hours, 0 to 10", days, USUAL, "No answer: 14 March")


class Seen:
    """The finished picture, read in display units."""

    def __init__(self, chart: PainChart) -> None:
        self.frame: Frame = frame_of(chart)
        self.image = Image.open(BytesIO(pain_chart(chart))).convert("RGB")

    def colour(self, x: float, y: float) -> str:
        at = int(x * PIXELS_PER_UNIT), int(y * PIXELS_PER_UNIT)
        pixel = self.image.getpixel(at)
        assert isinstance(pixel, tuple)
        return "#{:02x}{:02x}{:02x}".format(*pixel)

    def at_rating(self, day: int, rating: float) -> str:
        return self.colour(self.frame.x(day), self.frame.y(rating))

    def amount(self, colour: str, area: tuple[float, float, float, float]) -> int:
        """Pixels of exactly this colour in an area (left, top, right, bottom)."""
        left, top, right, bottom = (round(edge * PIXELS_PER_UNIT) for edge in area)
        wanted = ImageColor.getrgb(colour)
        crop = self.image.crop((left, top, right, bottom))
        counted = crop.getcolors(crop.width * crop.height) or []
        return sum(count for count, found in counted if found == wanted)

    def around(self, colour: str, x: float, y: float, reach: float = 5) -> int:
        return self.amount(colour, (x - reach, y - reach, x + reach, y + reach))


@pytest.fixture(scope="module")
def seen(ana: PainChart) -> Seen:
    return Seen(ana)


def test_the_picture_is_a_sharp_png_of_a_phone_bubbles_width(seen: Seen, ana: PainChart) -> None:
    assert pain_chart(ana).startswith(b"\x89PNG")
    assert seen.image.size == (WIDTH * PIXELS_PER_UNIT, seen.frame.height * PIXELS_PER_UNIT)
    assert seen.image.width == 1020


def test_the_scale_runs_from_0_at_the_axis_to_10_at_the_top(seen: Seen) -> None:
    plot = seen.frame.plot
    assert [seen.frame.y(pain) for pain in (0, 10)] == [plot.bottom, plot.top]
    assert [seen.colour(plot.left + 1, seen.frame.y(pain)) for pain in (0, 5, 10)] == [GRID] * 3


@pytest.mark.parametrize("day", range(14))
def test_each_rating_stands_at_its_day_and_height(seen: Seen, day: int) -> None:
    rating = ANAS_RATINGS[day]
    if rating is not None:
        assert seen.at_rating(day, rating) == (ALARM if day >= 12 else RATING)


def test_the_days_that_raised_the_flag_differ_in_shape_not_only_in_colour(seen: Seen) -> None:
    """A diamond's widest row is its middle; a dot of the same height is wide above it too."""
    diamond, dot = (13, 7, ALARM), (3, 4, RATING)
    for (day, rating, colour), is_diamond in ((diamond, True), (dot, False)):
        x, y = seen.frame.x(day), seen.frame.y(rating)
        assert seen.colour(x, y - 3) == colour
        assert (seen.colour(x + 5, y) == colour) is is_diamond


def test_flagged_days_stand_on_a_column_with_a_flag_above(seen: Seen) -> None:
    frame = seen.frame
    assert seen.at_rating(13, 1) == seen.at_rating(12, 1) == ALARM_GROUND
    assert seen.at_rating(11, 1) == CARD
    assert seen.around(ALARM, frame.x(13) + 4, frame.words_row) > 50
    assert seen.around(ALARM, frame.x(12) - 6, frame.words_row, reach=1) == 0


def test_flagged_ratings_have_their_number_and_so_has_the_latest(seen: Seen) -> None:
    frame = seen.frame
    for day, rating in ((12, 6), (13, 7)):
        assert seen.around(ALARM_TEXT, frame.x(day), frame.y(rating) - 14) > 50
    calm = Seen(PainChart("Pain", days_of([3, 3, 5, 3]), USUAL))
    above = [calm.around(RATING, calm.frame.x(day), calm.frame.y(3) - 14) for day in (0, 3)]
    assert above[0] == 0
    assert above[1] > 50


def test_a_long_run_of_flagged_days_has_one_number_where_more_would_run_together() -> None:
    days = [replace(day, evidence=number >= 55) for number, day in enumerate(days_of([6] * 60))]
    seen = Seen(PainChart("Pain", days))
    left, right = seen.frame.x(55) - 4, seen.frame.x(58)
    row = seen.frame.y(6) - 14
    assert seen.around(ALARM_TEXT, seen.frame.x(59), row) > 50
    assert seen.amount(ALARM_TEXT, (left, row - 5, right - 2, row + 5)) == 0


def test_words_stand_where_they_belong(seen: Seen) -> None:
    plot, y = seen.frame.plot, seen.frame.y
    band_label = plot.left, y(2) + 5, plot.left + 80, y(2) + 17
    assert seen.amount(SUB, band_label) > 200
    last_day = plot.right - 30, plot.bottom + 10, WIDTH, plot.bottom + 22
    assert seen.amount(INK, last_day) > 200
    flag_word = plot.right - 90, plot.top - 20, seen.frame.x(13) - 4, plot.top - 8
    assert seen.amount(ALARM_TEXT, flag_word) > 200


def test_the_usual_label_never_covers_a_rating() -> None:
    """Every place beside the band is taken, so it moves to the top of the plot."""
    seen = Seen(PainChart("Pain", days_of([1 + 5 * (day % 2) for day in range(30)]), USUAL))
    plot = seen.frame.plot
    assert seen.amount(SUB, (plot.left, seen.frame.y(4) - 16, plot.right, seen.frame.y(2))) == 0
    assert seen.amount(SUB, (plot.left, plot.top + 2, plot.right, plot.top + 14)) > 200


def test_charts_drawn_side_by_side_are_the_same(ana: PainChart) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(pain_chart, [ana] * 8))) == 1


def test_the_usual_band_lies_behind_the_ratings_and_its_median_is_dashed(seen: Seen) -> None:
    between = seen.frame.x(0) - 7
    y = seen.frame.y
    assert seen.colour(between, y(3.5)) == seen.colour(between, y(2.5)) == BAND
    assert seen.colour(between, y(4.4)) == CARD
    row = [seen.colour(seen.frame.plot.left + step / 2, y(3)) for step in range(12)]
    assert MEDIAN in row
    assert BAND in row


def test_a_missed_day_breaks_the_line_and_has_its_cross(seen: Seen) -> None:
    frame = seen.frame
    under_axis = frame.plot.bottom + 5
    assert seen.around(SUB, frame.x(9), under_axis, reach=3) > 10
    assert seen.around(SUB, frame.x(8), under_axis, reach=3) == 0
    solid = seen.around(RATING, (frame.x(7) + frame.x(8)) / 2, frame.y(3), reach=3)
    bridge = seen.around(RATING, frame.x(9), frame.y(3.5), reach=3)
    assert 0 < bridge < solid / 2


def test_sessions_are_ticked_half_or_open_boxes_and_a_dot_for_none(seen: Seen) -> None:
    ink = {
        kind: seen.around(INK, seen.frame.x(day), seen.frame.sessions_row)
        for kind, day in (("done", 4), ("partly", 6), ("not_done", 8), ("none", 5))
    }
    assert ink["done"] > ink["partly"] > ink["not_done"] > ink["none"] == 0
    assert seen.around(SUB, seen.frame.x(5), seen.frame.sessions_row) > 0


def test_a_rating_of_zero_is_told_from_no_rating() -> None:
    zero = Seen(PainChart("Pain", days_of([0, 0, 0])))
    none = Seen(PainChart("Pain", days_of([0, None, 0])))
    assert zero.at_rating(1, 0) == RATING
    assert none.at_rating(1, 0) != RATING


def test_a_phase_is_a_line_where_its_first_day_begins() -> None:
    days = days_of([3] * 14)
    days[7] = replace(days[7], phase="Phase 2")
    seen = Seen(PainChart("Pain", days))
    x, plot = seen.frame.plot.left + 7 * seen.frame.slot, seen.frame.plot
    assert seen.amount(SUB, (x - 1, plot.top, x + 1, plot.bottom)) > 100
    assert seen.amount(SUB, (x - 30, plot.top - 20, x + 30, plot.top - 8)) > 100  # its name


def test_a_flag_on_a_silent_day_needs_no_rating() -> None:
    days = days_of([4, 4, None, None, None])
    days[4] = replace(days[4], flag="silence")
    assert Seen(PainChart("Pain", days)).at_rating(4, 4) == ALARM_GROUND


def test_no_rating_at_all_is_said_in_the_plot() -> None:
    chart = PainChart("Pain", days_of([None] * 14), empty="No ratings yet")
    with_words, without = Seen(chart), Seen(replace(chart, empty=""))
    plot = with_words.frame.plot
    middle = plot.left + 60, plot.top + 5, plot.right - 60, with_words.frame.y(5)
    assert with_words.amount(INK, middle) > 200
    assert without.amount(INK, middle) == 0


def test_sixty_days_keep_each_day_apart() -> None:
    ratings = [day % 3 + 2 for day in range(60)]
    seen = Seen(PainChart("Pain", days_of(ratings), USUAL))
    assert [seen.at_rating(day, rating) for day, rating in enumerate(ratings)] == [RATING] * 60
    assert seen.image.width == 1020


def test_a_long_foot_line_makes_the_picture_higher_and_stays_inside() -> None:
    short = PainChart("Dolor", days_of([3] * 14), foot="Sin respuesta: 3 días")
    long = replace(short, foot="Ejercicios hechos y días sin respuesta de las dos semanas " * 2)
    assert frame_of(long).height > frame_of(short).height
    seen = Seen(long)
    edge = seen.amount(CARD, (WIDTH - 4, seen.frame.foot_row - 8, WIDTH, seen.frame.height))
    assert edge >= 4 * 3 * round((seen.frame.height - seen.frame.foot_row + 8) * 3) - 60


@given(st.text(alphabet="ab ñé", min_size=1, max_size=120))
def test_wrapping_keeps_every_word_in_order(text: str) -> None:
    lines = wrapped(text, Lettering(11, INK), 60)
    assert " ".join(lines).split() == text.split()
    assert all(text_width(line, Lettering(11, INK)) <= 60 for line in lines if " " in line)


days = st.builds(
    ChartDay,
    label=st.sampled_from(["Wed 18", "mié 18", "8 Mar"]),
    rating=st.none() | st.integers(0, 10),
    missed=st.booleans(),
    evidence=st.booleans(),
    flag=st.sampled_from(["", "", "worsening"]),
    phase=st.sampled_from(["", "", "Phase 2"]),
    session=st.sampled_from(["none", "done", "partly", "not_done"]),
)
bands = st.lists(st.integers(0, 10), min_size=3, max_size=3).map(
    lambda three: UsualBand(min(three), sorted(three)[1], max(three), "usual 3 (2–4)")
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(days, max_size=60), st.none() | bands)
def test_whatever_the_days_each_rating_can_be_seen(
    any_days: list[ChartDay], usual: UsualBand | None
) -> None:
    seen = Seen(PainChart("Pain", any_days, usual))
    for number, day in enumerate(any_days):
        if day.rating is not None:
            assert seen.at_rating(number, day.rating) == (ALARM if day.evidence else RATING)
