"""The emergency text: the same everywhere, number first, never shortened."""

from bot.chat.drawing.canvas import Canvas, Drawn, draws, joined
from bot.chat.drawing.daily import worry_row
from bot.domain.asking import signs_found
from bot.domain.flags.baseline import frozen
from bot.domain.people import Patient
from bot.domain.program.words import Passage
from bot.storage import flags, screens, staff
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


@draws("former_sign", for_patient=True)
def former_sign(canvas: Canvas) -> Drawn:
    """A former patient's words may mean a warning sign: what to do, and what becomes of them."""
    clinic = canvas.clinic.settings.clinic_name
    return Drawn(
        joined(
            canvas.t("emergency.call", number=canvas.clinic.settings.emergency_number),
            emergency_lines(canvas),
            canvas.t("former.kept" if canvas.params["is_kept"] else "former.gone", clinic=clinic),
            clinic_line(canvas),
        )
    )


@draws("emergency_now", for_patient=True)
def emergency_now(canvas: Canvas) -> Drawn:
    """A sign was answered with yes: no "if" any more."""
    patient = canvas.patient()
    words = canvas.clinic.screening
    return Drawn(
        joined(
            _passage(canvas, words.emergency.call),
            _told_me(canvas, "emergency.say"),
            canvas.t("emergency.any_one", any_one=words.emergency.any_one.say(canvas.language)),
            emergency_lines(canvas),
            canvas.t("emergency.alerted", therapist=therapist_name(canvas, patient)),
            canvas.t("emergency.resume", therapist=therapist_name(canvas, patient)),
            clinic_line(canvas),
        )
    )


@draws("see_doctor", for_patient=True)
def see_doctor(canvas: Canvas) -> Drawn:
    """A sign that has to be looked at, today or within days."""
    return Drawn(
        joined(
            _passage(canvas, canvas.clinic.screening.what_to_do(canvas.params["tier"])),
            _told_me(canvas, "emergency.told_me"),
            canvas.t("emergency.list", number=canvas.clinic.settings.emergency_number),
            emergency_lines(canvas),
            canvas.t("emergency.alerted", therapist=therapist_name(canvas, canvas.patient())),
        ),
        (worry_row(canvas),),
    )


@draws("nobody_seen", for_patient=True)
def nobody_seen(canvas: Canvas) -> Drawn | None:
    """The last honest word when an alert was repeated and nobody has opened it."""
    flag = flags.get(canvas.db, canvas.params["flag"])
    if not flag.is_waiting:
        return None
    settings = canvas.clinic.settings
    return Drawn(
        joined(
            canvas.t(
                f"nobody_seen.{canvas.params['tier']}",
                clinic=settings.clinic_name,
                number=settings.emergency_number,
                phone=settings.clinic_phone,
            ),
            canvas.t("nobody_seen.if_worse", number=settings.emergency_number),
            emergency_lines(canvas),
            clinic_line(canvas),
        )
    )


def _passage(canvas: Canvas, words: Passage) -> Markup:
    """A text of the screening file with its first line, what to do, in bold."""
    settings = canvas.clinic.settings
    said = words.say(canvas.language).format(
        number=settings.emergency_number, clinic_phone=settings.clinic_phone
    )
    first, _, rest = said.partition("\n")
    return canvas.t("emergency.passage", first=first, rest=rest)


def _told_me(canvas: Canvas, key: str) -> Markup:
    screening = canvas.clinic.screening
    found = signs_found(screening, screens.said(canvas.db, canvas.params["screen"]))
    named = "; ".join(screening.flag(sign).short.say(canvas.language) for sign in found)
    return canvas.t(key, signs=named) if named else Markup()


@draws("told", for_patient=True)
def told(canvas: Canvas) -> Drawn:
    """A rating was much higher than usual: the therapist hears of it, and what not to wait for."""
    patient = canvas.patient()
    flag = flags.get(canvas.db, canvas.params["flag"])
    usual = frozen(flag.evidence)
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
