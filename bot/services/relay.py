"""Words between a patient and their therapist: kept, passed on once, identities hidden."""

from bot.domain.people import Patient, PatientState, Staff
from bot.services import notify
from bot.services.clinic import Clinic, Moment
from bot.storage import messages
from bot.storage.outbox import Lane


def from_patient(
    clinic: Clinic,
    patient: Patient,
    text: str,
    at: Moment,
    *,
    media_kind: str | None = None,
    media_id: str | None = None,
) -> int:
    """Keep what a patient sent and show it to the therapist."""
    new_id = messages.add(
        clinic.db, patient.id, text, at.now, media_kind=media_kind, media_id=media_id
    )
    is_former = patient.state is PatientState.DISCHARGED
    notify.therapist(
        clinic,
        patient,
        "from_former" if is_former else "from_patient",
        at,
        key=f"message:{new_id}",
        lane=Lane.ALERT,
        message=new_id,
    )
    return new_id


def has_chat(patient: Patient) -> bool:
    """Whether words would arrive: joined, not discharged, and not known to be out of reach."""
    return patient.is_current and patient.telegram_id is not None and patient.unreachable_at is None


def to_patient(clinic: Clinic, patient: Patient, by: Staff, text: str, at: Moment) -> bool:
    """Pass a therapist's words on; False where the patient has no chat with the bot."""
    if not has_chat(patient):
        return False
    new_id = messages.add(clinic.db, patient.id, text, at.now, staff_id=by.id)
    return notify.patient(
        clinic, patient, "to_patient", at, key=f"message:{new_id}", message=new_id
    )
