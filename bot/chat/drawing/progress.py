"""Where a patient stands in the plan, what the week proposes, and what the therapist may do."""

from collections.abc import Callable

from bot.chat.drawing.canvas import Button, Canvas, Drawn, Rows, Style, draws, joined
from bot.chat.drawing.sore import name_of
from bot.domain.people import Patient
from bot.domain.program.plan import Plan
from bot.domain.program.progress import advance, step_back
from bot.domain.program.session import Position
from bot.services import progress, sessions
from bot.storage import proposals, sore, staff
from bot.storage.proposals import Proposed
from bot.texts import Markup, day


@draws("proposal", is_discreet=True)
def proposal_card(canvas: Canvas) -> Drawn | None:
    """One week's proposal with its reason; decided with one tap."""
    made = proposals.find(canvas.db, canvas.params["proposal"])
    patient = canvas.patient()
    plan = sessions.plan_of(canvas.clinic, patient)
    if made is None or plan is None:
        return None
    head = canvas.t(
        f"proposal.head.{made.proposal.direction}",
        name=patient.name,
        test=canvas.t("flag.test") if patient.is_test else "",
    )
    is_open = progress.is_open(canvas.clinic, patient, made)
    text = joined(
        joined(head, _reason(canvas, made), by="\n"),
        _way(canvas, plan, made),
        "" if is_open else _decision(canvas, made),
    )
    rows = _proposal_rows(canvas, patient, made) if is_open else ()
    card = (canvas.button("button.card", f"t:{patient.id}:card"),)
    return Drawn(text, (*rows, card), is_protected=True, is_silent=True)


def _reason(canvas: Canvas, made: Proposed) -> Markup:
    return canvas.t(made.proposal.reason, **dict(made.proposal.params))


def _way(canvas: Canvas, plan: Plan, made: Proposed) -> Markup:
    if made.plan_id != plan.id or made.proposal.to == made.since:
        return Markup()
    here, there = _place(canvas, plan, made.since), _place(canvas, plan, made.proposal.to)
    return canvas.t("proposal.way", here=here, there=there)


def _place(canvas: Canvas, plan: Plan, at: Position) -> Markup:
    phase = plan.phases[min(at.phase, len(plan.phases) - 1)]
    name = phase.name.say(canvas.language)
    return canvas.t("course.place", phase=name, step=at.step + 1, steps=phase.steps)


def _decision(canvas: Canvas, made: Proposed) -> Markup:
    if made.decision is None or made.decided_by is None:
        return canvas.t(f"proposal.decision.{made.decision or 'replaced'}")
    by = staff.get(canvas.db, made.decided_by).name
    return canvas.t(f"proposal.decision.{made.decision}", by=by)


def _proposal_rows(canvas: Canvas, patient: Patient, made: Proposed) -> Rows:
    def button(label: str, what: str) -> Button:
        style: Style | None = "primary" if what == "yes" else None
        return canvas.button(f"proposal.{label}", f"course:{patient.id}:{what}:{made.id}", style)

    stay = button("stay", "stay")
    direction = made.proposal.direction
    if made.proposal.to == made.since:
        return ((stay,),)
    if direction == "step_back":
        return ((button("back", "yes"), stay), (button("alone", "alone"),))
    if direction == "finish":
        return ((button("finish", "yes"), stay),)
    onward = (button("advance", "yes"), stay)
    if made.since == Position():
        return (onward,)
    return ((*onward, _hand(canvas, patient, made.since, "back")),)


@draws("course")
def course(canvas: Canvas) -> Drawn | None:
    """The plan's side of a patient's card."""
    patient = canvas.patient()
    plan = sessions.plan_of(canvas.clinic, patient)
    if canvas.reader is None or plan is None:
        return None
    head = canvas.t("course.head", name=patient.name, plan=plan.name.say(canvas.language))
    return Drawn(
        joined(head, *card_lines(canvas, patient), by="\n"),
        _course_rows(canvas, patient, plan),
        is_protected=True,
    )


def card_lines(canvas: Canvas, patient: Patient) -> tuple[Markup, ...]:
    """Where in the plan, the last look at the week, and what is done instead of what."""
    plan = sessions.plan_of(canvas.clinic, patient)
    if plan is None or patient.phase_started is None:
        return ()
    since = day(canvas.language, patient.phase_started)
    place = _place(canvas, plan, progress.position(plan, patient))
    lines = [canvas.t("course.now", place=place, day=since)]
    latest = proposals.latest(canvas.db, patient.id)
    if latest is not None:
        lines.append(_latest(canvas, latest))
    for painful, instead in sore.substitutes(canvas.db, patient.id).items():
        key = "course.instead" if instead else "course.left_out"
        other = name_of(canvas, instead) if instead else ""
        lines.append(canvas.t(key, exercise=name_of(canvas, painful), instead=other))
    if proposals.steps_back_alone(canvas.db, patient.id):
        lines.append(canvas.t("course.alone"))
    return tuple(lines)


def _latest(canvas: Canvas, made: Proposed) -> Markup:
    return canvas.t(
        "course.latest",
        day=day(canvas.language, made.made_on),
        what=canvas.t(f"course.direction.{made.proposal.direction}"),
        reason=_reason(canvas, made),
    )


def _hand(canvas: Canvas, patient: Patient, since: Position, way: str) -> Button:
    data = f"course:{patient.id}:{way}:{since.phase}.{since.step}"
    return canvas.button(f"course.button.{way}", data)


_WAYS: tuple[tuple[str, Callable[[Plan, Position], Position]], ...] = (
    ("on", advance),
    ("back", step_back),
)


def _course_rows(canvas: Canvas, patient: Patient, plan: Plan) -> Rows:
    here = progress.position(plan, patient)
    moves = tuple(
        _hand(canvas, patient, here, way) for way, step in _WAYS if step(plan, here) != here
    )
    is_alone = proposals.steps_back_alone(canvas.db, patient.id)
    switch = "course.button.alone_off" if is_alone else "course.button.alone_on"
    again = [
        (
            canvas.button(
                "sore.button.again",
                f"course:{patient.id}:again:{painful}",
                exercise=name_of(canvas, painful),
            ),
        )
        for painful in sore.substitutes(canvas.db, patient.id)
    ]
    return (
        moves,
        (canvas.button(switch, f"course:{patient.id}:{'ask' if is_alone else 'alone'}"),),
        *again,
        (canvas.button("button.back", f"course:{patient.id}:card"),),
    )


@draws("moved", for_patient=True)
def moved(canvas: Canvas) -> Drawn | None:
    """The patient learns that the plan has moved, and who decided it."""
    patient = canvas.patient()
    plan = sessions.plan_of(canvas.clinic, patient)
    if plan is None:
        return None
    way, phase = canvas.params["way"], canvas.params["phase"]
    therapist = staff.get(canvas.db, patient.therapist_id).name
    by = canvas.t("moved.alone" if canvas.params["is_alone"] else "moved.by", therapist=therapist)
    if phase is None:
        return Drawn(joined(canvas.t(f"moved.{way}.step"), by, by=" "))
    found = plan.phases[min(phase, len(plan.phases) - 1)]
    name, goal = found.name.say(canvas.language), found.goal.say(canvas.language)
    return Drawn(joined(canvas.t(f"moved.{way}.phase", phase=name, goal=goal), by, by=" "))
