"""The lab's results as Markdown tables, for a terminal and for docs/rules.md."""

from collections.abc import Iterable, Sequence

from bot.lab.contest import Result
from bot.lab.generator import SLOW_RAMP, STEP, STRONG_RAMP, WEEK_RAMP
from bot.lab.score import Rate, Share

PATIENTS_OF_A_THERAPIST = 50
WEEKS_A_MONTH = 30 / 7


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns also line up in a terminal."""
    body = [list(head), *[list(row) for row in rows]]
    widths = [max(len(row[i]) for row in body) for i in range(len(head))]
    lines = [_line(row, widths) for row in body]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.ljust(width) if i == 0 else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "| " + " | ".join([first, *rest]) + " |"


def percent(share: Share) -> str:
    return f"{100 * share.value:.0f}"


def percent_between(share: Share) -> str:
    low, high = share.interval
    return f"{100 * share.value:.1f} ({100 * low:.0f}-{100 * high:.0f})"


def rate_between(rate: Rate) -> str:
    return f"{rate.per_month:.2f} ({rate.low:.2f}-{rate.high:.2f})"


def days(delay: float | None) -> str:
    return "-" if delay is None else f"{delay:g}"


def a_week(rate: Rate) -> str:
    """False flags in one week of a therapist with fifty patients."""
    return f"{rate.per_month * PATIENTS_OF_A_THERAPIST / WEEKS_A_MONTH:.1f}"


TARGET_HEAD = (
    "rule",
    "false flags per patient-month",
    "+2 step found in 10 days, %",
    "+2 in a week found in 10 days, %",
    "delay after a step, days",
)


def target_row(name: str, result: Result) -> list[str]:
    """What the rules are chosen by, with 95 % intervals."""
    step, ramp = result.found(STEP.name), result.found(WEEK_RAMP.name)
    return [
        name,
        rate_between(result.false_flags()),
        percent_between(step.soon),
        percent_between(ramp.soon),
        days(step.delay),
    ]


WIDE_HEAD = (
    "rule",
    "false: stable",
    "false: improving",
    "by chance, %",
    "+2 step, %",
    "+3 week, %",
    "+2 three weeks, %",
    "delay",
    "false a week of 50",
)


def wide_row(name: str, result: Result) -> list[str]:
    """The published tables' columns: found within 14 days, and what chance alone would find."""
    people = result.contest.people
    stable = [i for i, who in enumerate(people) if not who.fall_a_day]
    improving = [i for i, who in enumerate(people) if who.fall_a_day]
    return [
        name,
        f"{result.false_flags(stable).per_month:.2f}",
        f"{result.false_flags(improving).per_month:.2f}",
        percent(result.chance()),
        *(percent(result.found(c.name).late) for c in (STEP, STRONG_RAMP, SLOW_RAMP)),
        days(result.found(STEP.name).delay),
        a_week(result.false_flags()),
    ]
