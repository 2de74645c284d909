"""The hazard log names tests that exist."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent
LOG = TESTS.parent / "docs" / "hazards.md"


def test_every_control_of_the_hazard_log_has_its_test() -> None:
    named = set(re.findall(r"`(test_\w+)`", LOG.read_text(encoding="utf-8")))
    whole = "\n".join(file.read_text(encoding="utf-8") for file in TESTS.rglob("test_*.py"))
    written = set(re.findall(r"def (test_\w+)\(", whole))
    assert len(named) > 30
    assert named - written == set()


def test_every_hazard_has_its_section() -> None:
    text = LOG.read_text(encoding="utf-8")
    listed = re.findall(r"^\| (H\d+) \| (.+?) \|", text, re.MULTILINE)
    assert [f"## {number} {name}" for number, name in listed] == re.findall(
        r"^## H\d+ .+$", text, re.MULTILINE
    )
