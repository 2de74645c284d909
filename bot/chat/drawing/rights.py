"""A copy of what is held, the question before erasing it, and who did what."""

from bot.chat.drawing.canvas import Attached, Canvas, Drawn, draws, fit, joined
from bot.chat.drawing.emergency import therapist_name
from bot.chat.drawing.joining import consent_body
from bot.services import audit, consent, rights
from bot.storage import audit as audit_rows
from bot.storage import rights as rows
from bot.texts import day

AUDIT_LINES = 25
LONGEST_DETAIL = 48
"""Accepted files are many; `run_bot.py audit` names them all."""


@draws("mydata", for_patient=True)
def mydata(canvas: Canvas) -> Drawn:
    return _file(canvas, "rights.mydata")


@draws("record")
def record(canvas: Canvas) -> Drawn:
    return _file(canvas, "rights.record")


def _file(canvas: Canvas, key: str) -> Drawn:
    """Made from what is held at the moment of sending; nothing of it stays on the disk."""
    form = canvas.params["form"]
    make = rights.as_json if form == "json" else rights.as_text
    content = make(canvas.clinic, canvas.patient())
    text = canvas.t(f"{key}.{form}", name=canvas.patient().name)
    return Drawn(text, attached=Attached(f"data.{form}", content), is_protected=form != "json")


@draws("erase", for_patient=True)
def erase(canvas: Canvas) -> Drawn:
    patient = canvas.patient()
    view = canvas.params.get("view", "ask")
    settings = canvas.clinic.settings
    due = rows.erasure_at(canvas.db, patient.id)
    on = due.astimezone(patient.zone).date() if due else canvas.now.date()
    text = canvas.t(
        f"erase.{view}",
        days=settings.erase_after_days,
        day=day(canvas.language, on),
        clinic=settings.clinic_name,
        phone=settings.clinic_phone,
        number=settings.emergency_number,
    )
    keep = canvas.button("erase.keep", "z:no")
    if view == "ask":
        return Drawn(text, ((keep,), (canvas.button("erase.yes", "z:yes", "danger"),)))
    if view == "sure":
        return Drawn(text, ((keep,), (canvas.button("erase.sure_yes", "z:sure", "danger"),)))
    return Drawn(text)


@draws("consent_again", for_patient=True)
def consent_again(canvas: Canvas) -> Drawn:
    """The text has changed since it was agreed to."""
    view = canvas.params.get("view")
    patient = canvas.patient()
    if view == "no":
        return Drawn(canvas.t("consent.stopped"))
    if consent.is_current(canvas.clinic, patient):
        return Drawn(canvas.t("consent.thanks"))
    text = joined(
        canvas.t("consent.changed", clinic=canvas.clinic.settings.clinic_name),
        consent_body(canvas, therapist_name(canvas, patient)),
        canvas.t("consent.choice"),
    )
    agree = canvas.button("join.agree", "v:yes", "primary")
    return Drawn(text, ((agree, canvas.button("consent.stop", "v:no")),))


@draws("erasure", is_discreet=True)
def erasure(canvas: Canvas) -> Drawn | None:
    """To the therapist: what will be gone and when, and the way to keep what must be kept."""
    patient = canvas.patient()
    due = rows.erasure_at(canvas.db, patient.id)
    if due is None:
        return None
    zone = (canvas.reader or patient).zone
    text = canvas.t(
        "rights.erasure", name=patient.name, day=day(canvas.language, due.astimezone(zone).date())
    )
    export = canvas.button("rights.export", f"u:{patient.id}", "primary")
    return Drawn(text, ((export,),), is_protected=True)


@draws("audit")
def audit_list(canvas: Canvas) -> Drawn:
    """The newest lines; patients by name as long as they are here."""
    assert canvas.reader is not None  # noqa: S101 - only staff is sent this
    known = audit.names(canvas.clinic)
    lines = [
        canvas.t(
            "audit.line",
            when=f"{line.at.astimezone(canvas.reader.zone):%Y-%m-%d %H:%M}",
            who=known.get(line.who, line.who),
            action=line.action.replace("_", " "),
            subject=known.get(line.subject, line.subject),
            detail=fit(line.detail, LONGEST_DETAIL),
        )
        for line in audit_rows.latest(canvas.db, AUDIT_LINES)
    ]
    return Drawn(joined(canvas.t("audit.head"), joined(*lines, by="\n")), is_protected=True)
