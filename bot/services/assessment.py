"""The first visit's questions to the patient: when they come, and what an answer sets off."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.asking import Answer, read_answer
from bot.domain.first_visit import (
    SCALE,
    SKIPPED,
    UNSURE,
    Answers,
    Given,
    Step,
    before,
    due_again,
    latest,
    next_again,
    next_step,
    toggled,
)
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import conditions, notify, rounds, sessions_refit
from bot.services.clinic import Clinic, Moment
from bot.storage import assessments, outbox, screens
from bot.storage.assessments import AGAIN, FIRST
from bot.storage.outbox import Entry, Lane

REMINDERS = 2
"""So often the questions come once more with a day's message; then the therapist hears how far
they got, and the patient is left in peace."""
LONGEST = 1000
"""Characters of one answer in words."""


def answers(clinic: Clinic, patient: Patient) -> Answers:
    """What holds now."""
    return latest(assessments.given(clinic.db, patient.id))


def current(clinic: Clinic, patient: Patient) -> Step | None:
    """The question that is open: of a repetition that was begun, else of the first visit."""
    held = answers(clinic, patient)
    since = screens.last_request(clinic.db, patient.id, AGAIN)
    again = next_again(clinic.screening, held, since) if since else None
    return again or next_step(clinic.screening, held)


def is_repetition(clinic: Clinic, patient: Patient) -> bool:
    """Whether what is open was answered some weeks ago."""
    step = current(clinic, patient)
    held = answers(clinic, patient).get((step.id, step.item)) if step else None
    return held is not None and not held.is_open


def offer(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """After the first rating: the other questions of the first visit, for whoever began with it."""
    is_asked = rounds.was_asked_first(clinic, patient)
    if is_asked and patient.exercises_stopped_at is None and not answers(clinic, patient):
        put(clinic, patient, at, view="intro", key=f"first_visit:{patient.id}")


def put(
    clinic: Clinic,
    patient: Patient,
    at: Moment,
    *,
    view: str = "",
    key: str | None = None,
    lane: Lane = Lane.REPLY,
) -> None:
    """Show the open question, or the way to it, at the end of the chat."""
    _leave(clinic, patient, at)
    shown: dict[str, Any] = {"view": view} if view else {}
    notify.patient(
        clinic, patient, "first_visit", at, key=key, lane=lane, patient=patient.id, **shown
    )


def of_the_day(clinic: Clinic, patient: Patient, day: date, at: Moment) -> None:
    """With the day's message, as its one request: questions left open, or activities once more."""
    if rounds.keeps_exercises_back(clinic, patient) or patient.exercises_stopped_at is not None:
        return
    asked = screens.last_request(clinic.db, patient.id, AGAIN)
    if due_again(clinic.screening, answers(clinic, patient), asked, day):
        if screens.take_request(clinic.db, patient.id, day, AGAIN):
            put(clinic, patient, at, view="again", lane=Lane.PROMPT)
    elif _is_left_open(clinic, patient):
        _remind(clinic, patient, day, at)


def _is_left_open(clinic: Clinic, patient: Patient) -> bool:
    return rounds.was_asked_first(clinic, patient) and current(clinic, patient) is not None


def _remind(clinic: Clinic, patient: Patient, day: date, at: Moment) -> None:
    if assessments.count_asked(clinic.db, patient.id, FIRST) >= REMINDERS:
        _tell_therapist(clinic, patient, at)
    elif screens.take_request(clinic.db, patient.id, day, FIRST):
        put(clinic, patient, at, view="intro", lane=Lane.PROMPT)


def _tell_therapist(clinic: Clinic, patient: Patient, at: Moment) -> None:
    key = f"visited:{patient.id}"
    notify.therapist(clinic, patient, "visited", at, key=key, lane=Lane.DIGEST, patient=patient.id)


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
        for entry in _standing(clinic, patient):
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


def _leave(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """What was asked before loses its buttons, so that only the newest question is answered."""
    for entry in _standing(clinic, patient):
        outbox.queue_edit(clinic.db, entry, at.now, params={**entry.params, "view": "past"})


def _standing(clinic: Clinic, patient: Patient) -> list[Entry]:
    found = outbox.about(clinic.db, "patient", patient.id, ("first_visit",))
    return [entry for entry in found if entry.params.get("view") != "past"]


def _is_spoken_of(clinic: Clinic, patient: Patient, replies_to: int) -> bool:
    assert patient.telegram_id is not None  # noqa: S101 - they wrote from it
    entry = (
        outbox.by_message(clinic.db, patient.telegram_id, replies_to)
        if replies_to
        else screens.last_said(clinic.db, patient.telegram_id)
    )
    is_question = entry is not None and entry.kind == "first_visit"
    return is_question and entry is not None and entry.params.get("view") is None


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
    assessments.keep(clinic.db, patient.id, answer)


def _keep(clinic: Clinic, patient: Patient, step: Step, value: str, at: Moment) -> bool:
    is_again = is_repetition(clinic, patient)
    _write(clinic, patient, step, value, at, is_open=False)
    if step.kind == "group" and value != SKIPPED:
        _note_conditions(clinic, patient, step, frozenset(value.split()), at)
    if current(clinic, patient) is None and not is_again:
        _tell_therapist(clinic, patient, at)
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


def ask_now(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """A therapist wants the questions answered: those open, or the activities once more."""
    today = local_date(at.now, patient.zone)
    if current(clinic, patient) is None:
        screens.take_request(clinic.db, patient.id, today, AGAIN)
    put(clinic, patient, at, view="intro")
