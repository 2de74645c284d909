"""The folder's files into one Programme."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from bot.domain.flags.thresholds import Thresholds
from bot.domain.program.advice import Advice
from bot.domain.program.checks import Parts, all_problems
from bot.domain.program.conditions import Conditions
from bot.domain.program.exercise import Exercise
from bot.domain.program.plan import Plan
from bot.domain.program.problem import Problem
from bot.domain.program.programme import Fingerprint, Programme
from bot.program_files import mistakes
from bot.program_files.read import Reading

CONDITIONS_FILE = "contraindications.toml"


class ProgrammeErrors(ValueError):  # noqa: N818  it holds many
    """The folder has mistakes; `problems` holds all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


def load(folder: Path) -> Programme:
    """Read and check every file; raises ProgrammeErrors with all mistakes, and never loads half."""
    if not folder.is_dir():
        raise ProgrammeErrors((Problem(str(folder), "", "there is no such folder"),))
    reading = Reading(folder)
    conditions = reading.one(folder / CONDITIONS_FILE, Conditions)
    parts = _parts(reading, conditions)
    problems = (*reading.problems, *all_problems(parts), *_folder_problems(reading, parts))
    if problems or conditions is None:
        raise ProgrammeErrors(problems)
    return Programme(
        exercises=MappingProxyType(dict(parts.exercises)),
        plans=MappingProxyType(dict(parts.plans)),
        advice=MappingProxyType(dict(parts.advice)),
        conditions=conditions,
        fingerprint=_fingerprint(reading.hashes),
        unreviewed=tuple(_drafts(parts)),
    )


def _parts(reading: Reading, conditions: Conditions | None) -> Parts:
    return Parts(
        exercises=reading.all_in("exercises", Exercise),
        plans=reading.all_in("plans", Plan),
        advice=reading.all_in("advice", Advice),
        conditions=conditions,
        exercise_names=frozenset(p.stem for p in reading.files("exercises")),
    )


def _folder_problems(reading: Reading, parts: Parts) -> Iterator[Problem]:
    for plan in parts.plans.values():
        yield from _threshold_problems(plan)
    if not reading.files("plans"):
        yield Problem("plans", "", "holds no plan")
    for name in ("exercises", "plans", "advice"):
        for file in reading.stray(name):
            yield Problem(file, "", "is not read: its name must end in .toml")


def _threshold_problems(plan: Plan) -> Iterator[Problem]:
    try:
        _ = plan.thresholds
    except ValidationError as error:
        yield from mistakes.problems(f"plans/{plan.id}.toml", Thresholds, error, "flags")


def _drafts(parts: Parts) -> Iterator[str]:
    filed: tuple[tuple[str, Mapping[str, Exercise | Plan | Advice]], ...] = (
        ("exercises", parts.exercises),
        ("plans", parts.plans),
        ("advice", parts.advice),
    )
    for folder, entries in filed:
        yield from (f"{folder}/{e.id}.toml" for e in entries.values() if not e.reviewed_by)


def _fingerprint(hashes: Mapping[str, str]) -> Fingerprint:
    together = "".join(f"{name} {digest}\n" for name, digest in sorted(hashes.items()))
    return Fingerprint(MappingProxyType(dict(hashes)), sha256(together.encode()).hexdigest())
