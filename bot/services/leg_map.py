"""Where the pain is: when the leg map is asked, and what an answer sets off."""

from datetime import date, timedelta

from bot.domain.daily import Prompt
from bot.domain.flags import Kind, Leg
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import flagging, notify, rounds
from bot.services.clinic import Clinic, Moment
from bot.storage import flags, leg_map, prompts, screens
from bot.storage.leg_map import LegReport, Side
from bot.storage.screens import Screen

WEEK = timedelta(days=7)
FIRST_AFTER = timedelta(days=3)
"""The weekly warning signs come 7 days after the start: this keeps the two days apart."""
SHOWN_DAYS = timedelta(days=28)
"""As far back as the rule for spreading looks."""
BOTH_LEGS = "both_legs"
"""The warning sign that pain on both sides may be."""
CALLED_BY = frozenset({Kind.SEVERE, Kind.WORSENING})


def after_rating(clinic: Clinic, patient: Patient, prompt: Prompt, at: Moment) -> None:
    """Ask below today's rating where it is due; a day that has its one request waits a day."""
    day = prompt.local_date
    if day != local_date(at.now, patient.zone) or not patient.is_current:
        return
    is_due = _is_due(clinic, patient, day)
    if is_due and screens.take_request(clinic.db, patient.id, day, leg_map.WHAT):
        _put(clinic, patient, prompt, at)


def after_round(clinic: Clinic, patient: Patient, screen: Screen, at: Moment) -> None:
    """The last step of the questions that a flag brought, once no sign was found, that same day."""
    today = local_date(at.now, patient.zone)
    if screen.cause != "flag" or screen.opened_on != today or not patient.is_current:
        return
    prompt = prompts.of_day(clinic.db, patient.id, today)
    last = screens.last_request(clinic.db, patient.id, leg_map.WHAT)
    if prompt is not None and _is_called_for(clinic, patient, last):
        screens.add_to_request(clinic.db, patient.id, today, leg_map.WHAT)
        _put(clinic, patient, prompt, at)


def _put(clinic: Clinic, patient: Patient, prompt: Prompt, at: Moment) -> None:
    notify.patient(clinic, patient, "leg_map", at, key=f"leg_map:{prompt.id}", prompt=prompt.id)


def _is_called_for(clinic: Clinic, patient: Patient, last: date | None) -> bool:
    """By a flag that was raised since it was last asked."""
    standing = [f for f in flags.open_of(clinic.db, patient.id) if f.kind in CALLED_BY]
    return any(last is None or last < flag.raised_on for flag in standing)


def _is_due(clinic: Clinic, patient: Patient, day: date) -> bool:
    last = screens.last_request(clinic.db, patient.id, leg_map.WHAT)
    if _is_called_for(clinic, patient, last):
        return True
    if last is not None:
        return day - last >= WEEK
    return patient.started_on is not None and day - patient.started_on >= FIRST_AFTER


def place(clinic: Clinic, patient: Patient, prompt: Prompt, leg: Leg, at: Moment) -> bool:
    """Keep or correct how far down it reaches, and look at the day again; False once it is over."""
    if local_date(at.now, patient.zone) != prompt.local_date:
        return False
    before = leg_map.of_prompt(clinic.db, prompt.id)
    if before is None or before.leg is not leg:
        leg_map.write_leg(clinic.db, prompt.id, leg)
        flagging.review_from(clinic, patient, prompt.local_date, at)
        _redraw(clinic, patient, at)
    return True


def side(clinic: Clinic, patient: Patient, prompt: Prompt, said: Side, at: Moment) -> bool:
    """Left, right or both, of a place that has sides; False once the day is over."""
    if local_date(at.now, patient.zone) != prompt.local_date:
        return False
    report = leg_map.of_prompt(clinic.db, prompt.id)
    if report is not None and report.has_side and report.side is not said:
        leg_map.write_side(clinic.db, prompt.id, said)
        _redraw(clinic, patient, at)
        if said is Side.BOTH and _is_to_be_asked(clinic, patient, prompt.local_date):
            rounds.begin(clinic, patient, "words", at, (BOTH_LEGS,))
    return True


def _is_to_be_asked(clinic: Clinic, patient: Patient, today: date) -> bool:
    """Both sides may mean both legs: the question decides, unless its answer is known."""
    if rounds.is_answered_on(clinic, patient, BOTH_LEGS, today):
        return False
    before = leg_map.last_before(clinic.db, patient.id, today)
    was_both = before is not None and before.side is Side.BOTH
    return not (was_both and BOTH_LEGS in screens.known(clinic.db, patient.id))


def _redraw(clinic: Clinic, patient: Patient, at: Moment) -> None:
    for flag in flags.open_of(clinic.db, patient.id):
        flagging.redraw(clinic, flag, at)


def course(clinic: Clinic, patient: Patient, today: date) -> tuple[LegReport | None, Leg | None]:
    """The latest report of 28 days, and the place it has moved from."""
    found = leg_map.reports_after(clinic.db, patient.id, today - SHOWN_DAYS)
    if not found:
        return None, None
    latest = found[-1]
    return latest, next((r.leg for r in reversed(found) if r.leg is not latest.leg), None)
