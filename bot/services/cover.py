"""Who steps in for a therapist who has not seen an urgent alert."""

from bot.domain.people import Patient, Staff
from bot.services import notify
from bot.services.clinic import Clinic, Moment
from bot.storage import duties, staff

CALLED_AFTER = 2
"""Rungs of an escalation after which the cover has been alerted."""


def of_therapist(clinic: Clinic, staff_id: int) -> Staff | None:
    """The colleague named as cover, while they work here."""
    named = duties.of(clinic.db, staff_id).cover_id
    return next((m for m in candidates(clinic, staff_id) if m.id == named), None)


def candidates(clinic: Clinic, staff_id: int) -> list[Staff]:
    return [m for m in staff.therapists(clinic.db) if m.id != staff_id]


def name(clinic: Clinic, staff_id: int, cover_id: int | None, at: Moment) -> bool:
    """Name a cover, or nobody; both the old and the new one are told. False: not possible."""
    new = next((m for m in candidates(clinic, staff_id) if m.id == cover_id), None)
    if cover_id is not None and new is None:
        return False
    old = of_therapist(clinic, staff_id)
    duties.set_cover(clinic.db, staff_id, cover_id)
    for told in {m.id: m for m in (old, new) if m is not None and old != new}.values():
        notify.member(clinic, told, "covers", at, member=staff_id)
    return True


def may_see(clinic: Clinic, member: Staff | None, patient: Patient) -> bool:
    """Their own therapist, the admins, and a cover once an open alert has climbed to them."""
    if member is None:
        return False
    return member.may_see(patient) or (
        member.is_therapist and duties.is_called(clinic.db, member.id, patient.id, CALLED_AFTER)
    )
