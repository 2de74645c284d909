"""The questions behind a card's buttons: each offers its answers, and the way back."""

from collections.abc import Callable

from bot.chat.drawing.canvas import Button, Canvas, Drawn, Rows
from bot.chat.drawing.enrolment import DAY_SETS, TIMES, ZONES, city, shown_days
from bot.domain.people import OUTCOMES, Patient
from bot.services import arrangements
from bot.texts import minute


def _ask(canvas: Canvas, patient: Patient, view: str, rows: Rows) -> Drawn:
    back = (canvas.button("button.back", f"t:{patient.id}:card"),)
    return Drawn(canvas.t(f"card.ask.{view}", name=patient.name), (*rows, back), is_protected=True)


def _ask_time(canvas: Canvas, patient: Patient) -> Drawn:
    buttons = [Button(minute(m), f"t:{patient.id}:time:{m}") for m in TIMES]
    return _ask(canvas, patient, "time", (tuple(buttons[:3]), tuple(buttons[3:])))


def _ask_zone(canvas: Canvas, patient: Patient) -> Drawn:
    own = canvas.clinic.settings.clinic_timezone
    zones = [own, *(z for z in ZONES if z != own)]
    buttons = [Button(city(z), f"t:{patient.id}:zone:{z}") for z in zones]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return _ask(canvas, patient, "zone", rows)


def _ask_days(canvas: Canvas, patient: Patient) -> Drawn:
    rows = tuple((Button(shown_days(canvas, d), f"t:{patient.id}:days:{d}"),) for d in DAY_SETS)
    return _ask(canvas, patient, "days", rows)


def _ask_plan(canvas: Canvas, patient: Patient) -> Drawn:
    plans = canvas.clinic.programme.plans.values()
    rows = tuple(
        (Button(p.name.say(canvas.language), f"t:{patient.id}:plan:{p.id}"),) for p in plans
    )
    return _ask(canvas, patient, "plan", rows)


def _ask_lang(canvas: Canvas, patient: Patient) -> Drawn:
    row = tuple(
        canvas.button(f"language.{code}", f"t:{patient.id}:lang:{code}")
        for code in canvas.texts.languages
    )
    return _ask(canvas, patient, "lang", (row,))


def _ask_pause(canvas: Canvas, patient: Patient) -> Drawn:
    row = tuple(
        canvas.button("settings.pause.days", f"t:{patient.id}:pause:{n}", n=n) for n in (3, 7, 14)
    )
    return _ask(canvas, patient, "pause", (row,))


def _ask_discharge(canvas: Canvas, patient: Patient) -> Drawn:
    buttons = [canvas.button(f"outcome.{o}", f"t:{patient.id}:discharge:{o}") for o in OUTCOMES]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return _ask(canvas, patient, "discharge", rows)


def _ask_exercises(canvas: Canvas, patient: Patient) -> Drawn:
    """Why it is safe again: tapped here, or typed."""
    rows = tuple(
        (canvas.button(f"card.exercises.{why}", f"t:{patient.id}:exercises:{why}"),)
        for why in arrangements.RESUME_REASONS
    )
    return _ask(canvas, patient, "exercises", rows)


def _ask_not_them(canvas: Canvas, patient: Patient) -> Drawn:
    yes = canvas.button("card.notthem.yes", f"t:{patient.id}:notthem:yes", "danger")
    return _ask(canvas, patient, "notthem", ((yes,),))


VIEWS: dict[str, Callable[[Canvas, Patient], Drawn]] = {
    "time": _ask_time,
    "zone": _ask_zone,
    "days": _ask_days,
    "plan": _ask_plan,
    "lang": _ask_lang,
    "pause": _ask_pause,
    "discharge": _ask_discharge,
    "exercises": _ask_exercises,
    "notthem": _ask_not_them,
}
