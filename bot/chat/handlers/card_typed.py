"""What a therapist types for the question that stands on a card."""

from bot.chat.handlers import cards, talk
from bot.chat.turn import Turn
from bot.domain.enrolling import read_zone
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.domain.typed_days import read_date, read_days
from bot.domain.typed_times import read_time
from bot.services import arrangements, cover
from bot.storage import patients
from bot.storage.drafts import Draft

SHORTEST_REASON, LONGEST_REASON = 4, 300


@talk.flow("card")
def take_typed(turn: Turn, draft: Draft) -> bool:
    """A typed time, days or date for the question on a card."""
    patient = patients.find(turn.clinic.db, draft.patient_id or 0)
    if patient is None or not cover.may_see(turn.clinic, turn.actor.staff, patient):
        return False
    if draft.step not in cards.POSSIBLE[patient.state]:
        return False
    text, step = turn.incoming.text, draft.step
    if step == "time":
        minute = read_time(text)
        return _take(turn, patient, step, None if minute is None else str(minute))
    if step == "zone":
        return _take(turn, patient, step, read_zone(text))
    if step == "days":
        days = read_days(text, turn.language)
        return _take(turn, patient, step, "".join(map(str, sorted(days))) if days else None)
    if step == "exercises":
        return _take_reason(turn, patient, text)
    if step == "pause":
        today = local_date(turn.at.now, patient.zone)
        until = read_date(text, today, turn.language)
        ahead = (until - today).days if until else 0
        return _take(turn, patient, step, str(ahead) if 0 < ahead <= 60 else None)
    return False


def _take_reason(turn: Turn, patient: Patient, text: str) -> bool:
    """Why exercises may start again, in a therapist's own words."""
    may_start = arrangements.may_start_exercises(turn.clinic, patient)
    if not may_start or len(text) < SHORTEST_REASON:
        return False
    cards.start_exercises(turn, patient, text[:LONGEST_REASON])
    return True


def _take(turn: Turn, patient: Patient, step: str, value: str | None) -> bool:
    if value is None:
        turn.text(f"card.again.{step}")
    else:
        cards.ACTIONS[step](turn, patient, value)
    return True
