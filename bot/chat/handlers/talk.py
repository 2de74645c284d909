"""What people type and send: ratings, answers to a question the bot asked, and everything else."""

from collections.abc import Callable
from datetime import timedelta

from bot.chat.router import Of, Who, press
from bot.chat.turn import Turn
from bot.domain.daily import Acceptance, Prompt
from bot.domain.pain import AskAgain, Pain, read_pain
from bot.domain.people import Patient
from bot.services import (
    afterwards,
    assessment,
    cover,
    first_visit,
    prompting,
    ratings,
    relay,
    screening,
)
from bot.storage import drafts, outbox, patients, prompts
from bot.storage.drafts import Draft
from bot.storage.messages import Message

Flow = Callable[[Turn, Draft], bool]
"""Takes what was typed as the answer to a flow's question; False when it is not one."""

FLOWS: dict[str, Flow] = {}
FLOW_LIFE = {"enroll": timedelta(days=7)}
USUAL_LIFE = timedelta(minutes=30)
"""After this a typed line is no longer taken for the answer to an old question."""


def flow(name: str) -> Callable[[Flow], Flow]:
    """Declare how typed answers to a flow are taken."""

    def register(handler: Flow) -> Flow:
        FLOWS[name] = handler
        return handler

    return register


def open_draft(turn: Turn) -> Draft | None:
    """What this chat is in the middle of, unless that was too long ago."""
    draft = drafts.of_chat(turn.clinic.db, turn.incoming.chat_id)
    if draft is None:
        return None
    life = FLOW_LIFE.get(draft.flow, USUAL_LIFE)
    return draft if turn.at.now - draft.updated_at <= life else None


def typed(turn: Turn) -> None:
    """Any text that is not a command."""
    draft = open_draft(turn)
    if _is_own(turn, draft) and _names_a_sign(turn):
        return
    if draft is not None and FLOWS[draft.flow](turn, draft):
        return
    if turn.actor.patient is not None:
        _patient_typed(turn)
    elif turn.actor.staff is not None:
        turn.text("staff.not_understood")
    else:
        stranger(turn)


def stranger(turn: Turn) -> None:
    """Two lines, and nothing of them is kept."""
    clinic = turn.clinic.settings.clinic_name
    if turn.actor.former is not None:
        if _names_a_sign_afterwards(turn, turn.actor.former):
            return
        phone = turn.clinic.settings.clinic_phone
        turn.text("stranger.former", clinic=clinic, phone=phone)
    else:
        turn.text("stranger.text", clinic=clinic)


def _names_a_sign_afterwards(turn: Turn, former: Patient) -> bool:
    said = turn.incoming
    if screening.sign_in(turn.clinic, former, said.text) is None:
        return False
    afterwards.tell(
        turn.clinic,
        former,
        said.text,
        turn.at,
        media_kind=said.media_kind,
        media_id=said.media_id,
    )
    return True


def _pass_on(turn: Turn, patient: Patient) -> None:
    relay.from_patient(
        turn.clinic,
        patient,
        turn.incoming.text,
        turn.at,
        media_kind=turn.incoming.media_kind,
        media_id=turn.incoming.media_id,
    )


def _is_own(turn: Turn, draft: Draft | None) -> bool:
    """Whether these are a patient's words about themselves, not a therapist's for somebody else."""
    patient = turn.actor.patient
    return patient is not None and (draft is None or draft.patient_id == patient.id)


def _names_a_sign(turn: Turn) -> bool:
    """Words that may mean a warning sign are kept, and lead to its question before all else."""
    text = turn.incoming.text
    sign = screening.sign_in(turn.clinic, turn.patient, text)
    if sign is None:
        return False
    # The same words may answer a question of the first visit: then they are kept there too.
    replies_to = turn.incoming.replies_to
    assessment.in_words(turn.clinic, turn.patient, text, replies_to, turn.at, goes_on=False)
    screening.from_words(turn.clinic, turn.patient, sign, turn.at)
    drafts.end(turn.clinic.db, turn.incoming.chat_id)
    _pass_on(turn, turn.patient)
    typed_pain(turn, text)
    return True


def _patient_typed(turn: Turn) -> None:
    message = turn.incoming
    said = (turn.clinic, turn.patient, message.text, message.replies_to, turn.at)
    if first_visit.typed(*said) or assessment.in_words(*said):
        return
    if typed_pain(turn, turn.incoming.text):
        return
    relay.from_patient(turn.clinic, turn.patient, turn.incoming.text, turn.at)
    turn.say("kept", about=turn.patient.id)


def typed_pain(turn: Turn, text: str) -> bool:
    """Take a typed rating, or ask again; False when the text is not meant as one."""
    reading = read_pain(text, turn.language)
    if reading is None:
        return False
    prompt = _answered_prompt(turn)
    if prompt is None:
        return False
    if isinstance(reading, AskAgain):
        turn.say(
            "ask_again",
            about=turn.patient.id,
            prompt=prompt.id,
            candidates=list(reading.candidates),
            reason=reading.reason,
        )
        return True
    _record(turn, prompt, reading)
    return True


def _answered_prompt(turn: Turn) -> Prompt | None:
    """The prompt whose message is replied to, else the one that is open now."""
    replied = outbox.by_message(turn.clinic.db, turn.incoming.chat_id, turn.incoming.replies_to)
    if replied is not None and "prompt" in replied.params:
        prompt = prompts.find(turn.clinic.db, replied.params["prompt"])
        if prompt is not None and prompt.patient_id == turn.patient.id:
            return prompt
    found = prompting.prompt_to_rate(turn.clinic, turn.patient, turn.at)
    return found or _todays(turn)


def _todays(turn: Turn) -> Prompt | None:
    """A number that comes before the day's question is kept for that day."""
    if turn.patient.started_on is None or turn.patient.next_due_at is None:
        return None
    return prompting.today_now(turn.clinic, turn.patient, turn.at)


def _record(turn: Turn, prompt: Prompt, reading: Pain) -> None:
    recorded = ratings.record(turn.clinic, turn.patient, prompt, reading.value, "typed", turn.at)
    if not recorded.is_saved:
        turn.say(
            "ask_again",
            about=turn.patient.id,
            prompt=prompt.id,
            candidates=[],
            reason="closed",
        )
        return
    is_today = recorded.acceptance is Acceptance.OPEN
    turn.say(
        "saved", about=turn.patient.id, prompt=prompt.id, pain=reading.value, is_today=is_today
    )


def media(turn: Turn) -> None:
    """Photos, voice, documents and the rest: a patient's are kept for the therapist."""
    if turn.actor.patient is not None:
        if _names_a_sign(turn):
            return
        turn.say("kept", about=turn.patient.id)
        _pass_on(turn, turn.patient)
    elif turn.actor.staff is not None:
        turn.text("staff.text_only")
    else:
        stranger(turn)


@press("a", Who.PATIENT, Of.OWN_MESSAGE)
def answer(turn: Turn, message: Message, _: str) -> None:
    """The next line goes to the therapist, even if it looks like a rating."""
    drafts.begin(
        turn.clinic.db,
        turn.incoming.chat_id,
        "answer",
        "text",
        turn.at.now,
        patient_id=turn.patient.id,
        message=message.id,
    )
    turn.text("talk.type_answer")


@flow("answer")
def take_answer(turn: Turn, draft: Draft) -> bool:
    if turn.actor.patient is None or turn.actor.patient.id != draft.patient_id:
        return False
    drafts.end(turn.clinic.db, draft.chat_id)
    relay.from_patient(turn.clinic, turn.patient, turn.incoming.text, turn.at)
    turn.say("kept", about=turn.patient.id)
    return True


@flow("write")
def take_words(turn: Turn, draft: Draft) -> bool:
    """A therapist's words for one patient."""
    patient = patients.find(turn.clinic.db, draft.patient_id or 0)
    if patient is None or not cover.may_see(turn.clinic, turn.actor.staff, patient):
        return False
    drafts.end(turn.clinic.db, draft.chat_id)
    passed = relay.to_patient(turn.clinic, patient, turn.member, turn.incoming.text, turn.at)
    turn.text("talk.passed_on" if passed else "talk.no_chat", name=patient.name)
    return True
