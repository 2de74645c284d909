"""The patient's side of enrolment: is that you, what is kept, when shall we start."""

from bot.chat.drawing.canvas import Canvas, Drawn, Rows, draws, joined
from bot.chat.drawing.emergency import therapist_name
from bot.chat.drawing.enrolment import city, shown_days
from bot.services import sessions, staffing
from bot.storage.values import days_text
from bot.texts import day, minute


@draws("invite_ask")
def invite_ask(canvas: Canvas) -> Drawn:
    token = canvas.params["token"]
    text = canvas.t(
        "join.ask", name=canvas.patient().name, clinic=canvas.clinic.settings.clinic_name
    )
    return Drawn(text, _yes_no(canvas, "join.me", f"j:{token}:y", "join.not_me", f"j:{token}:n"))


def _yes_no(canvas: Canvas, yes: str, yes_data: str, no: str, no_data: str) -> Rows:
    return ((canvas.button(yes, yes_data, "primary"), canvas.button(no, no_data)),)


@draws("invite_consent")
def invite_consent(canvas: Canvas) -> Drawn:
    """Who the clinic is, what is kept, who reads it, and what this chat cannot be."""
    token = canvas.params["token"]
    return Drawn(
        joined(
            canvas.t("consent.head", clinic=canvas.clinic.settings.clinic_name),
            consent_body(canvas, therapist_name(canvas, canvas.patient())),
            canvas.t("consent.choice"),
        ),
        _yes_no(canvas, "join.agree", f"k:{token}:y", "join.decline", f"k:{token}:n"),
    )


def consent_body(canvas: Canvas, therapist: str) -> str:
    settings = canvas.clinic.settings
    readers = "consent.readers_solo" if staffing.is_solo(canvas.clinic) else "consent.readers"
    return joined(
        canvas.t("consent.kept"),
        canvas.t(readers, therapist=therapist, clinic=settings.clinic_name),
        canvas.t("consent.not_secret"),
        canvas.t("consent.not_watched", number=settings.emergency_number),
        canvas.t("consent.contact", contact=settings.privacy_contact),
    )


@draws("setup", for_patient=True)
def setup(canvas: Canvas) -> Drawn | None:
    """The time and zone to be confirmed; changed ones are shown at once."""
    patient = canvas.patient()
    if patient.next_due_date is None:
        return None
    text = canvas.t(
        "setup.question",
        name=patient.name,
        therapist=therapist_name(canvas, patient),
        time=minute(patient.prompt_minute),
        zone=patient.timezone.replace("_", " "),
        now=f"{canvas.now.astimezone(patient.zone):%H:%M}",
        day=day(canvas.language, patient.next_due_date),
    )
    if canvas.params.get("view") == "done":
        return Drawn(
            canvas.t(
                "setup.done",
                time=minute(patient.prompt_minute),
                day=day(canvas.language, patient.next_due_date),
            )
        )
    return Drawn(
        text,
        (
            (canvas.button("setup.yes", "y:ok", "primary"),),
            (canvas.button("setup.time", "s:time"), canvas.button("setup.zone", "s:zone")),
        ),
    )


@draws("arranged", for_patient=True)
def arranged(canvas: Canvas) -> Drawn | None:
    """The therapist changed something: how the days are from now on."""
    patient = canvas.patient()
    plan = sessions.plan_of(canvas.clinic, patient)
    if patient.next_due_date is None:
        return None
    return Drawn(
        canvas.t(
            "arranged.text",
            therapist=therapist_name(canvas, patient),
            plan=plan.name.say(canvas.language) if plan else "",
            time=minute(patient.prompt_minute),
            zone=city(patient.timezone),
            days=shown_days(canvas, days_text(patient.training_days)),
            day=day(canvas.language, patient.next_due_date),
        )
    )


@draws("new_therapist", for_patient=True)
def new_therapist(canvas: Canvas) -> Drawn:
    """Who reads the answers has changed: the consent named somebody else."""
    patient = canvas.patient()
    clinic = canvas.clinic.settings.clinic_name
    return Drawn(
        canvas.t("arranged.therapist", therapist=therapist_name(canvas, patient), clinic=clinic)
    )
