"""A therapist enrols somebody: one question at a time, by button or typed, with back and cancel."""

from typing import Any

from bot.chat.handlers import talk
from bot.chat.router import Of, Who, command, press
from bot.chat.turn import Turn
from bot.domain.enrolling import STEPS, Step, after, before, read_answer
from bot.services import enrolment
from bot.services.enrolment import Wishes
from bot.storage import drafts
from bot.storage.drafts import Draft


@command("enroll", Who.STAFF)
def enroll(turn: Turn) -> None:
    draft = drafts.begin(turn.clinic.db, turn.incoming.chat_id, "enroll", STEPS[0], turn.at.now)
    turn.say("enroll", draft=draft.id, step=draft.step)


@press("e", Who.STAFF, Of.DRAFT)
def pressed(turn: Turn, draft: Draft, rest: str) -> None:
    step_name, _, value = rest.partition(":")
    if draft.flow != "enroll" or step_name != draft.step:
        turn.note("pop.step_done")
        turn.redraw()
        return
    step = Step(step_name)
    if value == "cancel":
        _end(turn, draft, "cancelled")
    elif value == "back":
        _move(turn, draft.at(before(step)))
    elif step is Step.ZONE and value == "?":
        turn.redraw("enroll", draft=draft.id, step=step, view="all")
    elif step is Step.CONFIRM:
        _confirm(turn, draft)
    else:
        _answer(turn, draft, step, _offered(turn, step, value))


def _offered(turn: Turn, step: Step, value: str) -> Any:
    """A button's value, if it is one that can be chosen here."""
    if step is Step.PLAN:
        return value if value in turn.clinic.programme.plans else None
    if step is Step.LANGUAGE:
        return value if value in turn.texts.languages else None
    if step is Step.TIME:
        return int(value) if value.isdigit() and int(value) < 1440 else None
    if step is Step.DAYS:
        return value if value and set(value) <= set("0123456") else None
    return read_answer(step, value, turn.language)


@talk.flow("enroll")
def take_typed(turn: Turn, draft: Draft) -> bool:
    """The typed answer to the question that stands; what is no answer is asked again."""
    if turn.actor.staff is None:
        return False
    step = Step(draft.step)
    value = read_answer(step, turn.incoming.text, turn.language) or _named(turn, step)
    if value is None:
        turn.text(f"enroll.{step}.again")
        turn.say("enroll", draft=draft.id, step=step)
    else:
        _answer(turn, draft, step, value, typed=True)
    return True


def _named(turn: Turn, step: Step) -> str | None:
    """A plan or language by its typed name."""
    wanted = turn.incoming.text.casefold()
    if step is Step.PLAN:
        for plan in turn.clinic.programme.plans.values():
            if wanted in (plan.id, plan.name.en.casefold(), plan.name.es.casefold()):
                return plan.id
    if step is Step.LANGUAGE:
        for code in turn.texts.languages:
            names = (turn.texts.plain(c, f"language.{code}") for c in turn.texts.languages)
            if wanted == code or wanted in (n.casefold() for n in names):
                return code
    return None


def _answer(turn: Turn, draft: Draft, step: Step, value: Any, *, typed: bool = False) -> None:
    if value is None:
        turn.note("pop.choose_again")
        return
    _move(turn, draft.at(after(step), **{step.value: value}), anew=typed)


def _move(turn: Turn, draft: Draft, *, anew: bool = False) -> None:
    """Go to a step: in the message pressed, or in a new one below what was typed."""
    drafts.save(turn.clinic.db, draft, turn.at.now)
    if anew:
        turn.say("enroll", draft=draft.id, step=draft.step)
    else:
        turn.redraw("enroll", draft=draft.id, step=draft.step)


def _confirm(turn: Turn, draft: Draft) -> None:
    missing = [s for s in STEPS if s is not Step.CONFIRM and s.value not in draft.data]
    if missing or draft.data["plan"] not in turn.clinic.programme.plans:
        _move(turn, draft.at(missing[0] if missing else Step.PLAN))
        return
    data = draft.data
    wishes = Wishes(
        name=data["name"],
        plan=data["plan"],
        minute=int(data["time"]),
        days=frozenset(int(d) for d in data["days"]),
        timezone=data["zone"],
        language=data["language"],
    )
    _end(turn, draft, "done")
    enrolment.enrol(turn.clinic, turn.member, wishes, turn.at)


def _end(turn: Turn, draft: Draft, how: str) -> None:
    drafts.end(turn.clinic.db, draft.chat_id)
    turn.redraw("enroll", draft=draft.id, end=how)
