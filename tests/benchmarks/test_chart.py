"""How long one chart takes: it is drawn beside the loop, but an alert waits for it.

Run by hand: ``pytest tests/benchmarks/test_chart.py -s``.
"""

from statistics import median
from time import perf_counter

import pytest

from bot.pictures.chart import ChartDay, PainChart, UsualBand, pain_chart

BUDGET_SECONDS = 0.15
"""Several times what a small server needs, so that only a real slowdown fails."""


@pytest.mark.parametrize("length", [14, 60])
def test_a_chart_is_drawn_well_before_a_person_would_notice(length: int) -> None:
    days = [
        ChartDay(f"Wed {number}", number * 7 % 5 + 2, evidence=number > length - 3, session="done")
        for number in range(length)
    ]
    chart = PainChart("Worst pain", days, UsualBand(2, 3, 4, "usual 3"), "Exercises: all done")
    pain_chart(chart)
    times = []
    for _ in range(15):
        start = perf_counter()
        picture = pain_chart(chart)
        times.append(perf_counter() - start)
    print(f"{length} days: {median(times) * 1000:.0f} ms, {len(picture) / 1000:.0f} kB")
    assert median(times) < BUDGET_SECONDS
