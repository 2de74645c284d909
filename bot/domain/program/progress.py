"""After each week: on to the next step, another week here, or a step back, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Literal

from bot.domain.program.plan import AdvanceRule, Plan
from bot.domain.program.session import Position

Direction = Literal["advance", "stay", "step_back", "finish"]
Params = Mapping[str, str | int]
Why = tuple[str, Params]


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What a patient's week was like; pain is 0-10, None where nothing was answered."""

    week: int
    """Which week of the plan just ended, from 1."""
    sessions_planned: int
    sessions_done: int
    median_pain: float | None
    baseline: float | None
    worse_sessions: int = 0
    """Sessions that left clearly more pain."""
    too_painful: int = 0
    """Times an exercise was stopped as too painful."""
    open_flags: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the plan proposes to the therapist, who decides.

    `to` is where it leads: for stay the present position, for an early finish the last phase.
    """

    direction: Direction
    to: Position
    reason: str
    """Key of the sentence in the catalogue, "progress.<direction>.<why>"."""
    params: Params = field(default_factory=dict)


def advance(plan: Plan, at: Position) -> Position:
    """One step on: the next dose, and after the last dose the next phase; the end stays the end."""
    if at.step + 1 < plan.phases[at.phase].steps:
        return Position(at.phase, at.step + 1)
    if at.phase + 1 < len(plan.phases):
        return Position(at.phase + 1, 0)
    return at


def step_back(plan: Plan, at: Position) -> Position:
    """One step back, the reverse of `advance`; the start stays the start."""
    if at.step > 0:
        return Position(at.phase, at.step - 1)
    if at.phase > 0:
        return Position(at.phase - 1, plan.phases[at.phase - 1].steps - 1)
    return at


def propose(plan: Plan, at: Position, facts: WeekFacts) -> Proposal:
    """What follows from a week. A step back is weighed first, then every condition for going on."""
    rule = plan.rule(at.phase)
    if worse := _worse(plan, facts):
        back = step_back(plan, at)
        if back != at:
            return _proposal("step_back", back, worse)
        return _proposal("stay", at, ("first_step", worse[1]))
    if hold := _not_yet(rule, len(plan.phases[at.phase].training_days), facts):
        return _proposal("stay", at, hold)
    onward = advance(plan, at)
    if onward == at:
        return _proposal("finish", at, ("last_step", {}))
    if _well_early(plan, facts):
        last = Position(len(plan.phases) - 1)
        return _proposal("finish", last, ("early", {"week": facts.week, **_pain(facts)}))
    return _proposal("advance", onward, ("good_week", _week(facts)))


def _proposal(direction: Direction, to: Position, why: Why) -> Proposal:
    return Proposal(direction, to, f"progress.{direction}.{why[0]}", why[1])


def _worse(plan: Plan, facts: WeekFacts) -> Why | None:
    rule = plan.step_back
    if facts.worse_sessions >= rule.worse_sessions:
        return "worse_sessions", {"n": facts.worse_sessions}
    if facts.too_painful >= rule.too_painful:
        return "too_painful", {"n": facts.too_painful}
    if facts.median_pain is None or facts.baseline is None:
        return None
    if facts.median_pain - facts.baseline >= rule.pain_rise:
        return "pain_up", {**_pain(facts), "baseline": f"{facts.baseline:g}"}
    return None


def _not_yet(rule: AdvanceRule, phase_days: int, facts: WeekFacts) -> Why | None:
    if facts.open_flags:
        return "open_flag", {"n": facts.open_flags}
    if facts.median_pain is None:
        return "no_ratings", {}
    needed = sessions_needed(rule.sessions, phase_days, facts.sessions_planned)
    if facts.sessions_done < needed:
        return "few_sessions", {"needed": needed, **_week(facts)}
    if facts.worse_sessions > rule.worse_sessions:
        return "unsettled", {"n": facts.worse_sessions}
    limit = max(rule.pain_at_most, facts.baseline or 0)
    if facts.median_pain > limit:
        return "pain_high", {**_pain(facts), "limit": f"{limit:g}"}
    return None


def sessions_needed(rule_sessions: int, phase_days: int, planned: int) -> int:
    """The rule's sessions, in proportion where the patient trains on fewer days."""
    return ceil(rule_sessions * min(planned, phase_days) / phase_days)


def _well_early(plan: Plan, facts: WeekFacts) -> bool:
    exit_rule = plan.early_exit
    if exit_rule is None or facts.median_pain is None:
        return False
    return facts.week >= exit_rule.from_week and facts.median_pain <= exit_rule.pain_at_most


def _pain(facts: WeekFacts) -> Params:
    return {} if facts.median_pain is None else {"pain": f"{facts.median_pain:g}"}


def _week(facts: WeekFacts) -> Params:
    return {"done": facts.sessions_done, "planned": facts.sessions_planned, **_pain(facts)}
