"""The answer to the one question about a rating, and what follows from it."""

from bot.domain.daily import Prompt
from bot.domain.flags import ComparedToUsual
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import notify, rounds
from bot.services.clinic import Clinic, Moment
from bot.services.flagging import review_from
from bot.storage import compared


def answer(
    clinic: Clinic, patient: Patient, prompt: Prompt, said: ComparedToUsual, at: Moment
) -> bool:
    """Keep it and look at the day again; False when that day is over.

    No answer takes a flag away, and something new calls for the questions about warning signs.
    """
    if local_date(at.now, patient.zone) != prompt.local_date:
        return False
    if compared.of_prompt(clinic.db, prompt.id) is said:
        return True
    compared.write(clinic.db, prompt.id, said)
    review_from(clinic, patient, prompt.local_date, at)
    if said is ComparedToUsual.NEW:
        rounds.after_flag(clinic, patient, at)
    notify.redraw(clinic, ("compare",), "prompt", prompt.id, at)
    return True
