"""What patients can change themselves, as questions with buttons; typing works for each."""

from datetime import timedelta

from bot.chat.drawing.canvas import Button, Canvas, Drawn, draws
from bot.chat.drawing.emergency import therapist_name
from bot.chat.drawing.enrolment import TIMES, ZONES
from bot.chat.drawing.joining import consent_body
from bot.domain.schedule import local_date
from bot.texts import Markup, day, minute

PAUSES = (3, 7, 14)


@draws("ask_time", for_patient=True)
def ask_time(canvas: Canvas) -> Drawn:
    patient = canvas.patient()
    if canvas.params.get("view") == "done":
        return Drawn(_next(canvas, "settings.time.done"))
    buttons = [Button(minute(m), f"s:time:{m}") for m in TIMES]
    question = canvas.t("settings.time.question", time=minute(patient.prompt_minute))
    zone = canvas.button("setup.zone", "s:zone")
    return Drawn(question, (tuple(buttons[:3]), tuple(buttons[3:]), (zone, _cancel(canvas))))


@draws("ask_zone", for_patient=True)
def ask_zone(canvas: Canvas) -> Drawn:
    patient = canvas.patient()
    if canvas.params.get("view") == "done":
        return Drawn(_next(canvas, "settings.zone.done"))
    zones = [patient.timezone, *(z for z in ZONES if z != patient.timezone)]
    buttons = [Button(_city(z), f"s:zone:{z}") for z in zones]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    question = canvas.t(
        "settings.zone.question",
        zone=_city(patient.timezone),
        now=f"{canvas.now.astimezone(patient.zone):%H:%M}",
    )
    return Drawn(question, (*rows, (_cancel(canvas),)))


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _next(canvas: Canvas, key: str) -> Markup:
    patient = canvas.patient()
    when = patient.next_due_date
    return canvas.t(
        key,
        time=minute(patient.prompt_minute),
        zone=_city(patient.timezone),
        day=day(canvas.language, when) if when else "",
    )


def _cancel(canvas: Canvas) -> Button:
    return canvas.button("button.cancel", "s:cancel")


@draws("ask_language", for_patient=True)
def ask_language(canvas: Canvas) -> Drawn:
    if canvas.params.get("view") == "done":
        return Drawn(canvas.t("settings.language.done"))
    buttons = tuple(
        Button(canvas.texts.plain(code, "language.own_name"), f"s:lang:{code}")
        for code in canvas.texts.languages
    )
    return Drawn(canvas.t("settings.language.question"), (buttons, (_cancel(canvas),)))


@draws("ask_pause", for_patient=True)
def ask_pause(canvas: Canvas) -> Drawn:
    patient = canvas.patient()
    if canvas.params.get("view") == "done" and patient.paused_until is not None:
        return Drawn(
            canvas.t("settings.pause.done", day=day(canvas.language, patient.paused_until)),
            ((canvas.button("button.resume", "s:resume"),),),
        )
    today = local_date(canvas.now, patient.zone)
    buttons = tuple(
        canvas.button("settings.pause.days", f"s:pause:{today + timedelta(days=n)}", n=n)
        for n in PAUSES
    )
    return Drawn(canvas.t("settings.pause.question"), (buttons, (_cancel(canvas),)))


@draws("ask_stop", for_patient=True)
def ask_stop(canvas: Canvas) -> Drawn:
    if canvas.params.get("view") == "done":
        return Drawn(
            canvas.t("settings.stop.done"), ((canvas.button("button.resume", "s:resume"),),)
        )
    therapist = therapist_name(canvas, canvas.patient())
    return Drawn(
        canvas.t("settings.stop.question", therapist=therapist),
        (
            (canvas.button("settings.stop.yes", "s:stop:yes", "danger"),),
            (canvas.button("settings.stop.pause", "s:pause"), _cancel(canvas)),
        ),
    )


@draws("resumed", for_patient=True)
def resumed(canvas: Canvas) -> Drawn:
    return Drawn(_next(canvas, "settings.resumed"))


@draws("cancelled", for_patient=True)
def cancelled(canvas: Canvas) -> Drawn:
    return Drawn(canvas.t("settings.cancelled"))


@draws("privacy")
def privacy(canvas: Canvas) -> Drawn:
    """In plain words, to anybody who asks."""
    settings = canvas.clinic.settings
    name = canvas.t("privacy.your_therapist")
    head = canvas.t("consent.head", clinic=settings.clinic_name)
    return Drawn(canvas.t("privacy.whole", head=head, body=consent_body(canvas, name)))


@draws("help", for_patient=True)
def help_patient(canvas: Canvas) -> Drawn:
    settings = canvas.clinic.settings
    return Drawn(
        canvas.t(
            "help.patient",
            clinic=settings.clinic_name,
            phone=settings.clinic_phone,
            number=settings.emergency_number,
        ),
        ((canvas.button("button.worry", "w", "danger"),),),
    )


@draws("exercises_resumed", for_patient=True)
@draws("discharged", for_patient=True)
@draws("removed", for_patient=True)
def plain_news(canvas: Canvas) -> Drawn:
    """News of a change that the therapist made."""
    patient = canvas.patient()
    settings = canvas.clinic.settings
    return Drawn(
        canvas.t(
            f"news.{canvas.entry.kind}",
            name=patient.name,
            therapist=therapist_name(canvas, patient),
            clinic=settings.clinic_name,
            phone=settings.clinic_phone,
        )
    )
