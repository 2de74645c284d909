"""Fixtures every test may use."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.world import World, running

# Machines are shared: how long an example takes says nothing about the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


pytest_plugins = ("tests.logs",)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A clinic that has just opened: nobody is enrolled yet."""
    async with running(tmp_path) as opened:
        yield opened
