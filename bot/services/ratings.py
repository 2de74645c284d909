"""One rating for one prompt, and everything that follows from it."""

from dataclasses import dataclass

from bot.domain.daily import Acceptance, Prompt, acceptance
from bot.domain.flags import Kind
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import (
    alerting,
    leg_map,
    notify,
    visit_asking,
)
from bot.services.clinic import Clinic, Moment
from bot.services.flagging import review_from
from bot.services.sessions import redraw
from bot.storage import prompts
from bot.storage.flags import Flag
from bot.storage.outbox import Lane


@dataclass(frozen=True)
class Recorded:
    """What became of an answer."""

    prompt: Prompt
    acceptance: Acceptance
    raised: tuple[Flag, ...] = ()

    @property
    def is_saved(self) -> bool:
        return self.acceptance is not Acceptance.CLOSED


def record(
    clinic: Clinic, patient: Patient, prompt: Prompt, pain: int, source: str, at: Moment
) -> Recorded:
    """Write the rating, raise what it means and tell whom it concerns: all or nothing.

    The same number again changes nothing, however often the button arrives.
    """
    accepted = acceptance(prompt, local_date(at.now, patient.zone))
    if accepted is Acceptance.CLOSED or prompt.pain == pain:
        return Recorded(prompt, accepted)
    prompts.rate(clinic.db, prompt, pain, source, at.now)
    raised = tuple(review_from(clinic, patient, prompt.local_date, at))
    told = next((f for f in raised if f.kind in (Kind.SEVERE, Kind.WORSENING)), None)
    if told is not None:
        is_now = alerting.first_told(clinic, patient, told, at.now) <= at.now
        notify.patient(
            clinic,
            patient,
            "told" if is_now else "told_later",
            at,
            key=f"told:{told.id}:{told.raise_count}",
            lane=Lane.ALERT,
            flag=told.id,
            pain=pain,
        )
    redraw(clinic, prompt, at)
    leg_map.after_rating(clinic, patient, prompt, at)
    if prompt.is_first:
        notify.redraw(clinic, ("joined",), "patient", patient.id, at)
        visit_asking.offer(clinic, patient, at)
    return Recorded(prompts.get(clinic.db, prompt.id), accepted, raised)
