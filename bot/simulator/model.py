"""What the practice clinic remembers: people, chats and their messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.simulator.entities import Text
from bot.simulator.media import File
from bot.simulator.render import to_html
from bot.simulator.values import Json


@dataclass
class Person:
    """A Telegram user with one private chat, or a group (negative id) the bot was in."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    label: str | None = None
    role: str | None = None
    type: str = "private"
    # new, seen or started in private; member, kicked, left or migrated in a group
    standing: str = "new"
    blocked: bool = False
    deactivated: bool = False
    migrated_to: int | None = None

    def user(self) -> Json:
        """The User object."""
        known: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        extra = {"username": self.username, "language_code": self.language_code}
        return known | {name: value for name, value in extra.items() if value}

    def chat(self) -> Json:
        """The Chat object."""
        if self.type != "private":
            return {"id": self.id, "type": self.type, "title": self.first_name}
        named = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": "private", "first_name": self.first_name} | named


@dataclass(frozen=True)
class Content:
    """What a message says; two equal contents are "not modified" to an edit."""

    text: Text = field(default_factory=Text)
    file: File | None = None
    # A location, a contact, or flags such as has_spoiler and link_preview_options.
    extra: tuple[tuple[str, Any], ...] = ()

    def to_api(self) -> Json:
        """The fields of a Message object."""
        found: Json = dict(self.extra)
        name = "caption" if self.file else "text"
        if self.file:
            found[self.file.kind] = self.file.to_api()
            if self.file.kind == "animation":
                # Telegram sets both, for clients that know no animations.
                found["document"] = {
                    k: v for k, v in self.file.to_api().items() if k not in {"width", "height"}
                }
        if self.text.plain:
            found[name] = self.text.plain
            if self.text.entities:
                key = f"{name}_entities" if self.file else "entities"
                found[key] = [one.to_api() for one in self.text.entities]
        return found


@dataclass
class Message:
    """One message; `revision` is the chat's change counter when it last changed."""

    id: int
    chat: Person
    date: int
    content: Content
    from_bot: bool
    reply_markup: Json | None = None
    reply_to: Message | None = None
    edit_date: int | None = None
    protect_content: bool = False
    disable_notification: bool = False
    media_group_id: str | None = None
    pinned: bool = False
    revision: int = 0
    # Pressed and not yet answered: callback_query_id -> (row, column).
    spinning: dict[str, tuple[int, int]] = field(default_factory=dict)

    def to_api(self, bot: Json, *, nested: bool = False) -> Json:
        """The Message object; a replied-to message is nested one level only."""
        found: Json = {
            "message_id": self.id,
            "from": bot if self.from_bot else self.chat.user(),
            "chat": self.chat.chat(),
            "date": self.date,
        }
        found |= self.content.to_api()
        if self.reply_to and not nested:
            found["reply_to_message"] = self.reply_to.to_api(bot, nested=True)
        if self.reply_markup and "inline_keyboard" in self.reply_markup:
            found["reply_markup"] = self.reply_markup
        optional = {
            "edit_date": self.edit_date,
            "has_protected_content": self.protect_content or None,
            "media_group_id": self.media_group_id,
        }
        return found | {name: value for name, value in optional.items() if value is not None}

    def to_page(self) -> Json:
        """The message as the page draws it: safe HTML, picture address, keyboard, spinners."""
        file = self.content.file
        return {
            "chat": self.chat.id,
            "message_id": self.id,
            "date": self.date,
            "edit_date": self.edit_date,
            "from": "bot" if self.from_bot else "user",
            "text": self.content.text.plain,
            "entities": [one.to_api() for one in self.content.text.entities],
            "html": to_html(self.content.text),
            "media": _page_media(file) if file else None,
            "extra": dict(self.content.extra),
            "reply_markup": self.reply_markup,
            "reply_to": self.reply_to.id if self.reply_to else None,
            "protect_content": self.protect_content,
            "disable_notification": self.disable_notification,
            "media_group_id": self.media_group_id,
            "pinned": self.pinned,
            "spinning": sorted(self.spinning.values()),
            "revision": self.revision,
        }


def _page_media(file: File) -> Json:
    return {
        "kind": file.kind,
        "url": f"/media/{file.unique_id}",
        "name": file.name,
        "mime": file.mime,
        "size": len(file.content),
        "w": file.width,
        "h": file.height,
    }
