"""What a therapist writes on a patient's card: examination, working diagnosis, agreed goals."""

from bot.domain.people import Patient, Staff
from bot.services import audit, notify
from bot.services.clinic import Clinic, Moment
from bot.storage import assessments
from bot.storage.assessments import NoteKind

LONGEST = 400
"""Characters: three of them and the patient's answers fit into one message."""


def write(
    clinic: Clinic, patient: Patient, kind: NoteKind, text: str, by: Staff, at: Moment
) -> bool:
    """Keep a note; the one before stays on record. False where it is too long to be shown."""
    words = text.strip()
    if not words or len(words) > LONGEST:
        return False
    assessments.write_note(clinic.db, patient.id, kind, words, by.id, at.now)
    audit.note(clinic, by, "write_note", patient, at, kind.value)
    notify.redraw(clinic, ("visited",), "patient", patient.id, at)
    return True
