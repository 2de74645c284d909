"""The folder's files into one Programme."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.domain.program.advice import Advice
from bot.domain.program.checks import (
    advice_problems,
    exercise_problems,
    ladder_problems,
    plan_problems,
)
from bot.domain.program.exercise import Exercise
from bot.domain.program.plan import Plan
from bot.domain.program.problem import Problem
from bot.domain.program.programme import Conditions, Fingerprint, Programme
from bot.domain.program.words import Data
from bot.program_files import mistakes

CONDITIONS_FILE = "contraindications.toml"
D = TypeVar("D", bound=Data)
Filed = TypeVar("Filed", Exercise, Plan, Advice)


class ProgrammeErrors(ValueError):  # noqa: N818  it holds many
    """The folder has mistakes; `problems` holds all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems


@dataclass(slots=True)
class _Reading:
    """What has been read so far, and what was wrong with it."""

    folder: Path
    hashes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def table(self, path: Path) -> dict[str, Any] | None:
        """A file's content; None, with a problem noted, when it is not readable TOML."""
        name = path.relative_to(self.folder).as_posix()
        try:
            raw = path.read_bytes()
            self.hashes[name] = sha256(raw).hexdigest()
            # Windows' Notepad puts a byte order mark first, which TOML does not know.
            return tomllib.loads(raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            message = f"is not UTF-8 text from byte {error.start} on; save it as UTF-8"
        except tomllib.TOMLDecodeError as error:
            message = f"cannot be read: {error}"
        except OSError as error:
            message = f"cannot be opened: {error.strerror}"
        self.problems.append(Problem(name, "", message))
        return None

    def one(self, path: Path, model: type[D]) -> D | None:
        """A file as its model; None, with its problems noted, when it does not fit."""
        table = self.table(path)
        if table is None:
            return None
        try:
            return model.model_validate(table)
        except ValidationError as error:
            name = path.relative_to(self.folder).as_posix()
            self.problems.extend(mistakes.problems(name, model, error))
            return None

    def all_in(self, name: str, model: type[Filed]) -> dict[str, Filed]:
        """Every file of a subfolder by its id; those starting with "_" are templates."""
        found: dict[str, Filed] = {}
        for path in sorted((self.folder / name).glob("[!_]*.toml")):
            entry = self.one(path, model)
            if entry is not None:
                found[path.stem] = entry.model_copy(update={"id": path.stem})
        return found


def load(folder: Path) -> Programme:
    """Read and check every file; raises ProgrammeErrors with all mistakes, and never loads half."""
    reading = _Reading(folder)
    conditions = reading.one(folder / CONDITIONS_FILE, Conditions)
    exercises = reading.all_in("exercises", Exercise)
    plans = reading.all_in("plans", Plan)
    advice = reading.all_in("advice", Advice)
    if reading.problems:
        raise ProgrammeErrors(tuple(reading.problems))
    if conditions is not None:
        _fit_together(exercises, plans, advice, conditions)
        return _programme(reading, exercises, plans, advice, conditions)
    raise AssertionError("a file that was not read has left a problem")


def _fit_together(
    exercises: Mapping[str, Exercise],
    plans: Mapping[str, Plan],
    advice: Mapping[str, Advice],
    conditions: Conditions,
) -> None:
    problems = [
        *exercise_problems(exercises, conditions),
        *ladder_problems(exercises),
        *(p for plan in plans.values() for p in plan_problems(plan, exercises)),
        *advice_problems(advice, conditions),
    ]
    if not plans:
        problems.append(Problem("plans", "", "holds no plan"))
    if problems:
        raise ProgrammeErrors(tuple(problems))


def _programme(
    reading: _Reading,
    exercises: Mapping[str, Exercise],
    plans: Mapping[str, Plan],
    advice: Mapping[str, Advice],
    conditions: Conditions,
) -> Programme:
    filed = (("exercises", exercises), ("plans", plans), ("advice", advice))
    drafts = (
        f"{name}/{entry.id}.toml"
        for name, entries in filed
        for entry in entries.values()
        if not entry.reviewed_by
    )
    return Programme(
        exercises=MappingProxyType(dict(exercises)),
        plans=MappingProxyType(dict(plans)),
        advice=MappingProxyType(dict(advice)),
        conditions=conditions,
        fingerprint=_fingerprint(reading.hashes),
        unreviewed=tuple(drafts),
    )


def _fingerprint(hashes: Mapping[str, str]) -> Fingerprint:
    together = "".join(f"{name} {digest}\n" for name, digest in sorted(hashes.items()))
    return Fingerprint(MappingProxyType(dict(hashes)), sha256(together.encode()).hexdigest())
