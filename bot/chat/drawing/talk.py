"""Plain sentences, and words passed on between a patient and a therapist."""

from bot.chat.drawing.canvas import Button, Canvas, Drawn, Passed, Rows, draws, joined
from bot.chat.drawing.daily import rating_rows, worry_row
from bot.chat.drawing.emergency import clinic_line, therapist_name
from bot.domain.people import Patient
from bot.storage import messages, prompts, staff
from bot.texts import clock, day

_CAN_CARRY_CAPTION = ("photo", "video", "document", "animation", "audio", "voice")


@draws("text")
def text(canvas: Canvas) -> Drawn:
    return Drawn(canvas.t(canvas.params["wording"], **canvas.params["args"]))


@draws("to_patient", for_patient=True)
def to_patient(canvas: Canvas) -> Drawn:
    message = messages.get(canvas.db, canvas.params["message"])
    assert message.staff_id is not None  # noqa: S101 - it goes to the patient
    name = staff.get(canvas.db, message.staff_id).name
    head = canvas.t("talk.from_therapist", therapist=name)
    return Drawn(
        joined(head, canvas.t("talk.words", text=message.text)), _answer(canvas, message.id)
    )


def _answer(canvas: Canvas, message_id: int) -> Rows:
    return ((canvas.button("button.answer", f"a:{message_id}", "primary"),),)


@draws("from_patient", is_discreet=True)
def from_patient(canvas: Canvas) -> Drawn:
    """What a patient sent, and the way to answer."""
    patient = canvas.patient()
    write = canvas.button("button.write", f"t:{patient.id}:write", "primary")
    return _passed_on(canvas, patient, (write,))


@draws("from_former", is_discreet=True)
def from_former(canvas: Canvas) -> Drawn:
    """Words of a former patient that may mean a warning sign; they cannot be answered from here."""
    return _passed_on(canvas, canvas.patient(), ())


def _passed_on(canvas: Canvas, patient: Patient, answers: tuple[Button, ...]) -> Drawn:
    message = messages.get(canvas.db, canvas.params["message"])
    when = clock(message.created_at, (canvas.reader or patient).zone)
    head = canvas.t(f"talk.{canvas.entry.kind}", name=patient.name, time=when)
    if message.media_kind:
        head = joined(head, canvas.t("talk.media", kind=canvas.t(f"media.{message.media_kind}")))
    body = (
        canvas.t("talk.words", text=message.text[: 900 if message.media_id else 3000])
        if message.text
        else ""
    )
    passed = None
    if message.media_id and message.media_kind in _CAN_CARRY_CAPTION:
        passed = Passed(message.media_kind, message.media_id)
    return Drawn(
        joined(head, body),
        ((*answers, canvas.button("button.card", f"t:{patient.id}:card")),),
        passed=passed,
        is_protected=True,
    )


@draws("kept", for_patient=True)
def kept(canvas: Canvas) -> Drawn:
    """Free text never ends in silence: kept, who sees it, and what not to wait for."""
    patient = canvas.patient()
    return Drawn(
        joined(
            canvas.t(
                "talk.kept",
                therapist=therapist_name(canvas, patient),
                number=canvas.clinic.settings.emergency_number,
            ),
            clinic_line(canvas),
        ),
        (worry_row(canvas),),
    )


@draws("ask_again", for_patient=True)
def ask_again(canvas: Canvas) -> Drawn:
    """The typed rating was unclear: offer what it may have meant, or all the numbers."""
    prompt_id, found = canvas.params["prompt"], canvas.params["candidates"]
    question = canvas.t(f"ask_again.{canvas.params['reason']}")
    if canvas.params.get("view") == "all" or not found:
        return Drawn(question, rating_rows(prompt_id))
    buttons = [b for row in rating_rows(prompt_id) for b in row if int(b.text) in found]
    another = canvas.button("button.another", f"o:{prompt_id}")
    return Drawn(question, ((*buttons, another),))


@draws("saved", for_patient=True)
def saved(canvas: Canvas) -> Drawn:
    """The answer to a typed rating."""
    prompt = prompts.get(canvas.db, canvas.params["prompt"])
    key = "saved.today" if canvas.params["is_today"] else "saved.late"
    text = canvas.t(key, pain=canvas.params["pain"], day=day(canvas.language, prompt.local_date))
    return Drawn(text, _change(canvas, prompt.id))


def _change(canvas: Canvas, prompt_id: int) -> Rows:
    if not canvas.params["is_today"]:
        return ()
    return ((canvas.button("button.change", f"c:{prompt_id}"),),)


@draws("ask_words")
def ask_words(canvas: Canvas) -> Drawn:
    name = canvas.patient().name
    cancel = canvas.button("button.cancel", f"t:{canvas.params['patient']}:card")
    return Drawn(canvas.t("talk.ask_words", name=name), ((cancel,),))
