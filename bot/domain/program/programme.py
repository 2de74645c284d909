"""Everything the programme folder holds, once it was read and found sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.program.advice import Advice, shown
from bot.domain.program.conditions import Conditions
from bot.domain.program.exercise import Exercise
from bot.domain.program.filtering import ANYBODY, Change, Fitness, Session, filter_session
from bot.domain.program.plan import TURNS, Plan, Weekday
from bot.domain.program.session import Position, flare_session, in_turn, session


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """SHA-256 of every file by its path in the folder, and of all together."""

    files: Mapping[str, str]
    total: str


@dataclass(frozen=True, slots=True)
class Programme:
    """The loaded folder; plans, exercises and advice by id."""

    exercises: Mapping[str, Exercise]
    plans: Mapping[str, Plan]
    advice: Mapping[str, Advice]
    conditions: Conditions
    fingerprint: Fingerprint
    unreviewed: tuple[str, ...]
    """Files whose `reviewed_by` is empty."""

    def session(
        self,
        plan: Plan,
        day: date,
        started: date,
        at: Position,
        training_days: frozenset[Weekday] | None = None,
        fitness: Fitness = ANYBODY,
    ) -> Session:
        """A patient's session on `day`: what the plan prescribes, filtered for this patient."""
        items = session(plan, self.exercises, day, started, at, training_days)
        return filter_session(items, self.exercises, fitness)

    def flare_session(self, plan: Plan, fitness: Fitness = ANYBODY) -> Session:
        """The gentle set of a flare-up day, filtered for this patient."""
        items = flare_session(plan, self.exercises)
        return filter_session(items, self.exercises, fitness)

    def allowed(self, fitness: Fitness) -> dict[str, Exercise]:
        """The exercises this patient may do, by id."""
        return {name: e for name, e in self.exercises.items() if fitness.allows(e)}

    def changes(self, plan: Plan, fitness: Fitness) -> tuple[Change, ...]:
        """Everything that is otherwise in the whole plan for this patient, each change once."""
        sessions = (
            in_turn(phase, turn, self.exercises, 0) for phase in plan.phases for turn in TURNS
        )
        found = (
            change
            for items in sessions
            for change in filter_session(items, self.exercises, fitness).changes
        )
        return tuple(dict.fromkeys(found))

    def gone(self, plan: Plan) -> tuple[str, ...]:
        """Exercises of a plan begun earlier that no file describes any more."""
        return tuple(sorted({item.exercise for item in plan.items} - self.exercises.keys()))

    def pages(self, fitness: Fitness = ANYBODY, plan: str | None = None) -> tuple[Advice, ...]:
        """The advice this patient may read, in reading order."""
        pages = (page for page in self.advice.values() if page.id not in fitness.withheld_pages)
        return shown(pages, fitness.contraindications, fitness.confirmed, plan)
