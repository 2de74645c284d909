"""Fixtures every test may use."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, running


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A clinic that has just opened: nobody is enrolled yet."""
    async with running(tmp_path) as opened:
        yield opened
