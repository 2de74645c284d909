"""The day's message: what to do, the rating, and what was answered."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

from bot.chat.drawing.canvas import Button, Canvas, Drawn, Picture, Rows, Style, draws, joined
from bot.chat.drawing.flare import flare_day_line, flare_rows
from bot.chat.drawing.tips import tip_line
from bot.domain.daily import Acceptance, Later, Prompt, SessionResult, acceptance
from bot.domain.people import Patient
from bot.domain.program.dose_text import dose_text
from bot.domain.program.session import Prescribed, minutes
from bot.domain.schedule import local_date
from bot.pictures.overview import overview
from bot.services import caseload, rounds, sessions
from bot.storage import guided, outbox, prompts
from bot.texts import Markup, clock, day


@draws("prompt", for_patient=True)
def prompt_message(canvas: Canvas) -> Drawn | None:
    return _day_message(canvas)


@draws("later", for_patient=True)
def later_message(canvas: Canvas) -> Drawn | None:
    return _day_message(canvas)


@draws("nudge", for_patient=True)
def nudge_message(canvas: Canvas) -> Drawn | None:
    """Only the number is asked for; once it is there the nudge shows it like any other answer."""
    prompt, patient = _subjects(canvas)
    if prompt.is_answered or canvas.params.get("view") == "dismissed":
        return Drawn(_answer_line(canvas, prompt, patient) or canvas.t("nudge.dismissed"))
    if acceptance(prompt, local_date(canvas.now, patient.zone)) is Acceptance.CLOSED:
        return Drawn(canvas.t("prompt.closed", day=day(canvas.language, prompt.local_date)))
    close = (canvas.button("button.not_today", f"x:{prompt.id}"),)
    return Drawn(canvas.t("nudge.text"), (*rating_rows(prompt.id), close))


def _subjects(canvas: Canvas) -> tuple[Prompt, Patient]:
    prompt = prompts.get(canvas.db, canvas.params["prompt"])
    return prompt, canvas.patient()


def _day_message(canvas: Canvas) -> Drawn | None:
    prompt, patient = _subjects(canvas)
    state = acceptance(prompt, local_date(canvas.now, patient.zone))
    if state is Acceptance.CLOSED and not prompt.is_answered:
        closed = canvas.t("prompt.closed", day=day(canvas.language, prompt.local_date))
        return Drawn(closed, (worry_row(canvas),))
    items = sessions.of_prompt(prompt) if patient.exercises_stopped_at is None else ()
    readable = sessions.readable(canvas.clinic, patient)
    shown = [item for item in items if item.exercise in readable]
    text = joined(
        _greeting(canvas, prompt, patient, shown),
        flare_day_line(canvas, prompt, patient) if patient.exercises_stopped_at is None else "",
        _exercise_lines(canvas, shown) or _old_picture_line(canvas),
        _stop_rule(canvas, patient) if items else "",
        tip_line(canvas, patient, prompt),
        _result_line(canvas, prompt),
        _answer_line(canvas, prompt, patient) or canvas.t("prompt.question"),
    )
    rows = _rows(canvas, prompt, patient, items, is_today=state is Acceptance.OPEN)
    picture = _overview(canvas, shown) if shown else None
    return Drawn(text, rows, picture)


def _greeting(
    canvas: Canvas, prompt: Prompt, patient: Patient, items: Sequence[Prescribed]
) -> Markup:
    if prompt.is_first:
        return canvas.t("prompt.first", name=patient.name)
    if patient.exercises_stopped_at is not None:
        return canvas.t("prompt.exercises_stopped", name=patient.name)
    hour = (prompt.sent_at or canvas.now).astimezone(patient.zone).hour
    part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    hello = canvas.t(f"prompt.hello.{part}", name=patient.name)
    if not items:
        is_waiting = rounds.keeps_exercises_back(canvas.clinic, patient)
        return canvas.t("prompt.awaits_signs" if is_waiting else "prompt.rest", hello=hello)
    moves = canvas.t("prompt.moves", n=len(items))
    return canvas.t("prompt.today", hello=hello, moves=moves, minutes=minutes(items))


def _exercise_lines(canvas: Canvas, items: Sequence[Prescribed]) -> Markup:
    exercises = canvas.clinic.programme.exercises
    lines = [
        canvas.t(
            "prompt.line",
            number=number,
            name=exercises[item.exercise].name.say(canvas.language),
            dose=dose_text(canvas.texts.plain, canvas.language, item),
        )
        for number, item in enumerate(items, 1)
    ]
    return joined(*lines, by="\n")


def _stop_rule(canvas: Canvas, patient: Patient) -> Markup:
    plan = sessions.plan_of(canvas.clinic, patient)
    return (
        canvas.t("prompt.stop_rule", rule=plan.stop_rule.say(canvas.language)) if plan else Markup()
    )


def _old_picture_line(canvas: Canvas) -> Markup:
    """An edit cannot take away the picture of exercises that are no longer for today."""
    original = outbox.find(canvas.db, canvas.entry.edits) if canvas.entry.edits else None
    return canvas.t("prompt.old_picture") if original and original.has_media else Markup()


def _result_line(canvas: Canvas, prompt: Prompt) -> Markup:
    walk = guided.find(canvas.db, prompt.id)
    if prompt.session_result is SessionResult.PARTLY and walk is not None and walk.done:
        count = len(sessions.of_prompt(prompt))
        return canvas.t("session.counted", done=walk.done, count=count)
    if prompt.session_result is not None:
        return canvas.t(f"session.{prompt.session_result}")
    if prompt.later_until is not None:
        patient = canvas.patient()
        return canvas.t("session.later", time=clock(prompt.later_until, patient.zone))
    return Markup()


def _answer_line(canvas: Canvas, prompt: Prompt, patient: Patient) -> Markup | None:
    """ "Saved: 4 of 10. Yesterday 5, usually 4." """
    if prompt.pain is None or canvas.params.get("view") == "change":
        return None
    parts = [canvas.t("answer.saved", pain=prompt.pain)]
    before = prompts.of_day(canvas.db, patient.id, prompt.local_date - timedelta(days=1))
    if before is not None and before.pain is not None:
        parts.append(canvas.t("answer.yesterday", pain=before.pain))
    usual = caseload.usual(canvas.clinic, patient, prompt.local_date)
    if usual is not None and usual.reports >= 3:
        parts.append(canvas.t("answer.usual", usual=f"{usual.usual:g}"))
    return joined(*parts, by=" ")


def rating_rows(prompt_id: int) -> Rows:
    """0 to 5 and 6 to 10; the number is the meaning, the colour only a second cue."""

    def number(pain: int) -> Button:
        style: Style | None = "success" if pain <= 3 else "danger" if pain >= 7 else None
        return Button(str(pain), f"p:{prompt_id}:{pain}", style)

    return tuple(number(n) for n in range(6)), tuple(number(n) for n in range(6, 11))


def worry_row(canvas: Canvas) -> tuple[Button, ...]:
    return (canvas.button("button.worry", "w", "danger"),)


def _rows(
    canvas: Canvas, prompt: Prompt, patient: Patient, items: Sequence[Prescribed], *, is_today: bool
) -> Rows:
    view = canvas.params.get("view")
    if view == "reason" and is_today:
        return _reason_rows(canvas, prompt)
    if view == "later" and is_today:
        return _later_rows(canvas, prompt, patient)
    rows: list[tuple[Button, ...]] = []
    changes: list[Button] = []
    if prompt.pain is None or (view == "change" and is_today):
        rows += rating_rows(prompt.id)
    elif is_today:
        changes.append(canvas.button("button.change", f"c:{prompt.id}"))
    if items and is_today and prompt.session_result is None:
        rows += _session_rows(canvas, prompt)
    elif items and is_today:
        if _may_continue(canvas, prompt, len(items)):
            rows.append((canvas.button("button.continue", f"h:{prompt.id}", "primary"),))
        changes.append(canvas.button("button.change_session", f"d:{prompt.id}:again"))
    if changes:
        rows.append(tuple(changes))
    if is_today:
        rows += _further_rows(canvas, prompt, patient)
    return (*rows, worry_row(canvas))


def _further_rows(canvas: Canvas, prompt: Prompt, patient: Patient) -> Rows:
    if rounds.keeps_exercises_back(canvas.clinic, patient):
        return ((canvas.button("prompt.answer_signs", "fv:signs", "primary"),),)
    return flare_rows(canvas, prompt, patient)


def _may_continue(canvas: Canvas, prompt: Prompt, count: int) -> bool:
    """A session led through in part, and not called done by hand."""
    walk = guided.find(canvas.db, prompt.id)
    is_partly = prompt.session_result is SessionResult.PARTLY
    return is_partly and walk is not None and walk.position < count


def _session_rows(canvas: Canvas, prompt: Prompt) -> Rows:
    begin = "button.continue" if guided.find(canvas.db, prompt.id) else "button.how"
    return (
        (
            canvas.button(begin, f"h:{prompt.id}", "primary"),
            canvas.button("button.done", f"d:{prompt.id}:{SessionResult.DONE}"),
        ),
        (
            canvas.button("button.partly", f"d:{prompt.id}:{SessionResult.PARTLY}"),
            canvas.button("button.could_not", f"d:{prompt.id}:{SessionResult.COULD_NOT}"),
            canvas.button("button.later", f"l:{prompt.id}:menu"),
        ),
    )


def _reason_rows(canvas: Canvas, prompt: Prompt) -> Rows:
    reasons = [canvas.button(f"reason.{r}", f"r:{prompt.id}:{r}") for r in sessions.REASONS]
    back = (canvas.button("button.back", f"d:{prompt.id}:back"),)
    return (tuple(reasons[:2]), tuple(reasons[2:4]), tuple(reasons[4:]), back)


def _later_rows(canvas: Canvas, prompt: Prompt, patient: Patient) -> Rows:
    """Only the choices that are still on this day."""
    choices = tuple(
        canvas.button(f"later.{choice.name.lower()}", f"l:{prompt.id}:{choice}")
        for choice in Later
        if sessions.later_instant(choice, patient, canvas.now) is not None
    )
    back = (canvas.button("button.back", f"d:{prompt.id}:back"),)
    return (choices, back) if choices else (back,)


def _overview(canvas: Canvas, items: Sequence[Prescribed]) -> Picture | None:
    folder = canvas.clinic.settings.programs_dir / "figures"
    stills = [folder / f"{item.exercise}.png" for item in items]
    if not all(still.exists() for still in stills):
        return None
    digest = sha256(b"".join(_still_digest(still) for still in stills)).hexdigest()
    return Picture(partial(overview, stills), f"overview:{digest}", is_replacing=True)


def _still_digest(still: Path) -> bytes:
    return sha256(still.read_bytes()).digest()
