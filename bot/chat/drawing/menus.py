"""The command list of a chat, by role and language."""

from bot.chat.drawing.canvas import Canvas, Drawn, Menu, draws
from bot.storage import patients, staff
from bot.texts import Markup, Texts

STRANGER = ("start", "help", "privacy")
PATIENT = (
    "today",
    "pain",
    "tips",
    "flare",
    "pause",
    "resume",
    "time",
    "language",
    "stop",
    "mydata",
    "deletemydata",
    "help",
    "privacy",
)
THERAPIST = (
    "patients",
    "flags",
    "enroll",
    "quality",
    "digest",
    "cover",
    "settings",
    "help",
    "privacy",
)
ADMIN = (
    "patients",
    "flags",
    "enroll",
    "quality",
    "digest",
    "invite",
    "staff",
    "review",
    "audit",
    "settings",
    "help",
    "privacy",
)


def commands(texts: Texts, language: str, names: tuple[str, ...], whose: str) -> Menu:
    """The commands with what each does, in one language."""
    return Menu(tuple((name, texts.plain(language, f"command.{whose}.{name}")) for name in names))


@draws("menu")
def menu(canvas: Canvas) -> Drawn:
    """What this account is decides; a former one gets a stranger's list back."""
    account = canvas.entry.chat_id
    member = staff.by_account(canvas.db, account)
    patient = patients.by_account(canvas.db, account)
    if member is not None:
        names = ADMIN if member.is_admin else THERAPIST
        extra = PATIENT[:-2] if patient else ()
        own = tuple(n for n in names if n not in extra)
        found = commands(canvas.texts, member.language, own, "staff")
        mine = commands(canvas.texts, member.language, extra, "patient")
        return Drawn(Markup(), menu=Menu(found.commands + mine.commands))
    if patient is not None:
        return Drawn(Markup(), menu=commands(canvas.texts, patient.language, PATIENT, "patient"))
    return Drawn(Markup(), menu=Menu(()))
