"""A guided session: the exercise with its moving figure, the questions around it, the end."""

from functools import partial
from hashlib import sha256

from bot.chat.drawing.canvas import Button, Canvas, Drawn, Picture, Rows, Style, draws, joined
from bot.chat.drawing.daily import rating_rows, worry_row
from bot.domain.daily import Prompt
from bot.domain.flags import AfterExercise
from bot.domain.program.dose_text import dose_text
from bot.domain.program.exercise import Exercise
from bot.domain.program.session import Prescribed
from bot.pictures.figure.files import gif_path
from bot.services import guided, sessions, too_painful
from bot.services.clinic import Moment
from bot.storage import guided as rows
from bot.storage import prompts, staff
from bot.storage.guided import Walk
from bot.texts import Markup, day


@draws("walk_moved", for_patient=True)
def walk_moved(canvas: Canvas) -> Drawn:
    return Drawn(canvas.t("walk.moved"))


@draws("walk", for_patient=True)
def walk_message(canvas: Canvas) -> Drawn | None:
    """Where the session stands now, whichever message it is seen in."""
    prompt = prompts.get(canvas.db, canvas.params["prompt"])
    walk = rows.find(canvas.db, prompt.id)
    patient = canvas.patient()
    if walk is None:
        return None
    if patient.exercises_stopped_at is not None:
        return Drawn(canvas.t("walk.on_hold"), (worry_row(canvas),))
    if not guided.is_open(patient, prompt, Moment(canvas.now, "drawn")):
        return Drawn(canvas.t("walk.closed", day=day(canvas.language, prompt.local_date)))
    return _STAGES[walk.stage](canvas, prompt, walk)


def _button(
    canvas: Canvas, walk: Walk, what: str, style: Style | None = None, /, **values: str
) -> Button:
    data = f"walk:{walk.prompt_id}:{what}:{walk.position}"
    return canvas.button(f"walk.button.{what}", data, style, **values)


def _exercise(canvas: Canvas, prompt: Prompt, walk: Walk) -> Drawn:
    items = sessions.of_prompt(prompt)
    item = items[walk.position]
    exercise = sessions.readable(canvas.clinic, canvas.patient()).get(item.exercise)
    is_last = walk.position + 1 == len(items)
    head = canvas.t("walk.of", number=walk.position + 1, count=len(items))
    figure = _figure(canvas, item) if exercise else None
    gone = "walk.withheld" if item.exercise in canvas.clinic.programme.exercises else "walk.gone"
    text = joined(
        _how(canvas, exercise, item, head) if exercise else joined(head, canvas.t(gone)),
        # An edit cannot take the figure before it away.
        "" if figure else canvas.t("walk.no_figure"),
    )
    return Drawn(text, _exercise_rows(canvas, walk, is_last=is_last), figure)


def _how(canvas: Canvas, exercise: Exercise, item: Prescribed, head: Markup) -> Markup:
    """Name and dose, the steps, what to feel, when to stop."""
    language = canvas.language
    steps = [
        canvas.t("walk.step", number=number, step=step)
        for number, step in enumerate(exercise.how.say(language), 1)
    ]
    dose = dose_text(canvas.texts.plain, language, item)
    lines = [canvas.t("walk.dose", dose=dose)]
    # The mat is in the picture.
    things = [canvas.t(f"equipment.{thing}") for thing in exercise.equipment if thing != "mat"]
    if things:
        lines.append(canvas.t("walk.needs", things=joined(*things, by=", ")))
    other = [canvas.t("walk.other_side")] if item.per_side else []
    return joined(
        joined(canvas.t("walk.head", of=head, name=exercise.name.say(language)), *lines, by="\n"),
        joined(*steps, *other, by="\n"),
        canvas.t("walk.feel", feel=exercise.feel.say(language)),
        canvas.t("walk.stop_if", stop_if=exercise.stop_if.say(language)),
    )


def _exercise_rows(canvas: Canvas, walk: Walk, *, is_last: bool) -> Rows:
    label = "walk.button.last" if is_last else "walk.button.next"
    onward = canvas.button(label, f"walk:{walk.prompt_id}:next:{walk.position}", "success")
    back = (_button(canvas, walk, "back"),) if walk.position else ()
    return (
        (onward,),
        (_button(canvas, walk, "sore", "danger"), _button(canvas, walk, "skip")),
        (*back, _button(canvas, walk, "stop")),
    )


def _figure(canvas: Canvas, item: Prescribed) -> Picture | None:
    """One upload for each figure and bot; a changed file is another figure."""
    path = gif_path(canvas.clinic.settings.programs_dir / "figures", item.exercise)
    if not path.is_file():
        return None
    digest = sha256(path.read_bytes()).hexdigest()
    return Picture(partial(path.read_bytes), f"figure:{digest}", is_animation=True)


def _sore(canvas: Canvas, prompt: Prompt, walk: Walk) -> Drawn:
    """One question, whose answer also says what comes next."""
    exercises = canvas.clinic.programme.exercises
    easier = too_painful.easier(canvas.clinic, prompt, walk.position)
    patient = canvas.patient()
    therapist = staff.get(canvas.db, patient.therapist_id).name
    choices = [(_button(canvas, walk, "spreads", "danger"),)]
    offer = Markup()
    if easier is not None:
        name = exercises[easier.exercise].name.say(canvas.language)
        offer = canvas.t("walk.sore.easier", name=name, therapist=therapist)
        choices.append((_button(canvas, walk, "easier", "success", name=name),))
    choices.append((_button(canvas, walk, "out"),))
    choices.append((_button(canvas, walk, "slip"),))
    text = joined(
        canvas.t("walk.sore.rest", therapist=therapist), canvas.t("walk.sore.question"), offer
    )
    return Drawn(text, tuple(choices))


def _after(canvas: Canvas, prompt: Prompt, walk: Walk) -> Drawn:
    count = len(sessions.of_prompt(prompt))
    choices = tuple(
        (_button(canvas, walk, how.value, _AFTER_STYLE.get(how)),) for how in AfterExercise
    )
    text = joined(canvas.t("walk.result", done=walk.done, count=count), canvas.t("walk.after"))
    return Drawn(text, (*choices, (_button(canvas, walk, "resume"),)))


_AFTER_STYLE: dict[AfterExercise, Style] = {
    AfterExercise.USUAL: "success",
    AfterExercise.CLEARLY_MORE: "danger",
}


def _over(canvas: Canvas, prompt: Prompt, walk: Walk) -> Drawn:
    """What is saved, what is still open, and the way back into it."""
    count = len(sessions.of_prompt(prompt))
    after = rows.after(canvas.db, prompt.id)
    lines = [canvas.t("walk.result", done=walk.done, count=count)]
    if after is not None:
        lines.append(canvas.t(f"walk.felt.{after}"))
    if prompt.pain is not None:
        lines.append(canvas.t("answer.saved", pain=prompt.pain))
    missing = prompt.pain is None
    text = joined(
        joined(*lines, by="\n"), canvas.t("prompt.question") if missing else canvas.t("walk.end")
    )
    extra = []
    if guided.is_unfinished(walk, prompt):
        extra.append(canvas.button("button.continue", f"h:{prompt.id}", "primary"))
    if after is not None:
        extra.append(_button(canvas, walk, "change"))
    numbers = rating_rows(prompt.id) if missing else ()
    return Drawn(text, (*numbers, *((tuple(extra),) if extra else ()), worry_row(canvas)))


_STAGES = {"exercise": _exercise, "sore": _sore, "after": _after, "over": _over}
