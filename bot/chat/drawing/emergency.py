"""The emergency text: the same everywhere, number first, never shortened."""

from bot.chat.drawing.canvas import Canvas, Drawn, draws, joined
from bot.chat.drawing.daily import worry_row
from bot.domain.people import Patient
from bot.services import caseload
from bot.storage import flags, staff
from bot.texts import Markup, clock


@draws("emergency", for_patient=True)
def emergency(canvas: Canvas) -> Drawn:
    patient = canvas.patient()
    return Drawn(
        joined(
            canvas.t("emergency.call", number=canvas.clinic.settings.emergency_number),
            emergency_lines(canvas),
            canvas.t("emergency.alerted", therapist=therapist_name(canvas, patient)),
            canvas.t("emergency.stopped", therapist=therapist_name(canvas, patient)),
            clinic_line(canvas),
        )
    )


@draws("told", for_patient=True)
def told(canvas: Canvas) -> Drawn:
    """A rating was much higher than usual: the therapist hears of it, and what not to wait for."""
    patient = canvas.patient()
    flag = flags.get(canvas.db, canvas.params["flag"])
    usual = caseload.usual(canvas.clinic, patient, flag.raised_on)
    key = "told.above" if usual is not None else "told.high"
    return Drawn(
        joined(
            canvas.t(
                key,
                pain=canvas.params["pain"],
                usual=f"{usual.usual:g}" if usual else "",
                therapist=therapist_name(canvas, patient),
            ),
            canvas.t("told.do_not_wait", number=canvas.clinic.settings.emergency_number),
            emergency_lines(canvas),
            clinic_line(canvas),
        ),
        (worry_row(canvas),),
    )


@draws("seen", for_patient=True)
def seen(canvas: Canvas) -> Drawn | None:
    patient = canvas.patient()
    flag = flags.get(canvas.db, canvas.params["flag"])
    if flag.acknowledged_at is None or flag.acknowledged_by is None:
        return None
    reader = staff.get(canvas.db, flag.acknowledged_by)
    return Drawn(
        joined(
            canvas.t(
                "seen.text",
                therapist=reader.name,
                time=clock(flag.acknowledged_at, patient.zone),
            ),
            canvas.t("seen.if_worse", number=canvas.clinic.settings.emergency_number),
        ),
        (worry_row(canvas),),
    )


def emergency_lines(canvas: Canvas) -> Markup:
    signs = canvas.clinic.screening.emergency_lines(canvas.language)
    return joined(*(canvas.t("emergency.sign", sign=sign) for sign in signs), by="\n")


def clinic_line(canvas: Canvas) -> Markup:
    settings = canvas.clinic.settings
    return canvas.t("emergency.clinic", clinic=settings.clinic_name, phone=settings.clinic_phone)


def therapist_name(canvas: Canvas, patient: Patient) -> str:
    return staff.get(canvas.db, patient.therapist_id).name
