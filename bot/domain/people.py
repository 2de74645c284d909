"""Who the bot knows: staff, patients, and what one Telegram account may do."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class PatientState(StrEnum):
    """Where an enrolment stands."""

    INVITED = "invited"
    ACTIVE = "active"
    STOPPED = "stopped"
    DISCHARGED = "discharged"


@dataclass(frozen=True)
class Staff:
    """A therapist, an admin, or (in most clinics) one person who is both."""

    id: int
    telegram_id: int
    name: str
    is_admin: bool
    is_therapist: bool
    language: str
    timezone: str
    discreet: bool
    removed_at: datetime | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def may_see(self, patient: "Patient") -> bool:
        """A patient's own therapist and the admins; nobody else."""
        return self.is_admin or (self.is_therapist and self.id == patient.therapist_id)


@dataclass(frozen=True)
class Patient:
    """One enrolment: the person, their plan, and how their days are arranged."""

    id: int
    therapist_id: int
    name: str
    telegram_id: int | None
    language: str
    timezone: str
    prompt_minute: int
    training_days: frozenset[int]
    plan_id: str
    plan_version: int
    phase: int
    dose_step: int
    phase_started: date | None
    is_test: bool
    state: PatientState
    paused_until: date | None
    exercises_stopped_at: datetime | None
    unreachable_at: datetime | None
    examined_at: datetime
    consented_at: datetime | None
    started_on: date | None
    next_due_at: datetime | None
    next_due_date: date | None
    outcome: str | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_current(self) -> bool:
        """Joined and not discharged: the chat is theirs, even while messages are stopped."""
        return self.state in (PatientState.ACTIVE, PatientState.STOPPED)

    def is_paused(self, today: date) -> bool:
        """Paused up to, and not including, the date on which prompts start again."""
        return self.paused_until is not None and today < self.paused_until


@dataclass(frozen=True)
class Actor:
    """What one Telegram account is to the clinic; all None for a stranger."""

    telegram_id: int
    staff: Staff | None = None
    patient: Patient | None = None
    former: Patient | None = None
    language_code: str = ""

    @property
    def therapist(self) -> Staff | None:
        return self.staff if self.staff and self.staff.is_therapist else None

    @property
    def admin(self) -> Staff | None:
        return self.staff if self.staff and self.staff.is_admin else None

    def may_see(self, patient: Patient) -> bool:
        return self.staff is not None and self.staff.may_see(patient)


OUTCOMES = ("goals_reached", "better", "unchanged", "worse", "other_care", "left")
