"""The caseload, one patient's card, and the questions behind its buttons."""

from functools import partial
from typing import TypeVar

from bot.chat.drawing.alerts import chart_of, reason_text, sessions_line
from bot.chat.drawing.canvas import Button, Canvas, Drawn, Picture, Rows, draws, fit, joined
from bot.chat.drawing.enrolment import DAY_SETS, TIMES, ZONES, city, shown_days
from bot.chat.drawing.leg_map import leg_line
from bot.chat.drawing.progress import card_lines
from bot.domain.people import OUTCOMES, Patient, PatientState
from bot.domain.schedule import local_date
from bot.pictures.chart import pain_chart
from bot.services import arrangements, caseload, cover, rounds, sessions
from bot.services.caseload import Glance
from bot.storage import flags
from bot.storage.values import days_text
from bot.texts import Markup, day, minute

PAGE = 8
FLAG_PAGE = 6
_BARS = "▁▁▂▂▃▄▅▅▆▇█"
_SIGNS = {
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
        Button(f"{_SIGNS[g.state]} {fit(g.patient.name, 20)}", f"t:{g.patient.id}:card")
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
        sign=_SIGNS[glance.state],
        name=glance.patient.name,
        test=_test_mark(canvas, glance.patient),
        bars=bars or "–",
        latest="–" if latest is None else latest,
        state=titles or canvas.t(f"state.{glance.state}"),
    )


def _test_mark(canvas: Canvas, patient: Patient) -> Markup:
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
            sign=_SIGNS[f.priority.value],
            name=everyone[f.patient_id].name,
            test=_test_mark(canvas, everyone[f.patient_id]),
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


@draws("card")
def card(canvas: Canvas) -> Drawn | None:
    """One patient at a glance, or one of the questions behind the card's buttons."""
    patient = canvas.patient()
    if not cover.may_see(canvas.clinic, canvas.reader, patient):
        return None
    view = canvas.params.get("view", "")
    if view in _VIEWS:
        return _VIEWS[view](canvas, patient)
    today = local_date(canvas.now, patient.zone)
    history = caseload.history(canvas.clinic, patient, today)
    picture = Picture(partial(pain_chart, chart_of(canvas, history))) if history.ratings else None
    lines = joined(sessions_line(canvas, history), leg_line(canvas, patient), by=" ")
    text = joined(_facts(canvas, patient), lines)
    return Drawn(text, _card_rows(canvas, patient), picture, is_protected=True)


def _facts(canvas: Canvas, patient: Patient) -> Markup:
    today = local_date(canvas.now, patient.zone)
    plan = sessions.plan_of(canvas.clinic, patient)
    waiting = [f for f in flags.open_of(canvas.db, patient.id) if f.is_waiting]
    state = caseload.state(patient, waiting, today)
    lines = [
        canvas.t(
            "card.head",
            sign=_SIGNS.get(state, "○"),
            name=patient.name,
            test=_test_mark(canvas, patient),
            state=canvas.t(f"state.{_card_state(patient, state)}"),
        ),
        canvas.t(
            "card.plan",
            plan=plan.name.say(canvas.language) if plan else patient.plan_id,
            version=patient.plan_version,
        ),
        *card_lines(canvas, patient),
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
    elif patient.is_current and rounds.keeps_exercises_back(canvas.clinic, patient):
        lines.append(canvas.t("card.signs_wait"))
    lines += [canvas.t("card.flag", reason=reason_text(canvas, f.reason)) for f in waiting]
    return joined(*lines, by="\n")


def _card_state(patient: Patient, state: str) -> str:
    return "discharged" if patient.state is PatientState.DISCHARGED else state


def _card_rows(canvas: Canvas, patient: Patient) -> Rows:
    def button(wording: str, action: str = "") -> Button:
        return canvas.button(f"card.button.{wording}", f"t:{patient.id}:{action or wording}")

    arrangement: Rows = ((button("time"), button("zone")), (button("days"), button("plan")))
    if patient.state is PatientState.INVITED:
        return (
            (button("new_link", "link"), button("withdraw")),
            *arrangement,
            (button("lang"),),
        )
    if patient.state is PatientState.DISCHARGED:
        return ()
    paused = patient.is_paused(local_date(canvas.now, patient.zone))
    write = canvas.button("button.write", f"t:{patient.id}:write", "primary")
    course = canvas.button("card.button.course", f"course:{patient.id}:show")
    is_active = patient.state is PatientState.ACTIVE
    rows: list[tuple[Button, ...]] = [
        (write, button("resume" if paused else "pause")) if is_active else (write,),
        (
            canvas.button("card.button.visit", f"vc:{patient.id}:show"),
            canvas.button("card.button.conditions", f"n:{patient.id}"),
        ),
        *arrangement,
        (course, button("lang")),
        (button("discharge"),),
        (button("link"),),
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


def _ask_zone(canvas: Canvas, patient: Patient) -> Drawn:
    own = canvas.clinic.settings.clinic_timezone
    zones = [own, *(z for z in ZONES if z != own)]
    buttons = [Button(city(z), f"t:{patient.id}:zone:{z}") for z in zones]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return _ask(canvas, patient, "zone", rows)


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
        canvas.button(f"language.{code}", f"t:{patient.id}:lang:{code}")
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
    """Why it is safe again: tapped here, or typed."""
    rows = tuple(
        (canvas.button(f"card.exercises.{why}", f"t:{patient.id}:exercises:{why}"),)
        for why in arrangements.RESUME_REASONS
    )
    return _ask(canvas, patient, "exercises", rows)


def _ask_not_them(canvas: Canvas, patient: Patient) -> Drawn:
    yes = canvas.button("card.notthem.yes", f"t:{patient.id}:notthem:yes", "danger")
    return _ask(canvas, patient, "notthem", ((yes,),))


_VIEWS = {
    "time": _ask_time,
    "zone": _ask_zone,
    "days": _ask_days,
    "plan": _ask_plan,
    "lang": _ask_lang,
    "pause": _ask_pause,
    "discharge": _ask_discharge,
    "exercises": _ask_exercises,
    "notthem": _ask_not_them,
}
