"""The only floor with SQL."""
