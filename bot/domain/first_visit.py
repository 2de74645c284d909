"""The first visit's questions: which comes next, and what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.domain.screening import AssessmentQuestion, Screening
from bot.domain.screening.questions import ContraindicationGroup

NONE, UNSURE, SKIPPED = "none", "unsure", ""
"""What a kept answer may hold besides ids, words and numbers."""
SCALE = range(11)
"""How well an activity goes: 0 not at all, 10 as before (patient-specific functional scale,
Stratford et al., Physiother Can 1995)."""


@dataclass(frozen=True)
class Given:
    """One kept answer: ids with spaces between, a number, or words; `item` counts several."""

    question: str
    item: int
    value: str
    on: date
    is_open: bool = False
    """Being tapped together, or taken back for another look."""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.value.split())

    @property
    def says_something(self) -> bool:
        return not self.is_open and self.value not in (SKIPPED, NONE)


@dataclass(frozen=True)
class Step:
    """One question as it is put."""

    id: str
    item: int
    kind: Literal["group", "single", "multi", "scale", "text"]
    group: ContraindicationGroup | None = None
    question: AssessmentQuestion | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """Ids that can be tapped; of a multi question without those that stand alone."""
        if self.group:
            return self.group.of
        options = self.question.option if self.question else ()
        return tuple(o.id for o in options if self.kind == "single" or not o.alone)

    @property
    def alone(self) -> str | None:
        """The id that says "none of these", where one is offered."""
        if self.group:
            return NONE
        options = self.question.option if self.question and self.kind == "multi" else ()
        return next((o.id for o in options if o.alone), None)


Answers = dict[tuple[str, int], Given]


def latest(given: Sequence[Given]) -> Answers:
    """What holds now: the newest answer to each question and item."""
    return {(g.question, g.item): g for g in sorted(given, key=lambda g: g.on)}


def course(screening: Screening, answers: Answers) -> tuple[Step, ...]:
    """All questions in their order, as far as the answers so far call for them."""
    groups = (Step(group.id, 0, "group", group) for group in screening.contraindication_group)
    questions = (
        Step(question.id, item, question.kind, question=question)
        for question in screening.assessment
        for item in _items(question, answers)
    )
    return (*groups, *questions)


def _items(question: AssessmentQuestion, answers: Answers) -> list[int]:
    """Which answers of a question are asked for: one more than was given, up to its most."""
    if question.only_if:
        return _named(question.only_if, answers)
    given = len(_named(question.id, answers))
    return list(range(min(given + 1, question.up_to)))


def _named(question: str, answers: Answers) -> list[int]:
    found = (g for g in answers.values() if g.question == question and g.says_something)
    return sorted(g.item for g in found)


def next_step(screening: Screening, answers: Answers) -> Step | None:
    """The first question without an answer."""
    for step in course(screening, answers):
        held = answers.get((step.id, step.item))
        if held is None or held.is_open:
            return step
    return None


def next_again(screening: Screening, answers: Answers, since: date) -> Step | None:
    """Of the questions asked every few weeks, the first not answered since this date."""
    for step in course(screening, answers):
        held = answers.get((step.id, step.item))
        if held and step.question and step.question.repeat_weeks and held.on < since:
            return step
    return None


def before(screening: Screening, answers: Answers, step: Step) -> Step | None:
    """The question before one, to go back to."""
    steps = course(screening, answers)
    place = steps.index(step) if step in steps else 0
    return steps[place - 1] if place else None


def place(screening: Screening, answers: Answers, step: Step) -> tuple[int, int]:
    """Its number and how many there are, as far as is known."""
    steps = course(screening, answers)
    return steps.index(step) + 1, len(steps)


def due_again(screening: Screening, answers: Answers, asked: date | None, today: date) -> bool:
    """Whether a question that repeats was answered, and last asked, so many weeks ago."""
    weeks = {q.id: q.repeat_weeks for q in screening.assessment if q.repeat_weeks}
    held = [g for g in answers.values() if g.question in weeks and g.says_something]
    return any((today - max(g.on, asked or g.on)).days >= 7 * weeks[g.question] for g in held)


def toggled(step: Step, value: str, choice: str) -> str:
    """The ids chosen after one more tap, in the order of the question."""
    chosen = set(value.split()) ^ {choice}
    return " ".join(name for name in step.choices if name in chosen)
