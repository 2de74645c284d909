"""The caseload and the list of open flags, a page at a time."""

from typing import TypeVar

from bot.chat.drawing.alerts import reason_text
from bot.chat.drawing.canvas import Button, Canvas, Drawn, Rows, draws, fit, joined
from bot.domain.people import Patient
from bot.services import caseload
from bot.services.caseload import Glance
from bot.storage import flags
from bot.texts import Markup, day

PAGE = 8
FLAG_PAGE = 6
_BARS = "▁▁▂▂▃▄▅▅▆▇█"
SIGNS = {
    "high": "▲",
    "medium": "●",
    "low": "○",
    "exercises_stopped": "■",
    "unreachable": "×",
    "well": "✓",
    "paused": "‖",
    "stopped": "‖",
    "invited": "…",
}


@draws("patients")
def patients_list(canvas: Canvas) -> Drawn | None:
    if canvas.reader is None:
        return None
    lines = caseload.caseload(canvas.clinic, canvas.reader, canvas.now)
    if not lines:
        return Drawn(canvas.t("patients.none"))
    page, shown = _page(canvas, lines, PAGE)
    text = joined(
        canvas.t("patients.head", n=sum(not g.patient.is_test for g in lines)),
        joined(*(_line(canvas, line) for line in shown), by="\n"),
    )
    names = [
        Button(f"{SIGNS[g.state]} {fit(g.patient.name, 20)}", f"t:{g.patient.id}:card")
        for g in shown
    ]
    rows = [tuple(names[i : i + 2]) for i in range(0, len(names), 2)]
    more = _turn_page(canvas, "g", page, has_more=(page + 1) * PAGE < len(lines))
    return Drawn(text, (*rows, *more), is_protected=True)


T = TypeVar("T")


def _page(canvas: Canvas, everything: list[T], size: int) -> tuple[int, list[T]]:
    """The page asked for, or the last one that there now is."""
    number = min(canvas.params.get("page", 0), (len(everything) - 1) // size)
    return number, everything[number * size : (number + 1) * size]


def _line(canvas: Canvas, glance: Glance) -> Markup:
    bars = "".join("·" if p is None else _BARS[p] for p in glance.pains)
    latest = next((p for p in reversed(glance.pains) if p is not None), None)
    titles = ", ".join(canvas.t(f"flag.{f.kind.value}.title") for f in glance.waiting)
    return canvas.t(
        "patients.line",
        sign=SIGNS[glance.state],
        name=glance.patient.name,
        test=test_mark(canvas, glance.patient),
        bars=bars or "–",
        latest="–" if latest is None else latest,
        state=titles or canvas.t(f"state.{glance.state}"),
    )


def test_mark(canvas: Canvas, patient: Patient) -> Markup:
    return Markup(f" {canvas.t('flag.test')}") if patient.is_test else Markup()


def _turn_page(canvas: Canvas, verb: str, page: int, *, has_more: bool) -> Rows:
    buttons = []
    if page > 0:
        buttons.append(canvas.button("button.previous", f"{verb}:{page - 1}"))
    if has_more:
        buttons.append(canvas.button("button.next", f"{verb}:{page + 1}"))
    return (tuple(buttons),) if buttons else ()


@draws("flags")
def flags_list(canvas: Canvas) -> Drawn | None:
    reader = canvas.reader
    if reader is None:
        return None
    everyone = {p.id: p for p in caseload.everyone(canvas.clinic, reader)}
    found = [f for f in flags.waiting(canvas.db) if f.patient_id in everyone]
    if not found:
        return Drawn(canvas.t("flags.none"))
    page, shown = _page(canvas, found, FLAG_PAGE)
    lines = [
        canvas.t(
            "flags.line",
            sign=SIGNS[f.priority.value],
            name=everyone[f.patient_id].name,
            test=test_mark(canvas, everyone[f.patient_id]),
            title=canvas.t(f"flag.{f.kind.value}.title"),
            reason=reason_text(canvas, f.reason),
            day=day(canvas.language, f.raised_on),
        )
        for f in shown
    ]
    buttons = [Button(fit(everyone[f.patient_id].name, 22), f"f:{f.id}:show") for f in shown]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    head = canvas.t("flags.head", n=sum(not everyone[f.patient_id].is_test for f in found))
    more = _turn_page(canvas, "fp", page, has_more=(page + 1) * FLAG_PAGE < len(found))
    return Drawn(joined(head, *lines), (*rows, *more), is_protected=True)
