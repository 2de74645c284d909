"""A patient's answers to the first visit's questions, and what each sets off."""

from collections.abc import Mapping

from bot.domain.asking import Answer, read_answer
from bot.domain.first_visit import (
    SCALE,
    SKIPPED,
    UNSURE,
    Given,
    Step,
    before,
    toggled,
)
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import conditions, notify, sessions_refit
from bot.services.clinic import Clinic, Moment
from bot.services.visit_asking import put, tell_therapist
from bot.services.visit_state import answers, current, is_repetition
from bot.storage import assessments, outbox

LONGEST = 1000
"""Characters of one answer in words."""


def tap(clinic: Clinic, patient: Patient, question: str, item: int, act: str, at: Moment) -> bool:
    """One tap on the open question; False when it belongs to another, or says nothing."""
    step = current(clinic, patient)
    if step is None or (step.id, step.item) != (question, item):
        return False
    if act == "back":
        return _back(clinic, patient, step, at)
    if act.startswith("="):
        return _choose(clinic, patient, step, act.removeprefix("="), at)
    value = _closing(step, _so_far(clinic, patient, step), act)
    return value is not None and _keep(clinic, patient, step, value, at)


def _so_far(clinic: Clinic, patient: Patient, step: Step) -> str:
    held = answers(clinic, patient).get((step.id, step.item))
    return held.value if held and held.is_open else ""


def _closing(step: Step, chosen: str, act: str) -> str | None:
    """What is kept by a tap that ends a question; None where that is not offered."""
    offered = {"skip": SKIPPED}
    if step.alone:
        offered["none"] = step.alone
    if step.kind == "group":
        offered["unsure"] = f"{chosen} {UNSURE}".strip()
    if chosen:
        offered["ok"] = chosen
    return offered.get(act)


def _choose(clinic: Clinic, patient: Patient, step: Step, choice: str, at: Moment) -> bool:
    """One option: the answer itself, or one of several until "done"."""
    if step.kind == "scale":
        is_score = choice.isascii() and choice.isdigit() and int(choice) in SCALE
        return is_score and _keep(clinic, patient, step, str(int(choice)), at)
    if choice not in step.choices:
        return False
    if step.kind == "single":
        return _keep(clinic, patient, step, choice, at)
    chosen = toggled(step, _so_far(clinic, patient, step), choice)
    _write(clinic, patient, step, chosen, at, is_open=True)
    if step.kind == "group":
        # Counts without "done" too: the phone may be put away now.
        _take_in(clinic, patient, {choice: choice in chosen.split()}, at)
    return True


def _back(clinic: Clinic, patient: Patient, step: Step, at: Moment) -> bool:
    """The question before opens again, with what was answered."""
    held = answers(clinic, patient)
    earlier = before(clinic.screening, held, step)
    if earlier is None or is_repetition(clinic, patient):
        return False
    value = held[earlier.id, earlier.item].value
    if earlier.kind in ("group", "multi"):
        value = " ".join(name for name in value.split() if name in earlier.choices)
    _write(clinic, patient, earlier, value, at, is_open=True)
    return True


def _write(
    clinic: Clinic, patient: Patient, step: Step, value: str, at: Moment, *, is_open: bool
) -> None:
    today = local_date(at.now, patient.zone)
    answer = Given(step.id, step.item, value, today, is_open)
    assessments.keep(clinic.db, patient.id, answer, at.now)


def _keep(clinic: Clinic, patient: Patient, step: Step, value: str, at: Moment) -> bool:
    is_again = is_repetition(clinic, patient)
    _write(clinic, patient, step, value, at, is_open=False)
    if step.kind == "group" and value != SKIPPED:
        _note_conditions(clinic, patient, step, frozenset(value.split()), at)
    if current(clinic, patient) is None and not is_again:
        tell_therapist(clinic, patient, at)
    notify.redraw(clinic, ("visited",), "patient", patient.id, at)
    return True


def _note_conditions(
    clinic: Clinic, patient: Patient, step: Step, said: frozenset[str], at: Moment
) -> None:
    """Yes counts at once; after "not sure" what was not chosen is not a no."""
    asked = said if UNSURE in said else frozenset(step.choices)
    _take_in(clinic, patient, {n: n in said for n in asked & set(step.choices)}, at)


def _take_in(clinic: Clinic, patient: Patient, said: Mapping[str, bool], at: Moment) -> None:
    conditions.told(clinic, patient, said, at)
    sessions_refit.refit(clinic, patient, at)


def in_words(
    clinic: Clinic,
    patient: Patient,
    text: str,
    replies_to: int,
    at: Moment,
    *,
    goes_on: bool = True,
) -> bool:
    """Take a typed line as the answer, where such a question stands last or is replied to.

    The next question comes below it, or, where something more urgent goes there, in place.
    """
    step = current(clinic, patient)
    words = " ".join(text.split())[:LONGEST]
    if step is None or not words or not _is_spoken_of(clinic, patient, replies_to):
        return False
    if not _take_words(clinic, patient, step, words, at):
        return False
    if goes_on:
        put(clinic, patient, at)
    else:
        for entry in notify.standing(clinic, "first_visit", "patient", patient.id):
            outbox.queue_edit(clinic.db, entry, at.now)
    return True


def _take_words(clinic: Clinic, patient: Patient, step: Step, words: str, at: Moment) -> bool:
    if step.kind == "scale":
        return _choose(clinic, patient, step, words, at)
    if step.kind != "text":
        return False
    wants_names = step.question is not None and step.question.up_to > 1
    is_end = wants_names and read_answer(words) is Answer.NO
    return _keep(clinic, patient, step, SKIPPED if is_end else words, at)


def _is_spoken_of(clinic: Clinic, patient: Patient, replies_to: int) -> bool:
    entry = notify.spoken_of(clinic, patient, replies_to)
    is_question = entry is not None and entry.kind == "first_visit"
    return is_question and entry is not None and entry.params.get("view") is None
