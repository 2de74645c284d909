"""Silence: prompts that reached the patient and got no answer, one after the other."""

from collections.abc import Sequence
from datetime import date

from bot.domain.flags.model import Day, Finding, Kind, Priority, Reason
from bot.domain.flags.thresholds import Thresholds

RULE = "silence.1"
SHOWN_BEFORE = 14


def silence(days: Sequence[Day], thresholds: Thresholds, until: date) -> Finding | None:
    """The latest delivered prompts up to `until` (a day that has ended) all unanswered."""
    asked = [d for d in days if d.delivered and d.date <= until]
    run = 0
    while run < len(asked) and asked[-1 - run].pain is None:
        run += 1
    if run < thresholds.silent_prompts:
        return None
    before = asked[: len(asked) - run][-SHOWN_BEFORE:]
    answered = sum(d.pain is not None for d in before)
    facts = {"prompts": run, "answered_before": answered, "asked_before": len(before)}
    return Finding(
        Kind.SILENCE, Priority.LOW, RULE, Reason("flag.silence.reason", facts), dict(facts)
    )
