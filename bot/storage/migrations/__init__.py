"""Append-only steps from an empty file to today's tables. Add a new step at the end."""

from sqlite_utils import Migrations

from bot.storage.migrations import m001_tables

migrations = Migrations("homestretch")
migrations(name="m001_tables")(m001_tables.apply)
