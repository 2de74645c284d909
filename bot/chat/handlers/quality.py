"""Verdicts on flags, with a word if wanted, and what they come to."""

from bot.chat.handlers.talk import flow
from bot.chat.router import Who, command
from bot.chat.turn import Turn
from bot.services import cover, verdicts
from bot.storage import drafts, patients
from bot.storage.drafts import Draft
from bot.storage.flags import Flag


@command("quality", Who.STAFF)
def show_quality(turn: Turn) -> None:
    turn.say("quality")


def judge(turn: Turn, flag: Flag, *, is_right: bool) -> None:
    verdicts.judge(turn.clinic, flag, turn.member, turn.at, is_right=is_right)
    turn.note("pop.verdict")


def ask_word(turn: Turn, flag: Flag) -> None:
    """The next line typed is put to the verdict."""
    drafts.begin(
        turn.clinic.db,
        turn.incoming.chat_id,
        "verdict",
        "word",
        turn.at.now,
        patient_id=flag.patient_id,
        flag=flag.id,
        number=flag.raise_count,
    )
    turn.text("verdict.ask_word")


@flow("verdict")
def take_word(turn: Turn, draft: Draft) -> bool:
    patient = patients.find(turn.clinic.db, draft.patient_id or 0)
    if patient is None or not cover.may_see(turn.clinic, turn.actor.staff, patient):
        return False
    drafts.end(turn.clinic.db, draft.chat_id)
    flag_id, number = draft.data["flag"], draft.data["number"]
    kept = verdicts.add_word(turn.clinic, flag_id, number, turn.incoming.text, turn.at)
    turn.text("verdict.kept" if kept else "staff.not_understood")
    return True
