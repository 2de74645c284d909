"""Everything logged during the tests, at DEBUG, is searched for what must never be logged."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest

from bot.chat.gateway import QUIET, Redaction

FORBIDDEN = re.compile(
    r"\d{4,16}:[A-Za-z0-9_-]{20,}"  # a token, also within an address
    r"|\b(?:Ana|Ben|Carla|Tess|Tim|Olga)\b"  # people
    r"|start=|(?<!HTTP/)\b(?:10|[0-9]) of 10\b"  # invitations and answers
    r"|worst pain|note [a-j]{3}",
    re.IGNORECASE,
)
SPEAKS = ("bot", "asyncio", "sqlite_utils", *QUIET)


class Watch(logging.Handler):
    """Formats each record as the bot would write it, and remembers the first offences."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
        self.addFilter(Redaction())
        self.seen = 0
        self.offences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(SPEAKS):
            return
        self.seen += 1
        line = Path(record.pathname).name + " " + self.format(record)
        if FORBIDDEN.search(line) and len(self.offences) < 20:
            self.offences.append(line[:300])


WATCH = Watch()


def pytest_configure(config: pytest.Config) -> None:
    """Listen as the program does with LOG_LEVEL=DEBUG."""
    del config
    _listen()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that starts the program has set up its own logging."""
    del item
    _listen()


def _listen() -> None:
    root = logging.getLogger()
    root.setLevel(logging.DEBUG)
    root.addHandler(WATCH)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A name, an answer or a token in any record fails the run."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["offences"] = WATCH.offences
    elif WATCH.offences:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What another process of the same run has logged."""
    WATCH.offences += getattr(node, "workeroutput", {}).get("offences", [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was logged and where."""
    if WATCH.offences:
        terminalreporter.section("logged, and must not be")
        terminalreporter.write_line("\n".join(WATCH.offences))
