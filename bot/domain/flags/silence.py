"""Silence: prompts that reached the patient and got no answer, one after the other."""

from collections.abc import Sequence

from bot.domain.flags.expected import by_chance
from bot.domain.flags.model import Day, Fact, Finding, Kind, Priority, Reason
from bot.domain.flags.thresholds import Thresholds

RULE = "silence.2"
SHOWN_BEFORE = 14
POOR_RESPONSE = 0.7
POOR_RESPONDER_EXTRA = 2
"""Who has long answered fewer than seven prompts of ten is silent three times in a row every
other month by chance alone; with two more it is once in twenty."""


def silence(days: Sequence[Day], thresholds: Thresholds) -> Finding | None:
    """The latest delivered prompts of days that have ended, all unanswered."""
    asked = [d for d in days if d.delivered]
    run = 0
    while run < len(asked) and asked[-1 - run].pain is None:
        run += 1
    if run < thresholds.silent_prompts:
        return None
    before = asked[: len(asked) - run][-SHOWN_BEFORE:]
    answered = sum(d.pain is not None for d in before)
    is_poor = len(before) == SHOWN_BEFORE and answered < POOR_RESPONSE * SHOWN_BEFORE
    if run < thresholds.silent_prompts + POOR_RESPONDER_EXTRA * is_poor:
        return None
    words = {"prompts": run, "answered_before": answered, "asked_before": len(before)}
    chance = by_chance(answered, len(before), run)
    facts: dict[str, Fact] = {**words, "false_per_month": chance}
    return Finding(Kind.SILENCE, Priority.LOW, RULE, Reason("flag.silence.reason", words), facts)
