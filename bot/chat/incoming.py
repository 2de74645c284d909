"""One Telegram update, read once at the edge into the few things a handler needs."""

import json
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
MAX_TEXT = 4000


class What(StrEnum):
    """The kinds of things people can send."""

    COMMAND = "command"
    TEXT = "text"
    MEDIA = "media"
    PRESS = "press"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


@dataclass(frozen=True)
class Incoming:
    """What somebody did. `text` is a command's argument, a text, a caption, or a button's data."""

    what: What
    chat_id: int
    user_id: int
    first_name: str
    language_code: str
    text: str = ""
    command: str = ""
    message_id: int = 0
    replies_to: int = 0
    query_id: str = ""
    media_kind: str | None = None
    media_id: str | None = None
    is_edit: bool = False


def parse(body: str) -> Incoming | None:
    """Read an update; None for what concerns nobody (groups, channels, other kinds).

    Raises whatever a malformed update raises: the caller counts the tries and puts it aside.
    """
    update = Update.de_json(json.loads(body), None)
    if update.callback_query:
        return _press(update.callback_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.chat.type != ChatType.PRIVATE:
        return None
    return _message(message, message.from_user, is_edit=update.edited_message is not None)


def _press(query: CallbackQuery) -> Incoming | None:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    return Incoming(
        what=What.PRESS,
        chat_id=message.chat.id,
        text=(query.data or "")[:64],
        message_id=message.message_id,
        query_id=query.id,
        **_who(query.from_user),
    )


def _membership(change: ChatMemberUpdated) -> Incoming | None:
    if change.chat.type != ChatType.PRIVATE:
        return None
    blocked = change.new_chat_member.status == ChatMemberStatus.BANNED
    what = What.BLOCKED if blocked else What.UNBLOCKED
    return Incoming(what=what, chat_id=change.chat.id, **_who(change.from_user))


def _who(user: User) -> dict[str, Any]:
    return {
        "user_id": user.id,
        "first_name": clean(user.first_name)[:40],
        "language_code": user.language_code or "",
    }


def _message(message: Message, sender: User, *, is_edit: bool) -> Incoming:
    common: dict[str, Any] = {
        "chat_id": message.chat.id,
        "message_id": message.message_id,
        "replies_to": message.reply_to_message.message_id if message.reply_to_message else 0,
        "is_edit": is_edit,
        **_who(sender),
    }
    media = _media(message)
    if media is not None:
        kind, file_id = media
        text = clean(message.caption or "")
        return Incoming(What.MEDIA, text=text, media_kind=kind, media_id=file_id, **common)
    text = clean(message.text or "")
    if text.startswith("/") and len(text) > 1:
        head, _, rest = text[1:].partition(" ")
        command = head.partition("@")[0].lower()
        return Incoming(What.COMMAND, command=command, text=rest.strip(), **common)
    return Incoming(What.TEXT, text=text, **common)


_BY_FILE = ("voice", "audio", "video", "video_note", "document", "sticker", "animation")
_BY_NAME = ("location", "contact", "venue", "poll", "dice", "story", "checklist")


def _media(message: Message) -> tuple[str, str | None] | None:
    """What kind of thing it is, and its file id where it is a file that can be passed on."""
    if message.photo:
        return "photo", message.photo[-1].file_id
    for kind in ("animation", *_BY_FILE):
        attached = getattr(message, kind, None)
        if attached is not None:
            return kind, attached.file_id
    for kind in _BY_NAME:
        if getattr(message, kind, None) is not None:
            return kind, None
    return None


def clean(text: str) -> str:
    """Without control characters, half surrogates and direction overrides that could mislead."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(c for c in kept if c not in _BIDI)[:MAX_TEXT].strip()


_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
