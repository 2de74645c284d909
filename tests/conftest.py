"""Fixtures every test may use."""

import os
import shutil
import sys
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from tests.world import World, running

# Machines are shared: how long an example takes says nothing about the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there, for us alone
ROOM = 2**29

if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    # The databases write through to the disk as the clinic's does, and the tests wait for it.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
if find_spec("sniffio") is None:
    # The HTTP client looks for this on the disk several times per request.
    sys.modules["sniffio"] = None  # type: ignore[assignment]

pytest_plugins = ("tests.logs",)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A clinic that has just opened: nobody is enrolled yet."""
    async with running(tmp_path) as opened:
        yield opened
