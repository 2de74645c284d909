"""Today's exercises made fit again for what has just been learnt of a patient."""

from dataclasses import replace

from bot.domain.daily import Prompt
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import flare, sessions
from bot.services.clinic import Clinic, Moment
from bot.storage import prompts

NOTHING = sessions.to_text(())


def begin_today(clinic: Clinic, patient: Patient, at: Moment) -> bool:
    """What stood against all exercises is gone: today's message offers them now."""
    prompt = prompts.of_day(clinic.db, patient.id, local_date(at.now, patient.zone))
    if prompt is None or prompt.is_first or not prompt.was_delivered:
        return False
    return _offer_anew(clinic, patient, prompt, at)


def refit(clinic: Clinic, patient: Patient, at: Moment) -> bool:
    """Offer today what is still allowed, as far as it has not begun; False: nothing changed.

    Exercises on hold are made fit too, so that nothing forbidden comes back when they start again.
    """
    prompt = prompts.of_day(clinic.db, patient.id, local_date(at.now, patient.zone))
    if prompt is None or not prompt.is_training:
        return False
    return _offer_anew(clinic, patient, prompt, at)


def _offer_anew(clinic: Clinic, patient: Patient, prompt: Prompt, at: Moment) -> bool:
    if flare.is_begun(clinic, prompt):
        return False
    as_if_going_on = replace(patient, exercises_stopped_at=None)
    session = sessions.to_text(flare.for_day(clinic, as_if_going_on, prompt.local_date))
    if session == prompt.session:
        return False
    prompts.set_offer(clinic.db, prompt.id, session, prompt.due_at)
    if session == NOTHING:
        prompts.set_later(clinic.db, prompt.id, None)
    sessions.redraw(clinic, prompt, at)
    return True
