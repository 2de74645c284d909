"""Today's exercises made fit again for what has just been learnt of a patient."""

from dataclasses import replace

from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import flare, sessions
from bot.services.clinic import Clinic, Moment
from bot.storage import prompts

NOTHING = sessions.to_text(())


def refit(clinic: Clinic, patient: Patient, at: Moment) -> bool:
    """Offer today what is still allowed, as far as it has not begun; False: nothing changed.

    Exercises on hold are made fit too, so that nothing forbidden comes back when they start again.
    """
    today = local_date(at.now, patient.zone)
    prompt = prompts.of_day(clinic.db, patient.id, today)
    if prompt is None or not prompt.is_training or flare.is_begun(clinic, prompt):
        return False
    session = sessions.to_text(
        flare.for_day(clinic, replace(patient, exercises_stopped_at=None), today)
    )
    if session == prompt.session:
        return False
    prompts.set_offer(clinic.db, prompt.id, session, prompt.due_at)
    if session == NOTHING:
        prompts.set_later(clinic.db, prompt.id, None)
    sessions.redraw(clinic, prompt, at)
    return True
