"""A patient's conditions as a therapist sets them, with what they change in the plan."""

from collections.abc import Iterator

from bot.chat.drawing.canvas import Button, Canvas, Drawn, draws, joined
from bot.domain.people import Patient
from bot.domain.program.filtering import Change
from bot.services import conditions
from bot.storage import screens
from bot.storage.screens import Known
from bot.texts import Markup, day

LABEL = 60
"""Longer labels are cut on a phone."""


@draws("conditions")
def conditions_card(canvas: Canvas) -> Drawn:
    patient = canvas.patient()
    fit = conditions.fitness(canvas.clinic, patient)
    files = canvas.clinic.programme.conditions
    found = conditions.changes(canvas.clinic, patient)
    known = screens.known(canvas.db, patient.id).get("both_legs")
    text = joined(
        canvas.t("conditions.head", name=patient.name),
        joined(*(change_line(canvas, change) for change in found), by="\n")
        or canvas.t("conditions.no_change"),
        _known_line(canvas, known),
    )
    rows = [
        *(
            _toggle(
                canvas, patient, "c", key, line.say(canvas.language), key in fit.contraindications
            )
            for key, line in files.contraindications.items()
        ),
        *(
            _toggle(canvas, patient, "f", key, line.say(canvas.language), key in fit.confirmed)
            for key, line in files.confirmations.items()
        ),
        *_known_rows(canvas, patient, known),
        (canvas.button("conditions.ask", f"n:{patient.id}:ask"),),
        (canvas.button("button.card", f"t:{patient.id}:card"),),
    ]
    return Drawn(text, tuple(rows), is_protected=True)


def _toggle(
    canvas: Canvas,
    patient: Patient,
    kind: str,
    key: str,
    label: str,
    holds: bool,
) -> tuple[Button, ...]:
    wording = "conditions.on" if holds else "conditions.off"
    return (canvas.button(wording, f"n:{patient.id}:{kind}:{key}", label=label[:LABEL]),)


def change_line(canvas: Canvas, change: Change) -> Markup:
    """ "Press-up: left out (slipped vertebra)." """
    why = "; ".join(_reasons(canvas, change))
    name = _name(canvas, change.exercise)
    if change.replaced_by is None:
        return canvas.t("conditions.left_out", name=name, why=why)
    return canvas.t(
        "conditions.replaced", name=name, other=_name(canvas, change.replaced_by), why=why
    )


def _reasons(canvas: Canvas, change: Change) -> Iterator[str]:
    files, lang = canvas.clinic.programme.conditions, canvas.language
    if change.is_withheld:
        yield canvas.texts.plain(lang, "conditions.not_reviewed")
    for key in change.not_for:
        yield files.contraindications[key].say(lang)
    for key in change.unconfirmed:
        what = files.confirmations[key].say(lang)
        yield canvas.texts.plain(lang, "conditions.unconfirmed", what=what)


def _name(canvas: Canvas, exercise: str) -> str:
    return canvas.clinic.programme.exercises[exercise].name.say(canvas.language)


def _known_line(canvas: Canvas, known: Known | None) -> Markup:
    if known is None:
        return Markup()
    return canvas.t(
        "conditions.known",
        reason=canvas.t(f"conditions.known.{known.reason}"),
        day=day(canvas.language, known.recorded_on),
    )


def _known_rows(
    canvas: Canvas, patient: Patient, known: Known | None
) -> tuple[tuple[Button, ...], ...]:
    if known is not None:
        return ((canvas.button("conditions.forget", f"n:{patient.id}:known:off"),),)
    return tuple(
        (canvas.button(f"conditions.record.{why}", f"n:{patient.id}:known:{why}"),)
        for why in ("stenosis", "long_known")
    )
