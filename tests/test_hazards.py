"""The hazard log names tests that exist and were seen failing, and risks that the matrix gives."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent
DOCS = TESTS.parent / "docs"
LOG, PROOF = DOCS / "hazards.md", DOCS / "hazards-broken.md"
SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
MATRIX = {
    "very high": (3, 4, 4, 5, 5),
    "high": (2, 3, 3, 4, 5),
    "medium": (2, 2, 3, 3, 4),
    "low": (1, 2, 2, 3, 4),
    "very low": (1, 1, 2, 2, 3),
}
"""DCB0129's clinical risk by likelihood and severity."""


def sections(file: Path) -> dict[str, set[str]]:
    """The tests named below each hazard's heading."""
    parts = re.split(r"^## (H\d+).*$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    texts = zip(parts[1::2], parts[2::2], strict=True)
    return {number: set(re.findall(r"\b(test_\w+)`", text)) for number, text in texts}


def test_every_control_names_a_test_that_exists() -> None:
    whole = "\n".join(file.read_text(encoding="utf-8") for file in TESTS.rglob("test_*.py"))
    written = set(re.findall(r"def (test_\w+)\(", whole))
    for file in (LOG, PROOF):
        named = set().union(*sections(file).values())
        assert len(named) > 100
        assert named - written == set()


def test_every_test_of_the_log_was_seen_failing_under_its_hazard() -> None:
    assert sections(LOG) == sections(PROOF)


def test_every_fault_names_a_file_that_exists() -> None:
    rows = re.findall(r"^\| .+? \| `(.+?)` \| `", PROOF.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 100
    assert [file for file in rows if not (TESTS.parent / file).exists()] == []


def test_every_hazard_has_its_section_and_the_risk_of_the_matrix() -> None:
    text = LOG.read_text(encoding="utf-8")
    listed = re.findall(r"^\| (H\d+) \| (.+?) \| (.+?) \| (.+?) \| (\d) \|$", text, re.MULTILINE)
    headings = re.findall(r"^## (H\d+) (.+)$", text, re.MULTILINE)
    assert [(number, name) for number, name, *_ in listed] == headings
    for number, _, severity, likelihood, risk in listed:
        assert MATRIX[likelihood][SEVERITIES.index(severity)] == int(risk), number
