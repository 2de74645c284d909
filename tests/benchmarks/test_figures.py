"""How long figures and overviews take. Run by hand: pytest tests/benchmarks -s."""

import time
import tracemalloc

from bot.domain.figure.check import check
from bot.domain.figure.skeleton import solve
from bot.pictures.figure import files
from bot.pictures.figure.scene import Scene
from bot.pictures.overview import overview
from tests.pictures.figure_world import PROGRAMS

STILLS = sorted(p for p in (PROGRAMS / "figures").glob("*.png") if p.stem != "gallery")[:6]


def test_an_overview_of_six_takes_under_100_ms() -> None:
    overview(STILLS)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        overview(STILLS)
        times.append(time.perf_counter() - start)
    tracemalloc.start()
    overview(STILLS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    median = sorted(times)[10]
    print(f"\noverview of 6: median {median * 1000:.1f} ms, Python peak {peak / 1e6:.1f} MB")
    assert median < 0.1


def test_the_checks_of_all_figures_take_under_two_seconds() -> None:
    specs = files.read(PROGRAMS / "exercises")
    start = time.perf_counter()
    found = [m for name, spec in specs.items() for m in check(name, spec)]
    took = time.perf_counter() - start
    print(f"\ncheck of {len(specs)} figures: {took * 1000:.0f} ms")
    assert not found
    assert took < 2


def test_one_frame_takes_under_a_second() -> None:
    spec = files.read(PROGRAMS / "exercises")["bridge"]
    start = time.perf_counter()
    scene = Scene.of(spec)
    ready = time.perf_counter()
    scene.frame(solve(spec.posture, spec.poses[0]))
    took = time.perf_counter() - ready
    print(f"\ncamera and card {1000 * (ready - start):.0f} ms, frame {1000 * took:.0f} ms")
    assert took < 1
