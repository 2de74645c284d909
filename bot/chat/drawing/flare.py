"""Flare mode in words and buttons, and the one question about a rating that stands out."""

from datetime import timedelta

from bot.chat.drawing.canvas import Button, Canvas, Drawn, draws, joined
from bot.domain.daily import Prompt
from bot.domain.flags import ComparedToUsual
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import flare
from bot.storage import compared, flares, prompts
from bot.texts import Markup, day, short_day


@draws("flare", for_patient=True)
def flare_message(canvas: Canvas) -> Drawn:
    """What the gentle days are, or how long they still last; one tap either way."""
    patient = canvas.patient()
    today = local_date(canvas.now, patient.zone)
    standing = flare.current(canvas.clinic, patient, today)
    if standing is not None:
        until = day(canvas.language, standing.ends_on)
        begins = day(canvas.language, standing.begins_on)
        is_on = standing.covers(today)
        key = "flare.on" if is_on else "flare.from_tomorrow"
        text = canvas.t(key, day=until, begins=begins)
        end = (canvas.button("flare.button.end", "fl:end"),)
        return Drawn(joined(text, canvas.t("flare.if_new")), (end,))
    if not flare.may_begin(canvas.clinic, patient, today):
        return Drawn(canvas.t("flare.not_now"))
    if canvas.params.get("view") == "ended":
        return Drawn(canvas.t("flare.ended"))
    begin = canvas.button("flare.button.begin", "fl:begin", "primary")
    return Drawn(joined(canvas.t("flare.what"), canvas.t("flare.if_new")), ((begin,),))


def flare_rows(canvas: Canvas, prompt: Prompt, patient: Patient) -> tuple[tuple[Button, ...], ...]:
    """Under a day's answer that has jumped: the gentle days, one tap away."""
    if not flare.is_jump(canvas.clinic, patient, prompt):
        return ()
    if not flare.may_begin(canvas.clinic, patient, prompt.local_date):
        return ()
    return ((canvas.button("flare.button.offer", "fl:ask"),),)


def flare_day_line(canvas: Canvas, prompt: Prompt, patient: Patient) -> Markup:
    """On the day's message: which of the gentle days it is, and the day on which they are over."""
    for one in flares.of_patient(canvas.db, patient.id):
        if one.covers(prompt.local_date):
            number = (prompt.local_date - one.begins_on).days + 1
            total = (one.ends_on - one.begins_on).days
            return canvas.t("flare.day", number=number, count=total)
        if prompt.local_date == one.ends_on:
            return canvas.t("flare.over")
    return Markup()


def flare_line(canvas: Canvas, patient: Patient) -> Markup:
    """For the therapist: how many flares so far, and the latest."""
    found = flares.of_patient(canvas.db, patient.id)
    if not found:
        return Markup()
    last = found[-1]
    days = [short_day(canvas.language, d) for d in (last.begins_on, last.ends_on - timedelta(1))]
    return canvas.t("flare.count", n=len(found), start=days[0], end=days[1])


@draws("compare", for_patient=True)
def compare_message(canvas: Canvas) -> Drawn:
    """The question right below the rating; once answered, what was said."""
    patient = canvas.patient()
    prompt = prompts.get(canvas.db, canvas.params["prompt"])
    said = compared.of_prompt(canvas.db, prompt.id)
    is_today = local_date(canvas.now, patient.zone) == prompt.local_date
    if said is None and not is_today:
        return Drawn(canvas.t("compare.closed"))
    if said is None:
        choices = tuple(
            (canvas.button(f"compare.{choice}", f"cmp:{prompt.id}:{choice}"),)
            for choice in ComparedToUsual
        )
        return Drawn(canvas.t("compare.question", pain=prompt.pain), choices)
    rows = flare_rows(canvas, prompt, patient) if said is ComparedToUsual.FLARE else ()
    answer = canvas.t(f"compare.said.{said}")
    return Drawn(answer, rows if is_today else ())
