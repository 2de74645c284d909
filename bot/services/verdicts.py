"""What therapists say of a flag: right or a false alarm, and in a word why."""

from bot.domain.people import Staff
from bot.services import flagging
from bot.services.clinic import Clinic, Moment
from bot.storage import flags, raises
from bot.storage.flags import Flag

MOST = 120
"""Characters of a word that are kept."""


def judge(clinic: Clinic, flag: Flag, by: Staff, at: Moment, *, is_right: bool) -> None:
    """Keep the verdict on the latest raise; whoever judges has seen it."""
    raises.judge(clinic.db, flag, is_right=is_right, staff_id=by.id, now=at.now)
    if not flagging.acknowledge(clinic, flag, by, at):
        flagging.redraw(clinic, flag, at)


def add_word(clinic: Clinic, flag_id: int, number: int, word: str, at: Moment) -> bool:
    """Put a therapist's own word to a verdict; False when the flag is gone."""
    flag = flags.find(clinic.db, flag_id)
    if flag is None:
        return False
    raises.set_word(clinic.db, flag_id, number, " ".join(word.split())[:MOST])
    flagging.redraw(clinic, flag, at)
    return True
