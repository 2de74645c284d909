"""How long a start waits for the programme files."""

import subprocess
import sys
import time
from pathlib import Path

from bot.program_files import load, read

PROGRAMS = Path(__file__).parents[2] / "programs"
LOAD_SECONDS = 0.3


def test_loading_and_checking_all_programmes() -> None:
    runs = []
    for _ in range(5):
        read._parsed.cache_clear()
        began = time.perf_counter()
        load(PROGRAMS)
        runs.append(time.perf_counter() - began)
    print(f"load and validate: best {min(runs) * 1000:.0f} ms, worst {max(runs) * 1000:.0f} ms")
    assert min(runs) < LOAD_SECONDS


def test_what_a_cold_start_pays_for_programmes() -> None:
    """In a process of its own: importing the models is part of the bill."""
    program = (
        "import time, pydantic; began = time.perf_counter();"
        "from pathlib import Path; from bot.program_files import load;"
        f"load(Path({str(PROGRAMS)!r})); print(time.perf_counter() - began)"
    )
    runs = [
        float(subprocess.check_output([sys.executable, "-c", program], cwd=PROGRAMS.parent))
        for _ in range(3)
    ]
    print(f"import, load and validate: best {min(runs) * 1000:.0f} ms")
    assert min(runs) < LOAD_SECONDS
