"""The caseload, one patient's card, and the questions behind its buttons."""

from functools import partial

from bot.chat.drawing.alerts import chart_of, reason_text, sessions_line
from bot.chat.drawing.canvas import Button, Canvas, Drawn, Picture, Rows, draws, joined
from bot.chat.drawing.enrolment import DAY_SETS, TIMES, shown_days
from bot.domain.people import OUTCOMES, Patient, PatientState
from bot.domain.schedule import local_date
from bot.pictures.chart import pain_chart
from bot.services import caseload, sessions
from bot.services.caseload import Glance
from bot.storage import flags
from bot.storage.values import days_text
from bot.texts import Markup, day, minute

PAGE = 8
_BARS = "▁▁▂▂▃▄▅▅▆▇█"
_SIGNS = {
    "high": "🔴",
    "medium": "🟠",
    "low": "🔵",
    "exercises_stopped": "⏹",
    "unreachable": "✉️",
    "well": "🟢",
    "paused": "⏸",
    "stopped": "⏸",
    "invited": "⏳",
}


@draws("patients")
def patients_list(canvas: Canvas) -> Drawn:
    assert canvas.reader is not None  # noqa: S101 - only staff is sent this
    lines = caseload.caseload(canvas.clinic, canvas.reader, canvas.now)
    if not lines:
        return Drawn(canvas.t("patients.none"))
    page = min(canvas.params.get("page", 0), (len(lines) - 1) // PAGE)
    shown = lines[page * PAGE : (page + 1) * PAGE]
    text = joined(
        canvas.t("patients.head", n=len(lines)),
        joined(*(_line(canvas, line) for line in shown), by="\n"),
    )
    names = [Button(f"{_SIGNS[g.state]} {g.patient.name}", f"t:{g.patient.id}:card") for g in shown]
    rows = [tuple(names[i : i + 2]) for i in range(0, len(names), 2)]
    return Drawn(text, (*rows, *_pages(canvas, page, len(lines))), is_protected=True)


def _line(canvas: Canvas, glance: Glance) -> Markup:
    bars = "".join("·" if p is None else _BARS[p] for p in glance.pains)
    latest = next((p for p in reversed(glance.pains) if p is not None), None)
    titles = ", ".join(canvas.t(f"flag.{f.kind.value}.title") for f in glance.waiting)
    return canvas.t(
        "patients.line",
        sign=_SIGNS[glance.state],
        name=glance.patient.name,
        test=canvas.t("flag.test") if glance.patient.is_test else "",
        bars=bars or "–",
        latest="–" if latest is None else latest,
        state=titles or canvas.t(f"state.{glance.state}"),
    )


def _pages(canvas: Canvas, page: int, count: int) -> Rows:
    buttons = []
    if page > 0:
        buttons.append(canvas.button("button.previous", f"g:{page - 1}"))
    if (page + 1) * PAGE < count:
        buttons.append(canvas.button("button.next", f"g:{page + 1}"))
    return (tuple(buttons),) if buttons else ()


@draws("flags")
def flags_list(canvas: Canvas) -> Drawn:
    assert canvas.reader is not None  # noqa: S101 - only staff is sent this
    reader = canvas.reader
    found = flags.waiting(canvas.db, None if reader.is_admin else reader.id)
    everyone = {
        g.patient.id: g.patient for g in caseload.caseload(canvas.clinic, reader, canvas.now)
    }
    seen = [f for f in found if f.patient_id in everyone]
    if not seen:
        return Drawn(canvas.t("flags.none"))
    lines = [
        canvas.t(
            "flags.line",
            sign=_SIGNS[f.priority.value],
            name=everyone[f.patient_id].name,
            title=canvas.t(f"flag.{f.kind.value}.title"),
            reason=reason_text(canvas, f.reason),
            day=day(canvas.language, f.raised_on),
        )
        for f in seen[:12]
    ]
    buttons = [Button(everyone[f.patient_id].name, f"f:{f.id}:show") for f in seen[:12]]
    rows = tuple(tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3))
    head = canvas.t("flags.head", n=len(seen))
    return Drawn(joined(head, *lines), rows, is_protected=True)


@draws("card")
def card(canvas: Canvas) -> Drawn | None:
    """One patient at a glance, or one of the questions behind the card's buttons."""
    patient = canvas.patient()
    if canvas.reader is None or not _may_read(canvas, patient):
        return None
    view = canvas.params.get("view", "")
    if view in _VIEWS:
        return _VIEWS[view](canvas, patient)
    today = local_date(canvas.now, patient.zone)
    history = caseload.history(canvas.clinic, patient, today)
    picture = Picture(partial(pain_chart, chart_of(canvas, history))) if history.ratings else None
    rows = (
        _closed_rows() if patient.state is PatientState.DISCHARGED else _card_rows(canvas, patient)
    )
    text = joined(_facts(canvas, patient), sessions_line(canvas, history))
    return Drawn(text, rows, picture, is_protected=True)


def _may_read(canvas: Canvas, patient: Patient) -> bool:
    reader = canvas.reader
    return reader is not None and (reader.is_admin or reader.id == patient.therapist_id)


def _facts(canvas: Canvas, patient: Patient) -> Markup:
    today = local_date(canvas.now, patient.zone)
    plan = sessions.plan_of(canvas.clinic, patient)
    waiting = [f for f in flags.open_of(canvas.db, patient.id) if f.is_waiting]
    state = caseload.state(patient, waiting, today)
    lines = [
        canvas.t(
            "card.head",
            sign=_SIGNS.get(state, "⚪"),
            name=patient.name,
            test=canvas.t("flag.test") if patient.is_test else "",
            state=canvas.t(f"state.{_card_state(patient, state)}"),
        ),
        canvas.t(
            "card.plan",
            plan=plan.name.say(canvas.language) if plan else patient.plan_id,
            version=patient.plan_version,
        ),
        canvas.t(
            "card.when",
            time=minute(patient.prompt_minute),
            zone=patient.timezone,
            days=shown_days(canvas, days_text(patient.training_days)),
            language=canvas.t(f"language.{patient.language}"),
        ),
    ]
    if patient.is_paused(today) and patient.paused_until is not None:
        lines.append(canvas.t("card.paused", day=day(canvas.language, patient.paused_until)))
    if patient.exercises_stopped_at is not None:
        lines.append(canvas.t("card.exercises_stopped"))
    lines += [canvas.t("card.flag", reason=reason_text(canvas, f.reason)) for f in waiting]
    return joined(*lines, by="\n")


def _card_state(patient: Patient, state: str) -> str:
    return "discharged" if patient.state is PatientState.DISCHARGED else state


def _closed_rows() -> Rows:
    return ()


def _card_rows(canvas: Canvas, patient: Patient) -> Rows:
    def button(action: str) -> Button:
        return canvas.button(f"card.button.{action}", f"t:{patient.id}:{action}")

    if patient.state is PatientState.INVITED:
        return (
            (button("link"), button("withdraw")),
            (button("time"), button("days")),
            (button("plan"), button("lang")),
        )
    paused = patient.is_paused(local_date(canvas.now, patient.zone))
    rows: list[tuple[Button, ...]] = [
        (
            canvas.button("button.write", f"t:{patient.id}:write", "primary"),
            button("resume" if paused else "pause"),
        ),
        (button("time"), button("days")),
        (button("plan"), button("lang")),
        (button("link"), button("discharge")),
    ]
    if patient.exercises_stopped_at is not None:
        rows.insert(0, (button("exercises"),))
    return tuple(rows)


def _ask(canvas: Canvas, patient: Patient, view: str, rows: Rows) -> Drawn:
    back = (canvas.button("button.back", f"t:{patient.id}:card"),)
    return Drawn(canvas.t(f"card.ask.{view}", name=patient.name), (*rows, back), is_protected=True)


def _ask_time(canvas: Canvas, patient: Patient) -> Drawn:
    buttons = [Button(minute(m), f"t:{patient.id}:time:{m}") for m in TIMES]
    return _ask(canvas, patient, "time", (tuple(buttons[:3]), tuple(buttons[3:])))


def _ask_days(canvas: Canvas, patient: Patient) -> Drawn:
    rows = tuple((Button(shown_days(canvas, d), f"t:{patient.id}:days:{d}"),) for d in DAY_SETS)
    return _ask(canvas, patient, "days", rows)


def _ask_plan(canvas: Canvas, patient: Patient) -> Drawn:
    plans = canvas.clinic.programme.plans.values()
    rows = tuple(
        (Button(p.name.say(canvas.language), f"t:{patient.id}:plan:{p.id}"),) for p in plans
    )
    return _ask(canvas, patient, "plan", rows)


def _ask_lang(canvas: Canvas, patient: Patient) -> Drawn:
    row = tuple(
        Button(canvas.t(f"language.{code}"), f"t:{patient.id}:lang:{code}")
        for code in canvas.texts.languages
    )
    return _ask(canvas, patient, "lang", (row,))


def _ask_pause(canvas: Canvas, patient: Patient) -> Drawn:
    row = tuple(
        canvas.button("settings.pause.days", f"t:{patient.id}:pause:{n}", n=n) for n in (3, 7, 14)
    )
    return _ask(canvas, patient, "pause", (row,))


def _ask_discharge(canvas: Canvas, patient: Patient) -> Drawn:
    buttons = [canvas.button(f"outcome.{o}", f"t:{patient.id}:discharge:{o}") for o in OUTCOMES]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return _ask(canvas, patient, "discharge", rows)


def _ask_exercises(canvas: Canvas, patient: Patient) -> Drawn:
    yes = canvas.button("card.exercises.yes", f"t:{patient.id}:exercises:yes", "primary")
    return _ask(canvas, patient, "exercises", ((yes,),))


def _ask_not_them(canvas: Canvas, patient: Patient) -> Drawn:
    yes = canvas.button("card.notthem.yes", f"t:{patient.id}:notthem:yes", "danger")
    return _ask(canvas, patient, "notthem", ((yes,),))


_VIEWS = {
    "time": _ask_time,
    "days": _ask_days,
    "plan": _ask_plan,
    "lang": _ask_lang,
    "pause": _ask_pause,
    "discharge": _ask_discharge,
    "exercises": _ask_exercises,
    "notthem": _ask_not_them,
}
