"""The first visit as a therapist reads it: the patient's answers, what they change, the notes."""

from collections.abc import Sequence

from bot.chat.drawing.canvas import Canvas, Drawn, Rows, draws, fit, joined
from bot.chat.drawing.conditions import change_line
from bot.chat.drawing.screening import shorts_of
from bot.domain.asking import signs_found, signs_skipped
from bot.domain.first_visit import SKIPPED, UNSURE, Answers, Given, Step, course, place
from bot.domain.people import Patient
from bot.domain.screening.questions import AssessmentQuestion
from bot.services import (
    conditions,
    cover,
    visit_state,
)
from bot.services.rounds import AT_ENROLMENT
from bot.storage import assessments, screens
from bot.storage.assessments import Note, NoteKind
from bot.storage.screens import Screen
from bot.texts import Markup, day, month_day

LONGEST_WORDS = 200
"""Characters of an answer in words that are shown; the whole is in the export."""
SCORES = 4
"""The latest ratings of an activity."""


@draws("visited", is_discreet=True)
def visited(canvas: Canvas) -> Drawn | None:
    """The card, or the question for one of its notes."""
    patient = canvas.patient()
    if not cover.may_see(canvas.clinic, canvas.reader, patient):
        return None
    view = canvas.params.get("view", "")
    if view in tuple(NoteKind):
        back = (canvas.button("button.back", f"vc:{patient.id}:show"),)
        text = canvas.t(f"visit.note.ask.{view}", name=patient.name)
        return Drawn(text, (back,), is_protected=True)
    text = joined(
        _head(canvas, patient),
        _signs(canvas, patient),
        _answers(canvas, patient),
        _reasons_against(canvas, patient),
        _notes(canvas, patient),
    )
    return Drawn(text, _rows(canvas, patient), is_protected=True)


def _head(canvas: Canvas, patient: Patient) -> Markup:
    answers = visit_state.answers(canvas.clinic, patient)
    step = visit_state.current(canvas.clinic, patient)
    steps = course(canvas.clinic.screening, answers)
    if not answers:
        return canvas.t("visit.card.nothing", name=patient.name)
    if step is None or visit_state.is_repetition(canvas.clinic, patient):
        key, number, count = "visit.card.head", len(steps), len(steps)
    else:
        key, (number, count) = "visit.card.part", place(canvas.clinic.screening, answers, step)
    first = min(answer.on for answer in answers.values())
    return canvas.t(
        key, name=patient.name, day=day(canvas.language, first), done=number - 1, count=count
    )


def _signs(canvas: Canvas, patient: Patient) -> Markup:
    """How the first round about warning signs ended; a later yes stands right below it."""
    rounds = screens.of_patient(canvas.db, patient.id)
    first = next((s for s in rounds if s.cause == AT_ENROLMENT), None)
    later = (s for s in rounds if first is None or s.id > first.id)
    worst = next((s for s in later if _found(canvas, s)), None)
    return joined(
        _first_round(canvas, first) if first else "",
        _later_yes(canvas, worst) if worst else "",
        by="\n",
    )


def _found(canvas: Canvas, screen: Screen) -> tuple[str, ...]:
    return signs_found(canvas.clinic.screening, screens.said(canvas.db, screen.id))


def _later_yes(canvas: Canvas, screen: Screen) -> Markup:
    return canvas.t(
        "visit.card.signs.later",
        day=month_day(canvas.language, screen.opened_on),
        signs=shorts_of(canvas, _found(canvas, screen)),
    )


def _first_round(canvas: Canvas, first: Screen) -> Markup:
    said = screens.said(canvas.db, first.id)
    found = signs_found(canvas.clinic.screening, said)
    skipped = signs_skipped(canvas.clinic.screening, said)
    key = "clear_but" if skipped else "clear"
    if not first.was_answered:
        key = "open"
    return canvas.t(
        f"visit.card.signs.{'yes' if found else key}",
        day=month_day(canvas.language, first.opened_on),
        count=len(first.signs),
        no=len(first.signs) - len(skipped),
        signs=shorts_of(canvas, found or skipped),
    )


def _answers(canvas: Canvas, patient: Patient) -> Markup:
    answers = visit_state.answers(canvas.clinic, patient)
    steps = [s for s in course(canvas.clinic.screening, answers) if s.question]
    lines = [_line(canvas, patient, step, answers) for step in steps]
    return joined(*lines, _skipped(canvas, steps, answers), by="\n")


def _line(canvas: Canvas, patient: Patient, step: Step, answers: Answers) -> Markup:
    """ "What makes it worse? Sitting, bending"; an activity with how it went since."""
    given = answers.get((step.id, step.item))
    assert step.question is not None  # noqa: S101 - groups have their own part of the card
    if given is None or given.is_open or given.value == SKIPPED or step.kind == "scale":
        return Markup()
    said = _said(canvas, step.question, given)
    score = _scores(canvas, patient, step)
    asked = step.question.text.say(canvas.language).partition("?")[0]
    key = "visit.card.activity" if score else "visit.card.line"
    return canvas.t(key, asked=f"{asked}?", said=said, scores=score)


def _skipped(canvas: Canvas, steps: Sequence[Step], answers: Answers) -> Markup:
    """How many were left out; "that is all" after the first activity is none of them."""
    held = (answers.get((step.id, step.item)) for step in steps if step.item == 0)
    count = sum(g is not None and not g.is_open and g.value == SKIPPED for g in held)
    return canvas.t("visit.card.skipped", n=count) if count else Markup()


def _said(canvas: Canvas, question: AssessmentQuestion, given: Given) -> str:
    options = {o.id: o.text.say(canvas.language) for o in question.option}
    if not options:
        return fit(given.value, LONGEST_WORDS)
    return ", ".join(options.get(name, name) for name in given.ids)


def _scores(canvas: Canvas, patient: Patient, step: Step) -> str:
    """How well it went each time it was asked: "3 (2 Mar) → 5 (16 Mar)"."""
    follows = {q.only_if: q.id for q in canvas.clinic.screening.assessment if q.kind == "scale"}
    given = assessments.given(canvas.db, patient.id)
    found = [
        g
        for g in given
        if g.question == follows.get(step.id) and g.item == step.item and g.says_something
    ]
    shown = (f"{g.value} ({month_day(canvas.language, g.on)})" for g in found[-SCORES:])
    return " → ".join(shown)


def _reasons_against(canvas: Canvas, patient: Patient) -> Markup:
    """What forbids exercises, who said so, and what it changes in the plan."""
    held = conditions.fitness(canvas.clinic, patient).contraindications
    labels = canvas.clinic.programme.conditions.contraindications
    named = [labels[key].say(canvas.language) for key in labels if key in held]
    unsure = _unsure(canvas, patient)
    changes = conditions.changes(canvas.clinic, patient)
    if not named and not unsure:
        return canvas.t("visit.card.no_conditions") if _was_asked(canvas, patient) else Markup()
    return joined(
        canvas.t("visit.card.conditions", named="; ".join(named)) if named else "",
        canvas.t("visit.card.unsure", topics=", ".join(unsure)) if unsure else "",
        joined(*(change_line(canvas, change) for change in changes), by="\n"),
        by="\n",
    )


def _groups(canvas: Canvas, patient: Patient) -> list[tuple[str, Given]]:
    answers = visit_state.answers(canvas.clinic, patient)
    groups = canvas.clinic.screening.contraindication_group
    found = ((g.text.say(canvas.language), answers.get((g.id, 0))) for g in groups)
    return [(text.partition(":")[0], given) for text, given in found if given]


def _unsure(canvas: Canvas, patient: Patient) -> list[str]:
    return [topic for topic, given in _groups(canvas, patient) if UNSURE in given.ids]


def _was_asked(canvas: Canvas, patient: Patient) -> bool:
    """All screens were answered, and none skipped: only then "none" may stand on the card."""
    found = [given for _, given in _groups(canvas, patient)]
    groups = canvas.clinic.screening.contraindication_group
    return len(found) == len(groups) and all(g.value and not g.is_open for g in found)


def _notes(canvas: Canvas, patient: Patient) -> Markup:
    found = assessments.notes(canvas.db, patient.id)
    return joined(*(_note(canvas, found[kind]) for kind in NoteKind if kind in found), by="\n")


def _note(canvas: Canvas, note: Note) -> Markup:
    zone = canvas.reader.zone if canvas.reader else canvas.patient().zone
    on = month_day(canvas.language, note.written_at.astimezone(zone).date())
    return canvas.t(f"visit.card.{note.kind}", text=note.text, day=on)


def _rows(canvas: Canvas, patient: Patient) -> Rows:
    examination, diagnosis, goals = (
        canvas.button(f"visit.note.{kind}", f"vc:{patient.id}:{kind}") for kind in NoteKind
    )
    against = canvas.button("card.button.conditions", f"n:{patient.id}")
    card = canvas.button("button.card", f"t:{patient.id}:card")
    ask = (canvas.button("visit.card.ask", f"vc:{patient.id}:ask"),) * patient.is_current
    return (examination, diagnosis), (goals, against), (*ask, card)
