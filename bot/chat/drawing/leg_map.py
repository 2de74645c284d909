"""The leg map below the rating, and its line on the therapist's cards."""

from bot.chat.drawing.canvas import Button, Canvas, Drawn, draws
from bot.domain.flags import Leg
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import leg_map
from bot.storage import leg_map as stored
from bot.storage import prompts
from bot.storage.leg_map import LegReport, Side
from bot.texts import Markup

_ROWS = ((Leg.BACK, Leg.BUTTOCK), (Leg.THIGH, Leg.CALF), (Leg.FOOT, Leg.NONE))


@draws("leg_map", for_patient=True)
def leg_map_message(canvas: Canvas) -> Drawn:
    """First the place, then its side; answered, what was said and the way to correct it."""
    prompt = prompts.get(canvas.db, canvas.params["prompt"])
    report = stored.of_prompt(canvas.db, prompt.id)
    is_today = local_date(canvas.now, canvas.patient().zone) == prompt.local_date
    if is_today and (report is None or canvas.params.get("view") == "again"):
        rows = tuple(tuple(_place(canvas, prompt.id, leg) for leg in row) for row in _ROWS)
        return Drawn(canvas.t("leg_map.question"), rows)
    if report is None:
        return Drawn(canvas.t("leg_map.closed"))
    change = (canvas.button("leg_map.change", f"leg:{prompt.id}:again"),)
    is_side_next = report.has_side and canvas.params.get("view") == "side"
    if is_today and (report.wants_side or is_side_next):
        sides = tuple(canvas.button(f"leg_map.{s}", f"leg:{prompt.id}:{s}") for s in Side)
        place = canvas.t(f"leg_map.{_name(report.leg)}")
        return Drawn(canvas.t("leg_map.side", place=place), (sides, change))
    return Drawn(canvas.t("leg_map.said", place=_told(canvas, report)), (change,) * is_today)


def _place(canvas: Canvas, prompt_id: int, leg: Leg) -> Button:
    return canvas.button(f"leg_map.{_name(leg)}", f"leg:{prompt_id}:{_name(leg)}")


def _name(leg: Leg) -> str:
    return leg.name.lower()


def _told(canvas: Canvas, report: LegReport) -> Markup:
    place = canvas.t(f"leg.{_name(report.leg)}")
    if report.side is None:
        return place
    return canvas.t("leg_map.with_side", place=place, side=canvas.t(f"leg_map.in.{report.side}"))


def leg_line(canvas: Canvas, patient: Patient) -> Markup:
    """For the therapist: where it reaches, and from where it has moved there."""
    today = local_date(canvas.now, patient.zone)
    report, moved_from = leg_map.course(canvas.clinic, patient, today)
    if report is None:
        return Markup()
    if moved_from is None:
        return canvas.t("leg_map.line", place=_told(canvas, report))
    before = canvas.t(f"leg.{_name(moved_from)}")
    return canvas.t("leg_map.moved", before=before, place=_told(canvas, report))
