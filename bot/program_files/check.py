"""What `run_bot.py check` says about the programme folder: mistakes, and what deserves a look."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.domain.figure import check as anatomy
from bot.domain.figure.spec import FigureSpec
from bot.domain.program.checks import Parts
from bot.domain.program.problem import Problem
from bot.program_files.load import drafts, survey

Stale = Callable[[Mapping[str, FigureSpec]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Report:
    """Problems stop a start; warnings and drafts (files nobody has reviewed) do not."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    drafts: tuple[str, ...]


def check(folder: Path, stale: Stale) -> Report:
    """Look at everything; `stale` names the exercises whose rendered pictures are out of date."""
    found = survey(folder)
    figures = {e.id: e.figure for e in found.parts.exercises.values() if e.figure}
    return Report(
        problems=(*found.problems, *_anatomy(figures)),
        warnings=(*_pictures(found.parts, figures, stale), *_unused(found.parts)),
        drafts=tuple(drafts(found.parts)),
    )


def _anatomy(figures: Mapping[str, FigureSpec]) -> Iterator[Problem]:
    for name, figure in figures.items():
        for finding in anatomy.check(name, figure):
            where = finding.removeprefix(f"{name}, ")
            yield Problem(f"exercises/{name}.toml", "figure", where)


def _pictures(parts: Parts, figures: Mapping[str, FigureSpec], stale: Stale) -> Iterator[Problem]:
    for name in parts.exercises:
        if name not in figures:
            message = "has no moving figure; patients see its steps alone"
            yield Problem(f"exercises/{name}.toml", "", message)
    for name in stale(figures):
        message = "its pictures are out of date; run: python run_bot.py figures"
        yield Problem(f"exercises/{name}.toml", "figure", message)


def _unused(parts: Parts) -> Iterator[Problem]:
    used = {item.exercise for plan in parts.plans.values() for item in plan.items}
    for exercise in parts.exercises.values():
        used.update(exercise.easier, exercise.harder, exercise.instead)
    for name in sorted(parts.exercises.keys() - used):
        yield Problem(f"exercises/{name}.toml", "", "no plan and no other exercise names it")
