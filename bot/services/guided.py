"""A session led through exercise by exercise: one message, its place kept in rows."""

from datetime import timedelta

from bot.domain.daily import Prompt, SessionResult
from bot.domain.flags import AfterExercise
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.services import notify, sessions
from bot.services.clinic import Clinic, Moment
from bot.services.flagging import review_from
from bot.storage import guided, outbox, prompts
from bot.storage.guided import Walk
from bot.storage.outbox import Entry

STILL_ITS_DAY = timedelta(hours=3)
"""A session begun in the evening may end after midnight."""
RIGHT_BELOW = timedelta(minutes=1)
"""A second tap on Start this soon finds the message it has just asked for."""
DONE, SKIPPED, STOPPED = "done", "skipped", "stopped"
_RANK = (SessionResult.COULD_NOT, SessionResult.PARTLY, SessionResult.DONE)


def is_open(patient: Patient, prompt: Prompt, at: Moment) -> bool:
    """Whether the day's exercises may be done (still)."""
    today = local_date(at.now - STILL_ITS_DAY, patient.zone)
    return patient.exercises_stopped_at is None and today <= prompt.local_date


def find(clinic: Clinic, prompt: Prompt) -> Walk | None:
    return guided.find(clinic.db, prompt.id)


def is_unfinished(walk: Walk, prompt: Prompt) -> bool:
    """Whether something is left to go on with."""
    return walk.position < len(sessions.of_prompt(prompt))


def start(
    clinic: Clinic, patient: Patient, prompt: Prompt, at: Moment, *, is_here: bool = False
) -> bool:
    """Begin or go on, in a new message at the end of the chat; False when there is nothing to do.

    A message of the same session further up points down there. With `is_here` it goes on in place.
    """
    items = sessions.of_prompt(prompt)
    if not items or not is_open(patient, prompt, at):
        return False
    guided.begin(clinic.db, prompt.id, at.now)
    walk = guided.find(clinic.db, prompt.id)
    if walk is None or walk.position >= len(items):
        return False
    if walk.stage in ("after", "over"):
        guided.go(clinic.db, prompt.id, walk.position, "exercise")
    standing = outbox.about(clinic.db, "prompt", prompt.id, ("walk",))
    if not is_here and not any(_is_right_below(entry, at) for entry in standing):
        for entry in standing:
            outbox.queue_edit(clinic.db, entry, at.now, kind="walk_moved")
        notify.patient(clinic, patient, "walk", at, prompt=prompt.id)
    sessions.redraw(clinic, prompt, at)
    return True


def _is_right_below(entry: Entry, at: Moment) -> bool:
    return entry.state != "sent" or at.now - entry.queued_at < RIGHT_BELOW


def leave(
    clinic: Clinic, patient: Patient, prompt: Prompt, walk: Walk, outcome: str, at: Moment
) -> None:
    """Note what became of the exercise shown, and show the next one or the closing question."""
    guided.note(clinic.db, prompt.id, walk.position, outcome)
    position = walk.position + 1
    is_last = position >= len(sessions.of_prompt(prompt))
    if is_last:
        finish(clinic, patient, prompt, walk, position, at)
    else:
        guided.go(clinic.db, prompt.id, position, "exercise")
        _keep_result(clinic, prompt, walk, at)


def back(clinic: Clinic, prompt: Prompt, walk: Walk) -> None:
    """The exercise before this one, or from the closing question the last one shown."""
    most = len(sessions.of_prompt(prompt)) - 1
    step = 0 if walk.stage == "after" and walk.position <= most else 1
    guided.go(clinic.db, prompt.id, max(walk.position - step, 0), "exercise")


def finish(
    clinic: Clinic, patient: Patient, prompt: Prompt, before: Walk, position: int, at: Moment
) -> None:
    """After the last exercise, or at Stop: ask how it felt, unless nothing was done."""
    walk = guided.find(clinic.db, prompt.id) or before
    guided.go(clinic.db, prompt.id, position, "after" if walk.done else "over")
    is_over = position >= len(sessions.of_prompt(prompt))
    _keep_result(clinic, prompt, before, at, is_over=is_over)
    review_from(clinic, patient, prompt.local_date, at)


def felt(
    clinic: Clinic, patient: Patient, prompt: Prompt, walk: Walk, how: AfterExercise, at: Moment
) -> None:
    """Keep how the exercises left the pain, and look at what that means."""
    guided.set_after(clinic.db, prompt.id, how)
    guided.go(clinic.db, prompt.id, walk.position, "over")
    review_from(clinic, patient, prompt.local_date, at)
    sessions.redraw(clinic, prompt, at)


def result(walk: Walk, count: int, *, is_over: bool) -> SessionResult | None:
    """What the outcomes come to; None while nothing can be said."""
    if walk.done == count:
        return SessionResult.DONE
    if walk.done:
        return SessionResult.PARTLY
    return SessionResult.COULD_NOT if is_over else None


def _keep_result(
    clinic: Clinic, prompt: Prompt, before: Walk, at: Moment, *, is_over: bool = False
) -> None:
    """The day's result follows the walk, but never falls below what the patient said by hand."""
    walk = guided.find(clinic.db, prompt.id)
    assert walk is not None  # noqa: S101 - it was just changed
    count = len(sessions.of_prompt(prompt))
    found = result(walk, count, is_over=is_over)
    said = prompts.get(clinic.db, prompt.id).session_result
    derived = result(before, count, is_over=True)
    if found is None or found is said or _outranks(said, found, derived):
        return
    is_pain = found is SessionResult.COULD_NOT and STOPPED in walk.outcomes.values()
    reason = "pain" if is_pain else None
    prompts.set_session(clinic.db, prompt.id, found, reason, at.now)
    sessions.redraw(clinic, prompt, at)


def _outranks(
    said: SessionResult | None, found: SessionResult, derived: SessionResult | None
) -> bool:
    """Whether the patient said more by hand than the walk has found."""
    return said is not None and said is not derived and _RANK.index(said) > _RANK.index(found)


def ask_again(clinic: Clinic, prompt: Prompt, walk: Walk) -> None:
    """Back to the closing question, to answer it otherwise."""
    if walk.done:
        guided.go(clinic.db, prompt.id, walk.position, "after")
