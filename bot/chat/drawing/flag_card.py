"""The flag card: who, what and why in three lines, the picture, and everything to be done."""

from functools import partial

from bot.chat.drawing import alerts, emergency
from bot.chat.drawing.canvas import Button, Canvas, Drawn, Picture, Rows, draws, joined
from bot.chat.drawing.daily import worry_row
from bot.chat.drawing.flare import flare_line
from bot.chat.drawing.leg_map import leg_line
from bot.chat.drawing.screening import signs_line
from bot.domain.flags import Kind, Priority
from bot.domain.flags.baseline import frozen
from bot.domain.people import Patient, PatientState
from bot.domain.program.progress import step_back
from bot.domain.schedule import local_date
from bot.pictures.chart import pain_chart
from bot.services import alerting, caseload, progress, sessions
from bot.storage import flags, patients, proposals, raises, staff
from bot.storage.flags import Flag
from bot.texts import Markup, clock, day

PRIORITY_SIGN = {"high": "▲", "medium": "●", "low": "○"}
"""Plain marks, which every phone and browser can draw; the words beside them carry the meaning."""
SPANS = (caseload.CHART_DAYS, 60)
ABOUT_EXERCISES = frozenset(
    {
        Kind.SEVERE,
        Kind.WORSENING,
        Kind.SPREADING,
        Kind.EXERCISE_PAIN,
        Kind.BARRIER,
        Kind.NOT_IMPROVING,
    }
)
"""Flags after which going a step back in the plan may be the answer."""


@draws("flag")
def flag_card(canvas: Canvas) -> Drawn | None:
    flag = flags.find(canvas.db, canvas.params["flag"])
    if flag is None or _came_too_late(canvas, flag):
        return None
    patient = patients.get(canvas.db, flag.patient_id)
    is_silent = flag.priority is not Priority.HIGH and "rung" not in canvas.params
    if canvas.reader and canvas.reader.discreet and canvas.params.get("view") != "open":
        return _closed_card(canvas, flag, is_silent=is_silent)
    span = SPANS[1] if canvas.params.get("span") == SPANS[1] else SPANS[0]
    today = local_date(canvas.now, patient.zone)
    history = caseload.history(canvas.clinic, patient, today, span)
    text = joined(
        joined(_who_and_what(canvas, flag, patient), by="\n"),
        joined(
            alerts.sessions_line(canvas, history),
            flare_line(canvas, patient),
            leg_line(canvas, patient),
            by=" ",
        ),
        signs_line(canvas, flag),
        _rule_line(canvas, flag),
        _proposal_line(canvas, patient),
        joined(_what_became(canvas, flag), _verdict_line(canvas, flag), by="\n"),
    )
    # The flag's own baseline: a later one would not match the numbers of its reason.
    chart = alerts.chart_of(canvas, history, frozen(flag.evidence))
    picture = Picture(partial(pain_chart, chart), is_replacing="span" in canvas.params)
    return Drawn(
        text, _rows(canvas, flag, patient, span), picture, is_protected=True, is_silent=is_silent
    )


def _came_too_late(canvas: Canvas, flag: Flag) -> bool:
    """Held until working hours, and over before that: an alert about nothing."""
    is_first = canvas.entry.edits is None and canvas.entry.message_id is None
    return is_first and "view" not in canvas.params and flag.closed_at is not None


def _closed_card(canvas: Canvas, flag: Flag, *, is_silent: bool) -> Drawn:
    """For therapists who do not want names on a locked screen."""
    return Drawn(
        canvas.t("flag.discreet", sign=PRIORITY_SIGN[flag.priority.value]),
        ((canvas.button("button.open", f"f:{flag.id}:open", "primary"),),),
        is_silent=is_silent,
    )


def _who_and_what(canvas: Canvas, flag: Flag, patient: Patient) -> Markup:
    head = canvas.t(
        "flag.head",
        sign=PRIORITY_SIGN[flag.priority.value],
        name=patient.name,
        title=canvas.t(f"flag.{flag.kind.value}.title"),
        test=canvas.t("flag.test") if patient.is_test else "",
    )
    return joined(Markup(head.rstrip()), alerts.reason_text(canvas, flag.reason), by="\n")


def _rule_line(canvas: Canvas, flag: Flag) -> Markup:
    """Which rule it was, and how often that one cries wolf."""
    key = f"rule.{flag.rule}"
    if flag.kind is Kind.RED_FLAG or not canvas.texts.has(canvas.language, key):
        return Markup()
    rule = canvas.t("flag.rule", rule=canvas.t(key))
    rate = flag.evidence.get("false_per_month")
    if not isinstance(rate, int | float) or rate <= 0:
        return rule
    months = max(1, round(1 / rate))
    return joined(rule, canvas.t("flag.rule.false_alarms", months=months, n=months), by=" ")


def _proposal_line(canvas: Canvas, patient: Patient) -> Markup:
    """What the plan proposes, while that is still to be decided."""
    made = next(iter(proposals.open_of(canvas.db, patient.id)), None)
    if made is None or not progress.is_open(canvas.clinic, patient, made):
        return Markup()
    why = canvas.t(made.proposal.reason, **dict(made.proposal.params))
    what = canvas.t(f"flag.proposal.{made.proposal.direction}")
    return canvas.t("flag.proposal", what=what, why=why)


def _what_became(canvas: Canvas, flag: Flag) -> Markup:
    if flag.acknowledged_at is not None and flag.acknowledged_by is not None:
        by = staff.get(canvas.db, flag.acknowledged_by)
        zone = (canvas.reader or by).zone
        return canvas.t("flag.seen_by", name=by.name, time=clock(flag.acknowledged_at, zone))
    if flag.closed_at is not None:
        return canvas.t("flag.closed")
    if "rung" in canvas.params:
        since = clock(
            flags.updated_at(canvas.db, flag.id),
            (canvas.reader or patients.get(canvas.db, flag.patient_id)).zone,
        )
        return canvas.t("flag.unseen_since", count=canvas.params["rung"] + 1, time=since)
    return canvas.t("flag.again") if flag.raise_count > 1 else Markup()


def _verdict_line(canvas: Canvas, flag: Flag) -> Markup:
    raised = raises.of_flag(canvas.db, flag)
    if raised is None or raised.is_right is None:
        return Markup()
    verdict = canvas.t("flag.was_right" if raised.is_right else "flag.was_false")
    return canvas.t("flag.verdict", verdict=verdict, word=raised.word or "–")


def _rows(canvas: Canvas, flag: Flag, patient: Patient, span: int) -> Rows:
    def button(wording: str, action: str) -> Button:
        return canvas.button(wording, f"f:{flag.id}:{action}")

    write = button("button.write", "write")
    seen = canvas.button("button.seen", f"f:{flag.id}:seen", "primary")
    days = next(days for days in SPANS if days != span)
    zoom = canvas.button("flag.button.days", f"f:{flag.id}:{days}", n=days)
    rows = [
        (seen, write) if flag.is_waiting else (write,),
        _plan_buttons(canvas, flag, patient),
        (*_question_button(canvas, flag, patient), zoom),
        _verdict_buttons(canvas, flag),
        (canvas.button("button.card", f"t:{patient.id}:card"),),
    ]
    return tuple(row for row in rows if row)


def _plan_buttons(canvas: Canvas, flag: Flag, patient: Patient) -> tuple[Button, ...]:
    if patient.exercises_stopped_at is not None:
        return (canvas.button("button.resume_exercises", f"t:{patient.id}:exercises"),)
    is_away = patient.is_paused(local_date(canvas.now, patient.zone))
    if patient.state is not PatientState.ACTIVE or is_away:
        return ()
    pause = canvas.button("button.pause_plan", f"f:{flag.id}:pause")
    plan = sessions.plan_of(canvas.clinic, patient)
    if flag.kind not in ABOUT_EXERCISES or plan is None:
        return (pause,)
    here = progress.position(plan, patient)
    if step_back(plan, here) == here:
        return (pause,)
    # The place is named, so that a second tap on an old card takes no second step.
    data = f"f:{flag.id}:back-{here.phase}-{here.step}"
    return canvas.button("flag.button.back", data), pause


def _question_button(canvas: Canvas, flag: Flag, patient: Patient) -> tuple[Button, ...]:
    if flag.kind is Kind.RED_FLAG or patient.state is not PatientState.ACTIVE:
        return ()
    return (canvas.button("flag.button.ask", f"f:{flag.id}:ask"),)


def _verdict_buttons(canvas: Canvas, flag: Flag) -> tuple[Button, ...]:
    raised = raises.of_flag(canvas.db, flag)
    if raised is None or flag.kind is Kind.SILENCE:
        return ()
    right = canvas.button("flag.button.right", f"f:{flag.id}:right")
    wrong = canvas.button("flag.button.false", f"f:{flag.id}:false")
    if raised.is_right is None:
        return right, wrong
    word = canvas.button("flag.button.word", f"f:{flag.id}:word")
    return wrong if raised.is_right else right, word


@draws("told_later", for_patient=True)
def told_later(canvas: Canvas) -> Drawn:
    """The same as at once, but honest about when the therapist gets it: in working hours."""
    patient = canvas.patient()
    flag = flags.get(canvas.db, canvas.params["flag"])
    usual = frozen(flag.evidence)
    when = alerting.first_told(canvas.clinic, patient, flag, flags.updated_at(canvas.db, flag.id))
    wall = when.astimezone(patient.zone)
    return Drawn(
        joined(
            canvas.t(
                "told_later.above" if usual else "told_later.high",
                pain=canvas.params["pain"],
                usual=f"{usual.usual:g}" if usual else "",
            ),
            canvas.t(
                "told_later.when",
                therapist=emergency.therapist_name(canvas, patient),
                day=day(canvas.language, wall.date()),
                time=clock(when, patient.zone),
            ),
            canvas.t("told.do_not_wait", number=canvas.clinic.settings.emergency_number),
            emergency.emergency_lines(canvas),
            emergency.clinic_line(canvas),
        ),
        (worry_row(canvas),),
    )
