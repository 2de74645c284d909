"""What a therapist reads when an exercise was too painful."""

from bot.chat.drawing.canvas import Button, Canvas, Drawn, draws, joined
from bot.services import sessions
from bot.storage import prompts, sore
from bot.storage.sore import Sore
from bot.texts import Markup, clock


@draws("too_painful", is_discreet=True)
def too_painful(canvas: Canvas) -> Drawn:
    """Who, which exercise, what was answered, and what the patient does instead."""
    patient = canvas.patient()
    noted = sore.get(canvas.db, canvas.params["sore"])
    zone = (canvas.reader or patient).zone
    head = canvas.t(
        "sore.head",
        name=patient.name,
        exercise=name_of(canvas, noted.exercise),
        time=clock(noted.reported_at, zone),
        test=canvas.t("flag.test") if patient.is_test else "",
        count=len(sessions.of_prompt(prompts.get(canvas.db, noted.prompt_id))),
    )
    rows = (
        canvas.button("button.write", f"t:{patient.id}:write"),
        canvas.button("button.card", f"t:{patient.id}:card"),
    )
    again = _again(canvas, noted)
    return Drawn(
        joined(head, _outcome(canvas, noted), by="\n"),
        (again, rows) if again else (rows,),
        is_protected=True,
    )


def name_of(canvas: Canvas, exercise: str) -> str:
    found = canvas.clinic.programme.exercises.get(exercise)
    return found.name.say(canvas.language) if found else exercise


def _outcome(canvas: Canvas, noted: Sore) -> Markup:
    instead = name_of(canvas, noted.instead) if noted.instead else ""
    said = canvas.t(f"sore.{noted.choice}", instead=instead)
    if noted.choice in ("open", "taken_back") or _still_out(canvas, noted):
        return said
    return joined(said, canvas.t("sore.given_again"), by="\n")


def _still_out(canvas: Canvas, noted: Sore) -> bool:
    return noted.exercise in sore.substitutes(canvas.db, noted.patient_id)


def _again(canvas: Canvas, noted: Sore) -> tuple[Button, ...]:
    if not _still_out(canvas, noted):
        return ()
    name = name_of(canvas, noted.exercise)
    data = f"course:{noted.patient_id}:again:{noted.exercise}"
    return (canvas.button("sore.button.again", data, exercise=name),)
