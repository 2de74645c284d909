"""An exercise was too painful: what is offered, who is told, and what comes instead."""

from bot.domain.daily import Prompt
from bot.domain.people import Patient
from bot.domain.program.filtering import ease
from bot.domain.program.session import Prescribed
from bot.services import conditions, guided, notify, sessions
from bot.services.clinic import Clinic, Moment
from bot.services.flagging import review_from
from bot.storage import guided as rows
from bot.storage import patients, sore
from bot.storage.guided import Walk
from bot.storage.outbox import Lane


def easier(clinic: Clinic, prompt: Prompt, position: int) -> Prescribed | None:
    """The nearest easier exercise that is not in today's session already."""
    items = sessions.of_prompt(prompt)
    taken = frozenset(item.exercise for item in items)
    exercises = clinic.programme.exercises
    if items[position].exercise not in exercises:
        return None
    fit = conditions.fitness(clinic, patients.get(clinic.db, prompt.patient_id))
    return ease(items[position], exercises, fit, taken)


def report(clinic: Clinic, patient: Patient, prompt: Prompt, walk: Walk, at: Moment) -> None:
    """Note it and tell the therapist first: the patient may just put the phone away now."""
    exercise = sessions.of_prompt(prompt)[walk.position].exercise
    noted = sore.report(clinic.db, patient.id, prompt.id, exercise, at.now)
    rows.go(clinic.db, prompt.id, walk.position, "sore")
    notify.therapist(
        clinic,
        patient,
        "too_painful",
        at,
        key=f"sore:{noted.id}",
        lane=Lane.ALERT,
        patient=patient.id,
        sore=noted.id,
    )


def take_back(clinic: Clinic, prompt: Prompt, walk: Walk, at: Moment) -> None:
    """It was a slip: the exercise is shown again, and the therapist's message says so."""
    rows.go(clinic.db, prompt.id, walk.position, "exercise")
    _chosen(clinic, prompt, "taken_back", None, at)


def take_easier(clinic: Clinic, patient: Patient, prompt: Prompt, walk: Walk, at: Moment) -> bool:
    """Do the easier neighbour now and from now on; False when there is none."""
    found = easier(clinic, prompt, walk.position)
    if found is None:
        return False
    items = list(sessions.of_prompt(prompt))
    painful, items[walk.position] = items[walk.position].exercise, found
    rows.set_items(clinic.db, prompt.id, sessions.to_text(tuple(items)))
    rows.go(clinic.db, prompt.id, walk.position, "exercise")
    _from_now_on(clinic, patient, prompt, painful, found.exercise)
    _chosen(clinic, prompt, "easier", found.exercise, at)
    sessions.redraw(clinic, prompt, at)
    review_from(clinic, patient, prompt.local_date, at)
    return True


def leave_out(
    clinic: Clinic, patient: Patient, prompt: Prompt, walk: Walk, at: Moment, *, is_worry: bool
) -> None:
    """Stop this exercise, now and from now on.

    With a worry the whole session ends; what that sets off is the caller's next step.
    """
    painful = sessions.of_prompt(prompt)[walk.position].exercise
    _from_now_on(clinic, patient, prompt, painful, None)
    _chosen(clinic, prompt, "worry" if is_worry else "stopped", None, at)
    if is_worry:
        rows.note(clinic.db, prompt.id, walk.position, guided.STOPPED)
        guided.finish(clinic, patient, prompt, walk, walk.position, at)
    else:
        guided.leave(clinic, patient, prompt, walk, guided.STOPPED, at)
        review_from(clinic, patient, prompt.local_date, at)


def _from_now_on(
    clinic: Clinic, patient: Patient, prompt: Prompt, exercise: str, instead: str | None
) -> None:
    sore.substitute(clinic.db, patient.id, exercise, instead, prompt.local_date)


def _chosen(clinic: Clinic, prompt: Prompt, choice: str, instead: str | None, at: Moment) -> None:
    noted = sore.open_of(clinic.db, prompt.id)
    if noted is not None:
        sore.choose(clinic.db, noted.id, choice, instead)
        notify.redraw(clinic, ("too_painful",), "sore", noted.id, at)


def give_again(clinic: Clinic, patient: Patient, exercise: str, at: Moment) -> bool:
    """The therapist lets an exercise come back, from the next session on."""
    changed = sore.give_again(clinic.db, patient.id, exercise)
    notify.redraw(clinic, ("too_painful",), "patient", patient.id, at)
    return changed
