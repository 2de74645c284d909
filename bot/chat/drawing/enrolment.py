"""The therapist's side of enrolment: one question after another, then the link to pass on."""

from functools import partial

from bot.chat.drawing.canvas import Button, Canvas, Drawn, Picture, Rows, draws, joined
from bot.chat.drawing.review import drafts_wait, review_row
from bot.domain.enrolling import STEPS, Step
from bot.pictures.qr import invite_qr
from bot.services import enrolment
from bot.storage import drafts, invites
from bot.storage.drafts import Draft
from bot.texts import Markup, minute, weekday

TIMES = (7 * 60, 8 * 60, 8 * 60 + 30, 12 * 60, 18 * 60, 20 * 60)
DAY_SETS = ("01234", "024", "0246", "0123456")
ZONES = (
    "Europe/London",
    "Europe/Madrid",
    "Europe/Berlin",
    "Europe/Athens",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Bogota",
    "America/Santiago",
    "America/Argentina/Buenos_Aires",
)


@draws("enroll")
def enroll(canvas: Canvas) -> Drawn:
    """Draws the draft as it stands; a draft that has ended shows only that it has."""
    draft = drafts.find(canvas.db, canvas.params["draft"])
    end = canvas.params.get("end")
    # Ids of drafts come again, so a message that has ended must not look its draft up.
    if end is not None or draft is None:
        return Drawn(canvas.t(f"enroll.{end or 'over'}"))
    if canvas.params.get("past"):
        return Drawn(_so_far(canvas, draft) or canvas.t("enroll.below"))
    step = Step(draft.step)
    question = canvas.t(f"enroll.{step}.question", name=draft.data.get("name", ""))
    view = canvas.params.get("view")
    again = canvas.t(f"enroll.{step}.again") if view == "again" else ""
    waits = drafts_wait(canvas, "enroll.waits") if view == "waits" else ""
    text = joined(_so_far(canvas, draft, besides=step), again, question, waits)
    return Drawn(text, (*_choices(canvas, draft, step), _way_out(canvas, draft, step)))


def _so_far(canvas: Canvas, draft: Draft, besides: Step | None = None) -> Markup:
    done = [step for step in STEPS if step.value in draft.data and step is not besides]
    return joined(*(_answer(canvas, draft, step) for step in done), by="\n")


def _answer(canvas: Canvas, draft: Draft, step: Step) -> Markup:
    shown = shown_value(canvas, step, draft.data[step.value])
    return canvas.t("enroll.answer", what=canvas.t(f"enroll.{step}.label"), value=shown)


def shown_value(canvas: Canvas, step: Step, value: str | int) -> str:
    if step is Step.TIME:
        return minute(int(value))
    if step is Step.DAYS:
        return shown_days(canvas, str(value))
    if step is Step.PLAN:
        plan = canvas.clinic.programme.plans.get(str(value))
        return plan.name.say(canvas.language) if plan else str(value)
    if step is Step.LANGUAGE:
        return canvas.t(f"language.{value}")
    return str(value)


def shown_days(canvas: Canvas, days: str) -> str:
    if len(days) == 7:
        return canvas.t("days.every")
    return ", ".join(weekday(canvas.language, int(number)) for number in days)


def _choices(canvas: Canvas, draft: Draft, step: Step) -> Rows:
    def button(text: str, value: str) -> Button:
        return Button(text, f"e:{draft.id}:{step}:{value}")

    if step is Step.PLAN:
        plans = canvas.clinic.programme.plans.values()
        return tuple((button(p.name.say(canvas.language), p.id),) for p in plans)
    if step is Step.TIME:
        return _grid([button(minute(m), str(m)) for m in TIMES], 3)
    if step is Step.DAYS:
        return _grid([button(shown_days(canvas, d), d) for d in DAY_SETS], 1)
    if step is Step.ZONE:
        own = canvas.clinic.settings.clinic_timezone
        others = [z for z in ZONES if z != own] if canvas.params.get("view") == "all" else []
        more = () if others else ((canvas.button("button.other_zone", f"e:{draft.id}:zone:?"),),)
        keep = canvas.texts.plain(canvas.language, "enroll.zone.own", zone=own)
        return ((button(keep, own),), *_grid([button(city(z), z) for z in others], 2), *more)
    if step is Step.LANGUAGE:
        names = canvas.texts.plain
        codes = canvas.texts.languages
        return (tuple(button(names(canvas.language, f"language.{c}"), c) for c in codes),)
    if step is Step.CONFIRM:
        confirm = (canvas.button("button.examined", f"e:{draft.id}:confirm:yes", "primary"),)
        if canvas.params.get("view") != "waits":
            return (confirm,)
        trial = (canvas.button("button.trial", f"e:{draft.id}:confirm:trial"),)
        return (confirm, *review_row(canvas), trial)
    return ()


def city(zone: str) -> str:
    """The place a zone is named after: "Buenos Aires"."""
    return zone.rpartition("/")[2].replace("_", " ")


def _grid(buttons: list[Button], width: int) -> Rows:
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def _way_out(canvas: Canvas, draft: Draft, step: Step) -> tuple[Button, ...]:
    cancel = canvas.button("button.cancel", f"e:{draft.id}:{step}:cancel")
    if step is STEPS[0]:
        return (cancel,)
    return (canvas.button("button.back", f"e:{draft.id}:{step}:back"), cancel)


@draws("invitation")
def invitation(canvas: Canvas) -> Drawn:
    """The QR picture and what to do with it; once the link has ended, only that."""
    patient, token = canvas.patient(), canvas.params.get("token")
    if not invites.is_open(canvas.db, canvas.params["invite"], canvas.now) or token is None:
        return Drawn(_ended(canvas, patient.name), picture=_qr(canvas, token))
    text = canvas.t("invitation.qr", name=patient.name)
    withdraw = canvas.button("button.withdraw", f"t:{patient.id}:withdraw")
    return Drawn(text, ((withdraw,),), _qr(canvas, token), is_protected=False)


def _qr(canvas: Canvas, token: str | None) -> Picture | None:
    link = enrolment.link(canvas.clinic, token) if token else ""
    return Picture(partial(invite_qr, link)) if token else None


@draws("forward")
def forward(canvas: Canvas) -> Drawn:
    """A message the therapist can forward as it is, in the patient's language."""
    patient, token = canvas.patient(), canvas.params.get("token")
    if token is None or not invites.is_open(canvas.db, canvas.params["invite"], canvas.now):
        return Drawn(_ended(canvas, patient.name))
    text = canvas.texts.text(
        patient.language,
        "invitation.forward",
        name=patient.name,
        clinic=canvas.clinic.settings.clinic_name,
        link=enrolment.link(canvas.clinic, token),
    )
    return Drawn(text)


@draws("join_waits")
def join_waits(canvas: Canvas) -> Drawn:
    """Somebody opened an invitation that cannot be used before the drafts are accepted."""
    patient = canvas.patient()
    text = canvas.t("invitation.waits", name=patient.name)
    return Drawn(joined(text, drafts_wait(canvas, "invitation.waits")), review_row(canvas))


@draws("withdrawn")
def withdrawn(canvas: Canvas) -> Drawn:
    """What is left of messages about somebody whose enrolment was erased before they joined."""
    return Drawn(canvas.t("invitation.withdrawn"))


def _ended(canvas: Canvas, name: str) -> Markup:
    used = invites.used_at(canvas.db, canvas.params["invite"])
    return canvas.t("invitation.used" if used else "invitation.over", name=name)
