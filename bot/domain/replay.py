"""What would have been flagged: the live engine run over a diary, day by day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.diary import Entry, by_patient
from bot.domain.flags import (
    WINDOW_DAYS,
    Day,
    Decisions,
    Kind,
    OpenFlag,
    Raise,
    Thresholds,
    evaluate,
)
from bot.domain.flags.tuning import TUNED, Tuning

_KINDS = list(Kind)


@dataclass(frozen=True, slots=True)
class Raised:
    """One raise of one patient's flag."""

    patient: str
    what: Raise


def replay(entries: Iterable[Entry], thresholds: Thresholds) -> Iterator[Raised]:
    """Every raise, by patient and day; each flag is taken as acknowledged the same day."""
    for patient, own in by_patient(entries):
        for what in replay_days(days_of(own), thresholds):
            yield Raised(patient, what)


def days_of(entries: Sequence[Entry]) -> list[Day]:
    """One patient's days without gaps: a day without an entry was not answered."""
    known = {entry.date: entry for entry in entries}
    first, last = entries[0].date, entries[-1].date
    return [
        _day(known.get(day), day, is_first=day == first)
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    ]


def _day(entry: Entry | None, day: date, *, is_first: bool) -> Day:
    if entry is None:
        return Day(day)
    return Day(day, pain=entry.pain, leg=entry.leg, session=entry.session, is_first=is_first)


def replay_days(
    days: Sequence[Day], thresholds: Thresholds, tuning: Tuning = TUNED
) -> Iterator[Raise]:
    """Every raise of one patient's gapless days, each day evaluated when it has ended."""
    flags: dict[Kind, OpenFlag] = {}
    for at, day in enumerate(days):
        decisions = evaluate(
            days[max(0, at + 1 - WINDOW_DAYS) : at + 1],
            tuple(flags.values()),
            thresholds,
            day.date,
            day_over=True,
            tuning=tuning,
        )
        _keep(flags, decisions)
        yield from sorted(decisions.raises, key=lambda r: _KINDS.index(r.kind))


def _keep(flags: dict[Kind, OpenFlag], decisions: Decisions) -> None:
    """Write the decisions as the service does, every raise seen at once."""
    for close in decisions.closes:
        flags.pop(close.kind, None)
    for found in decisions.updates:
        flags[found.kind] = replace(flags[found.kind], evidence=found.evidence)
    for r in decisions.raises:
        old = flags.get(r.kind)
        opened, raises = (old.opened, old.raises + 1) if old else (r.on, 1)
        flags[r.kind] = OpenFlag(r.kind, opened, r.on, r.on, r.finding.evidence, raises)
