"""The folder's files into one Programme."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from bot.domain.flags.thresholds import Thresholds
from bot.domain.program.advice import Advice
from bot.domain.program.checks import Parts, all_problems
from bot.domain.program.conditions import Conditions
from bot.domain.program.exercise import Exercise
from bot.domain.program.ladder import completed
from bot.domain.program.plan import Plan
from bot.domain.program.problem import Problem
from bot.domain.program.programme import Fingerprint, Programme
from bot.program_files import mistakes
from bot.program_files.read import Reading

CONDITIONS_FILE = "contraindications.toml"
FOLDERS = ("exercises", "plans", "advice")


class ProgrammeErrors(ValueError):  # noqa: N818  it holds many
    """The folder has mistakes; `problems` holds all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Survey:
    """What a folder holds as far as it could be read, and every mistake in it."""

    parts: Parts
    problems: tuple[Problem, ...]
    hashes: Mapping[str, str]


def load(folder: Path) -> Programme:
    """Read and check every file; raises ProgrammeErrors with all mistakes, and never loads half."""
    found = survey(folder)
    parts = found.parts
    if found.problems or parts.conditions is None:
        raise ProgrammeErrors(found.problems)
    return Programme(
        exercises=MappingProxyType(completed(parts.exercises)),
        plans=MappingProxyType(dict(parts.plans)),
        advice=MappingProxyType(dict(parts.advice)),
        conditions=parts.conditions,
        fingerprint=_fingerprint(found.hashes),
        unreviewed=tuple(drafts(parts)),
    )


def survey(folder: Path) -> Survey:
    """Read every file and note every mistake."""
    if not folder.is_dir():
        nothing = Parts({}, {}, {}, None, frozenset())
        return Survey(nothing, (Problem(str(folder), "", "there is no such folder"),), {})
    reading = Reading(folder)
    parts = Parts(
        exercises=reading.all_in("exercises", Exercise),
        plans=reading.all_in("plans", Plan),
        advice=reading.all_in("advice", Advice),
        conditions=reading.one(folder / CONDITIONS_FILE, Conditions),
        exercise_names=frozenset(p.stem for p in reading.files("exercises")),
    )
    problems = (*_folder_problems(reading, parts), *reading.problems, *all_problems(parts))
    return Survey(parts, problems, reading.hashes)


def drafts(parts: Parts) -> Iterator[str]:
    """Files that nobody has reviewed yet."""
    entries: Iterable[tuple[str, Exercise | Plan | Advice]] = (
        *(("exercises", e) for e in parts.exercises.values()),
        *(("plans", plan) for plan in parts.plans.values()),
        *(("advice", page) for page in parts.advice.values()),
    )
    yield from (f"{folder}/{entry.id}.toml" for folder, entry in entries if not entry.reviewed_by)


def _folder_problems(reading: Reading, parts: Parts) -> Iterator[Problem]:
    for name in FOLDERS:
        for file in reading.stray(name):
            yield Problem(file, "", "is not read: its name must end in .toml")
    if not reading.files("plans"):
        yield Problem("plans", "", "there is no plan in this folder")
    for plan in parts.plans.values():
        yield from _threshold_problems(plan)


def _threshold_problems(plan: Plan) -> Iterator[Problem]:
    try:
        _ = plan.thresholds
    except ValidationError as error:
        yield from mistakes.problems(f"plans/{plan.id}.toml", Thresholds, error, "flags")


def _fingerprint(hashes: Mapping[str, str]) -> Fingerprint:
    together = "".join(f"{name} {digest}\n" for name, digest in sorted(hashes.items()))
    return Fingerprint(MappingProxyType(dict(hashes)), sha256(together.encode()).hexdigest())
