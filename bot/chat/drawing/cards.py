"""One patient's card."""

from functools import partial

from bot.chat.drawing.alerts import chart_of, reason_text, sessions_line
from bot.chat.drawing.canvas import Button, Canvas, Drawn, Picture, Rows, draws, joined
from bot.chat.drawing.card_questions import VIEWS
from bot.chat.drawing.caseload import SIGNS, test_mark
from bot.chat.drawing.enrolment import shown_days
from bot.chat.drawing.leg_map import leg_line
from bot.chat.drawing.progress import card_lines
from bot.domain.people import Patient, PatientState
from bot.domain.schedule import local_date
from bot.pictures.chart import pain_chart
from bot.services import arrangements, caseload, cover, rounds, sessions
from bot.storage import flags
from bot.storage.values import days_text
from bot.texts import Markup, day, minute


@draws("card")
def card(canvas: Canvas) -> Drawn | None:
    """One patient at a glance, or one of the questions behind the card's buttons."""
    patient = canvas.patient()
    if not cover.may_see(canvas.clinic, canvas.reader, patient):
        return None
    view = canvas.params.get("view", "")
    if view in VIEWS:
        return VIEWS[view](canvas, patient)
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
            sign=SIGNS.get(state, "○"),
            name=patient.name,
            test=test_mark(canvas, patient),
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
    if arrangements.may_start_exercises(canvas.clinic, patient):
        is_first = patient.exercises_stopped_at is None
        rows.insert(0, (button("begin" if is_first else "exercises", "exercises"),))
    return tuple(rows)
