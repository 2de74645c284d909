"""What a therapist reads: the caseload at one glance, one patient's card, the last days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.daily import Prompt, SessionResult
from bot.domain.flags import Baseline, baseline
from bot.domain.people import Patient, PatientState, Staff
from bot.domain.schedule import local_date
from bot.services.clinic import Clinic
from bot.services.flagging import window
from bot.storage import flags, patients, prompts
from bot.storage.flags import Flag

CHART_DAYS = 14


@dataclass(frozen=True)
class Glance:
    """One line of the caseload."""

    patient: Patient
    state: str
    pains: tuple[int | None, ...]
    waiting: tuple[Flag, ...]


@dataclass(frozen=True)
class History:
    """The last days of one patient, oldest first, with what is usual for them."""

    patient: Patient
    days: tuple[date, ...]
    prompts: dict[date, Prompt]
    usual: Baseline | None
    flagged: dict[date, Flag]

    @property
    def ratings(self) -> list[int]:
        return [p.pain for p in self.prompts.values() if p.pain is not None]

    @property
    def training(self) -> list[Prompt]:
        return [p for p in self.prompts.values() if p.is_training]

    def sessions(self, result: SessionResult) -> int:
        return sum(p.session_result is result for p in self.training)

    @property
    def unanswered(self) -> list[date]:
        return [d for d, p in self.prompts.items() if p.was_delivered and not p.is_answered]


def history(clinic: Clinic, patient: Patient, until: date, count: int = CHART_DAYS) -> History:
    """The `count` local days up to `until`, and not before the patient began."""
    first = until - timedelta(days=count - 1)
    if patient.started_on is not None:
        first = max(first, min(patient.started_on, until))
    days = tuple(first + timedelta(days=n) for n in range((until - first).days + 1))
    found = {p.local_date: p for p in prompts.latest(clinic.db, patient.id, count + 1, until)}
    kept = {day: found[day] for day in days if day in found}
    flagged = {f.raised_on: f for f in flags.since(clinic.db, patient.id, first)}
    return History(patient, days, kept, usual(clinic, patient, until), flagged)


def usual(clinic: Clinic, patient: Patient, before: date) -> Baseline | None:
    """What pain is usual for this patient on the days before a date."""
    return baseline(window(clinic, patient, before), before)


def state(patient: Patient, waiting: list[Flag], today: date) -> str:
    """One word for the whole: the key of its wording."""
    if waiting:
        return waiting[0].priority.value
    if patient.state in (PatientState.INVITED, PatientState.STOPPED):
        return patient.state.value
    if patient.unreachable_at is not None:
        return "unreachable"
    if patient.exercises_stopped_at is not None:
        return "exercises_stopped"
    return "paused" if patient.is_paused(today) else "well"


def glance(clinic: Clinic, patient: Patient, now: datetime) -> Glance:
    today = local_date(now, patient.zone)
    waiting = [f for f in flags.open_of(clinic.db, patient.id) if f.is_waiting]
    pains = tuple(p.pain for p in prompts.latest(clinic.db, patient.id, 7, today))
    return Glance(patient, state(patient, waiting, today), pains, tuple(waiting))


_ORDER = ("high", "medium", "low", "exercises_stopped", "unreachable", "well", "paused")


def caseload(clinic: Clinic, reader: Staff, now: datetime) -> list[Glance]:
    """Everybody this person may see, the most urgent first; admins see the whole clinic."""
    found = [glance(clinic, patient, now) for patient in everyone(clinic, reader)]
    return sorted(found, key=_urgency)


def everyone(clinic: Clinic, reader: Staff) -> list[Patient]:
    """Whose enrolment is open and may be seen by this person, by name."""
    if reader.is_admin:
        return patients.all_open(clinic.db)
    return patients.of_therapist(clinic.db, reader.id)


def _urgency(line: Glance) -> tuple[int, str]:
    place = _ORDER.index(line.state) if line.state in _ORDER else len(_ORDER)
    return place, line.patient.name
