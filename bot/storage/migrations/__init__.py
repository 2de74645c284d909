"""Append-only steps from an empty file to today's tables. Add a new step at the end."""

from sqlite_utils import Migrations

from bot.storage.migrations import (
    m001_tables,
    m002_guided,
    m003_safety,
    m004_loop,
    m005_first_visit,
)

STEPS = (m001_tables, m002_guided, m003_safety, m004_loop, m005_first_visit)

migrations = Migrations("homestretch")
NAMES = tuple(step.__name__.rpartition(".")[2] for step in STEPS)
for name, step in zip(NAMES, STEPS, strict=True):
    migrations(name=name)(step.apply)
