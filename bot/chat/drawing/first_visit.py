"""The first visit's questions as a patient sees them, one at a time."""

from bot.chat.drawing.canvas import Button, Canvas, Drawn, Rows, draws, joined
from bot.chat.drawing.emergency import therapist_name
from bot.domain.first_visit import SCALE, SKIPPED, UNSURE, Given, Step, place
from bot.domain.people import Patient
from bot.services import (
    visit_state,
)
from bot.texts import Markup

SIDE_BY_SIDE = 16
"""Longer labels get a row of their own on a phone."""


@draws("first_visit", for_patient=True)
def first_visit_message(canvas: Canvas) -> Drawn:
    patient = canvas.patient()
    view = canvas.params.get("view")
    step = visit_state.current(canvas.clinic, patient)
    if view == "past":
        return Drawn(canvas.t("visit.past"))
    if step is None:
        return Drawn(canvas.t("visit.done", therapist=therapist_name(canvas, patient)))
    if view in ("intro", "again", "later"):
        return _door(canvas, patient, view)
    return _question(canvas, patient, step)


def _door(canvas: Canvas, patient: Patient, view: str) -> Drawn:
    """What comes, how long it takes, and that it can wait."""
    is_begun = bool(visit_state.answers(canvas.clinic, patient))
    key = "resume" if view == "intro" and is_begun else view
    go = canvas.button("visit.go_on" if is_begun else "visit.start", "fv:go", "primary")
    later = (canvas.button("visit.later.button", "fv:later"),) * (view != "later")
    text = canvas.t(f"visit.{key}", therapist=therapist_name(canvas, patient))
    return Drawn(text, ((go, *later),))


def _question(canvas: Canvas, patient: Patient, step: Step) -> Drawn:
    held = visit_state.answers(canvas.clinic, patient).get((step.id, step.item))
    chosen = held if held and held.is_open else None
    is_again = visit_state.is_repetition(canvas.clinic, patient)
    text = joined(
        Markup() if is_again else _number(canvas, patient, step),
        canvas.t("screen.question", question=wording(canvas, patient, step)),
        _listed(canvas, step, chosen),
        _hint(canvas, step, chosen),
    )
    rows = (*_choices(canvas, step, chosen), *_ends(canvas, patient, step, chosen, is_again))
    return Drawn(text, rows)


def _number(canvas: Canvas, patient: Patient, step: Step) -> Markup:
    answers = visit_state.answers(canvas.clinic, patient)
    number, count = place(canvas.clinic.screening, answers, step)
    return canvas.t("visit.number", number=number, count=count)


def wording(canvas: Canvas, patient: Patient, step: Step) -> str:
    """The question's words; a scale names the activity it is about."""
    if step.group:
        return step.group.text.say(canvas.language)
    assert step.question is not None  # noqa: S101 - a step is one or the other
    said = step.question.text.say(canvas.language)
    about = visit_state.answers(canvas.clinic, patient).get((step.question.only_if, step.item))
    return said.replace("{activity}", about.value if about else "")


def _listed(canvas: Canvas, step: Step, chosen: Given | None) -> Markup:
    """Whole questions do not fit on buttons: they stand numbered above them."""
    if step.group is None:
        return Markup()
    asked = {c.id: c.text.say(canvas.language) for c in canvas.clinic.screening.contraindication}
    lines = [
        canvas.t(
            "visit.chosen_line" if chosen and name in chosen.ids else "visit.line",
            number=number,
            question=asked[name],
        )
        for number, name in enumerate(step.choices, 1)
    ]
    return joined(*lines, by="\n")


def _hint(canvas: Canvas, step: Step, chosen: Given | None) -> Markup:
    if step.kind in ("single", "scale") and chosen is None:
        return Markup()
    if step.kind in ("group", "multi"):
        return canvas.t(f"visit.hint.{step.kind}")
    key = "visit.so_far" if chosen else "visit.hint.text"
    return canvas.t(key, answer=_so_far(canvas, step, chosen))


def _so_far(canvas: Canvas, step: Step, chosen: Given | None) -> str:
    if chosen is None or chosen.value == SKIPPED:
        return canvas.texts.plain(canvas.language, "visit.skipped")
    options = {o.id: o for o in step.question.option} if step.question else {}
    named = options.get(chosen.value)
    return named.text.say(canvas.language) if named else chosen.value


def _choices(canvas: Canvas, step: Step, chosen: Given | None) -> Rows:
    if step.kind == "scale":
        numbers = [Button(str(n), _data(step, f"={n}")) for n in SCALE]
        return tuple(numbers[:6]), tuple(numbers[6:])
    picked = chosen.ids if chosen and step.kind != "text" else ()
    if step.group:
        buttons = [
            _choice(step, name, str(number), name in picked)
            for number, name in enumerate(step.choices, 1)
        ]
        return tuple(buttons[:4]), tuple(buttons[4:])
    options = {
        o.id: o.text.say(canvas.language) for o in (step.question.option if step.question else ())
    }
    buttons = [_choice(step, name, options[name], name in picked) for name in step.choices]
    return _in_rows(buttons)


def _choice(step: Step, name: str, label: str, is_picked: bool) -> Button:
    text = f"✓ {label}" if is_picked else label
    return Button(text, _data(step, f"={name}"), "success" if is_picked else None)


def _in_rows(buttons: list[Button]) -> Rows:
    """Two a row where both are short enough to be read on a phone."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        is_short = len(button.text) <= SIDE_BY_SIDE
        last = rows[-1] if rows else ()
        if is_short and len(last) == 1 and len(last[0].text) <= SIDE_BY_SIDE:
            rows[-1] = (*last, button)
        else:
            rows.append((button,))
    return tuple(rows)


def _data(step: Step, act: str) -> str:
    return f"fv:{step.id}:{step.item}:{act}"


def _ends(
    canvas: Canvas, patient: Patient, step: Step, chosen: Given | None, is_again: bool
) -> Rows:
    """What closes a question, and the ways out of it."""
    rows: list[tuple[Button, ...]] = []
    if chosen and chosen.value:
        is_kept = step.kind in ("single", "scale", "text")
        rows.append(
            (canvas.button("visit.keep" if is_kept else "visit.ok", _data(step, "ok"), "primary"),)
        )
    elif step.alone:
        rows.append((canvas.button("visit.none", _data(step, "none")),))
    if step.kind == "group":
        rows.append((canvas.button("visit.unsure", _data(step, UNSURE)),))
    more = step.item > 0 and step.kind == "text"
    skip = canvas.button("visit.enough" if more else "screen.skip", _data(step, "skip"))
    is_first = step.group is not None and step.item == 0 and _is_first(canvas, patient, step)
    back = () if is_again or is_first else (canvas.button("button.back", _data(step, "back")),)
    rows += [(skip, *back), (canvas.button("visit.later.button", "fv:later"),)]
    return tuple(rows)


def _is_first(canvas: Canvas, patient: Patient, step: Step) -> bool:
    return place(canvas.clinic.screening, visit_state.answers(canvas.clinic, patient), step)[0] == 1
