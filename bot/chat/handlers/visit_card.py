"""A therapist reads the first visit on one card, and adds what was found and agreed."""

from bot.chat.handlers import flags, talk
from bot.chat.router import Of, Who, press
from bot.chat.turn import Turn
from bot.domain.people import Patient
from bot.services import (
    audit,
    cover,
    notes,
    visit_asking,
)
from bot.storage import drafts, patients
from bot.storage.assessments import NoteKind
from bot.storage.drafts import Draft


@press("vc", Who.STAFF, Of.PATIENT)
def button(turn: Turn, patient: Patient, act: str) -> None:
    """Show the card, begin one of its notes, or put the questions to the patient."""
    if act in tuple(NoteKind):
        _begin_note(turn, patient, NoteKind(act))
    elif act == "ask":
        _ask(turn, patient)
    else:
        _leave_note(turn)
        audit.note(turn.clinic, turn.member, "view_card", patient, turn.at)
        _show(turn, patient)


def _show(turn: Turn, patient: Patient, view: str = "open") -> None:
    if turn.entry is not None and turn.entry.kind == "visited":
        turn.redraw("visited", patient=patient.id, view=view)
    else:
        turn.say("visited", about=patient.id, patient=patient.id, view=view)


def _begin_note(turn: Turn, patient: Patient, kind: NoteKind) -> None:
    """The next line typed is the note."""
    if flags.is_enrolling(turn):
        turn.note("pop.enrolling", box=True)
        return
    chat, now = turn.incoming.chat_id, turn.at.now
    drafts.begin(turn.clinic.db, chat, "note", kind, now, patient_id=patient.id)
    _show(turn, patient, kind)


def _leave_note(turn: Turn) -> None:
    draft = drafts.of_chat(turn.clinic.db, turn.incoming.chat_id)
    if draft is not None and draft.flow == "note":
        drafts.end(turn.clinic.db, turn.incoming.chat_id)


def _ask(turn: Turn, patient: Patient) -> None:
    if not patient.is_current or patient.telegram_id is None:
        turn.note("pop.no_chat", box=True, name=patient.name)
        return
    visit_asking.ask_now(turn.clinic, patient, turn.at)
    turn.note("visit.pop.asked", name=patient.name)


@talk.flow("note")
def take_note(turn: Turn, draft: Draft) -> bool:
    """A therapist's words for the card; too long a note is sent back whole, not cut."""
    patient = patients.find(turn.clinic.db, draft.patient_id or 0)
    if patient is None or not cover.may_see(turn.clinic, turn.actor.staff, patient):
        return False
    kind = NoteKind(draft.step)
    if notes.write(turn.clinic, patient, kind, turn.incoming.text, turn.member, turn.at):
        drafts.end(turn.clinic.db, draft.chat_id)
        turn.say("visited", about=patient.id, patient=patient.id, view="open")
    else:
        turn.text("visit.note.too_long", most=notes.LONGEST)
    return True
