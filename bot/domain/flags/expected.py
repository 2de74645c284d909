"""How often each rule cries wolf, as the rule lab measured it (docs/rules.md)."""

from bot.domain.flags.model import Kind

FALSE_PER_MONTH = {Kind.SEVERE: 0.05, Kind.WORSENING: 0.24}
"""Flags per patient-month on generated patients who are stable or improving."""


def by_chance(answered: int, asked: int, run: int) -> float:
    """Runs of `run` missed prompts a month, if each were missed independently at the usual rate.

    The rate is drawn to one miss in six (published diary response is about 82 %)."""
    missed = (asked - answered + 1) / (asked + 6)
    return round(30 * (1 - missed) * missed**run, 3)
