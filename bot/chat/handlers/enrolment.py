"""A therapist enrols somebody: one question at a time, by button or typed, with back and cancel."""

from typing import Any

from bot.chat.handlers import talk
from bot.chat.router import Of, Who, command, press
from bot.chat.turn import Turn
from bot.domain.enrolling import STEPS, Step, after, before, read_answer
from bot.services import acceptance, enrolment
from bot.services.enrolment import Wishes
from bot.storage import drafts, outbox
from bot.storage.drafts import Draft

CLOSED = frozenset({"end", "past"})
"""Parameters of a question that is no longer the one to answer."""


@command("enroll", Who.STAFF)
def enroll(turn: Turn) -> None:
    _close_questions(turn, end="over")
    draft = drafts.begin(turn.clinic.db, turn.incoming.chat_id, "enroll", STEPS[0], turn.at.now)
    turn.say("enroll", draft=draft.id)


def _close_questions(turn: Turn, **how: Any) -> None:
    """What was asked before loses its buttons, so that only the newest question can be answered."""
    for entry in outbox.of_kind(turn.clinic.db, turn.incoming.chat_id, "enroll"):
        if not CLOSED & entry.params.keys():
            outbox.queue_edit(turn.clinic.db, entry, turn.at.now, params={**entry.params, **how})


@press("e", Who.STAFF, Of.DRAFT)
def pressed(turn: Turn, draft: Draft, rest: str) -> None:
    step_name, _, value = rest.partition(":")
    is_old = turn.entry is not None and bool(CLOSED & turn.entry.params.keys())
    if draft.flow != "enroll" or step_name != draft.step or is_old:
        turn.note("pop.step_done")
        turn.redraw()
        return
    step = Step(step_name)
    if value == "cancel":
        _end(turn, draft, "cancelled")
    elif value == "back":
        _move(turn, draft.at(before(step)))
    elif step is Step.ZONE and value == "?":
        turn.redraw("enroll", draft=draft.id, view="all")
    elif step is Step.CONFIRM:
        _confirm(turn, draft, is_trial=value == "trial")
    else:
        _answer(turn, draft, step, _offered(turn, step, value))


def _offered(turn: Turn, step: Step, value: str) -> Any:
    """A button's value, if it is one that can be chosen here."""
    if step is Step.PLAN:
        return value if value in turn.clinic.programme.plans else None
    if step is Step.LANGUAGE:
        return value if value in turn.texts.languages else None
    if step is Step.TIME:
        is_time = value.isascii() and value.isdigit() and int(value) < 1440
        return int(value) if is_time else None
    if step is Step.DAYS:
        return value if value and set(value) <= set("0123456") else None
    return read_answer(step, value, turn.language)


@talk.flow("enroll")
def take_typed(turn: Turn, draft: Draft) -> bool:
    """The typed answer to the question that stands; what is no answer is asked again."""
    if turn.actor.staff is None:
        return False
    step = Step(draft.step)
    text = turn.incoming.text
    if _is_button(turn, text, "button.cancel"):
        drafts.end(turn.clinic.db, draft.chat_id)
        _close_questions(turn, end="cancelled")
        turn.say("enroll", draft=draft.id, end="cancelled")
    elif _is_button(turn, text, "button.back"):
        _move(turn, draft.at(before(step)), anew=True)
    else:
        _take_answer(turn, draft, step)
    return True


def _is_button(turn: Turn, text: str, key: str) -> bool:
    """Typed instead of tapped: "back" is no patient's name."""
    return text.casefold() in {turn.texts.plain(c, key).casefold() for c in turn.texts.languages}


def _take_answer(turn: Turn, draft: Draft, step: Step) -> None:
    value = read_answer(step, turn.incoming.text, turn.language)
    if value is None:
        value = _named(turn, step)
    if value is None:
        _close_questions(turn, past=True)
        turn.say("enroll", draft=draft.id, view="again")
    else:
        _answer(turn, draft, step, value, typed=True)


def _named(turn: Turn, step: Step) -> str | None:
    """A plan or language by its typed name."""
    if step is Step.PLAN:
        plans = turn.clinic.programme.plans.values()
        return _chosen(turn.incoming.text, {p.id: {p.id, p.name.en, p.name.es} for p in plans})
    if step is Step.LANGUAGE:
        codes = turn.texts.languages
        names = {c: {c, *(turn.texts.plain(o, f"language.{c}") for o in codes)} for c in codes}
        return _chosen(turn.incoming.text, names)
    return None


def _chosen(text: str, named: dict[str, set[str]]) -> str | None:
    wanted = text.casefold()
    return next((k for k, names in named.items() if wanted in {n.casefold() for n in names}), None)


def _answer(turn: Turn, draft: Draft, step: Step, value: Any, *, typed: bool = False) -> None:
    if value is None:
        turn.note("pop.choose_again")
        return
    _move(turn, draft.at(after(step), **{step.value: value}), anew=typed)


def _move(turn: Turn, draft: Draft, *, anew: bool = False) -> None:
    """Go to a step: in the message pressed, or in a new one below what was typed."""
    drafts.save(turn.clinic.db, draft, turn.at.now)
    if anew:
        _close_questions(turn, past=True)
        turn.say("enroll", draft=draft.id)
    else:
        turn.redraw("enroll", draft=draft.id)


def _confirm(turn: Turn, draft: Draft, *, is_trial: bool) -> None:
    missing = [s for s in STEPS if s is not Step.CONFIRM and s.value not in draft.data]
    if missing or draft.data["plan"] not in turn.clinic.programme.plans:
        _move(turn, draft.at(missing[0] if missing else Step.PLAN))
        return
    is_waiting = bool(acceptance.pending(turn.clinic))
    if is_waiting and not is_trial:
        turn.note("pop.not_reviewed")
        turn.redraw("enroll", draft=draft.id, view="waits")
        return
    _end(turn, draft, "trial" if is_waiting else "done")
    enrolment.enrol(turn.clinic, turn.member, _wishes(draft.data), turn.at)


def _wishes(data: dict[str, Any]) -> Wishes:
    return Wishes(
        name=data["name"],
        plan=data["plan"],
        minute=int(data["time"]),
        days=frozenset(int(d) for d in data["days"]),
        timezone=data["zone"],
        language=data["language"],
    )


def _end(turn: Turn, draft: Draft, how: str) -> None:
    drafts.end(turn.clinic.db, draft.chat_id)
    turn.redraw("enroll", draft=draft.id, end=how)
