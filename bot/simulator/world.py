"""The state of the practice clinic: who there is, what was said, what the bot is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.simulator.commands import Commands
from bot.simulator.errors import ApiError, bad_request, forbidden
from bot.simulator.events import Hub
from bot.simulator.flood import Flood
from bot.simulator.media import Files
from bot.simulator.model import Content, Message, Person
from bot.simulator.updates import Queued, Updates
from bot.simulator.values import Json, Value

CALLBACK_SECONDS = 15.0


@dataclass
class Query:
    """A callback query: may be answered once and only for a while."""

    id: str
    chat: int
    message_id: int
    place: tuple[int, int] | None
    at: float


class World:
    """Holds everything; methods here keep state, events and updates in step."""

    def __init__(self, bot: Json, now: Callable[[], datetime], *, flood: bool) -> None:
        self.bot = bot
        self.now = now
        self.hub = Hub()
        self.files = Files(bot["id"])
        self.commands = Commands()
        self.flood = Flood(enabled=flood)
        self.updates = Updates(now, self._read, self.hub.wake)
        self.people: dict[int, Person] = {}
        self.messages: dict[int, dict[int, Message]] = {}
        self.queries: dict[str, Query] = {}
        self.answers: dict[int, Json] = {}
        self.revisions: dict[int, int] = {}
        self.profile: dict[str, str] = {}
        self.menu_buttons: dict[int | None, Json] = {}
        self.callback_seconds = CALLBACK_SECONDS
        self._message_id = 0
        self._query_id = 7_000_000

    def seconds(self) -> int:
        """The clinic's time in Unix seconds."""
        return int(self.now().timestamp())

    def add_person(self, person: Person) -> Person:
        """Add or change a person; the messages of a known one stay."""
        self.people[person.id] = person
        self.messages.setdefault(person.id, {})
        self.revisions.setdefault(person.id, 0)
        self.hub.emit("phones", {"phones": self.phones()})
        return person

    def phones(self) -> list[Json]:
        """The people the page shows a phone for."""
        shown = (person for person in self.people.values() if person.role)
        return [
            {"id": one.id, "chat_id": one.id, "name": one.label or one.first_name, "role": one.role}
            for one in shown
        ]

    def person(self, chat: int) -> Person:
        """A known person; raises KeyError."""
        return self.people[chat]

    def writable(self, chat_id: object) -> Person:
        """The chat a bot may write to now; raises ApiError as Telegram does."""
        person = self.readable(chat_id)
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if person.standing == "seen":
            raise forbidden("bot can't initiate conversation with a user")
        _check_membership(person)
        return person

    def readable(self, chat_id: object) -> Person:
        """A chat that exists for the bot; raises ApiError 400."""
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        person = self._find(str(chat_id))
        if person is None or person.standing == "new":
            raise bad_request("chat not found")
        return person

    def _find(self, wanted: str) -> Person | None:
        # A bot reaches a private chat by its number only; @name is for groups and channels.
        return self.people.get(int(wanted)) if wanted.lstrip("-").isdigit() else None

    def post(self, person: Person, content: Content, **fields: Value) -> Message:
        """Add a message to a chat and show it."""
        self._message_id += 1
        message = Message(
            id=self._message_id, chat=person, date=self.seconds(), content=content, **fields
        )
        self.messages[person.id][message.id] = message
        self.changed(message, "message")
        return message

    def changed(self, message: Message, event: str) -> None:
        """Note that a message is new or different and tell the page."""
        message.revision = self.touch(message.chat.id)
        self.hub.emit(event, message.to_page())

    def touch(self, chat: int) -> int:
        """Count a change of a chat."""
        self.revisions[chat] = self.revisions.get(chat, 0) + 1
        return self.revisions[chat]

    def remove(self, message: Message) -> None:
        """Delete a message for both sides."""
        del self.messages[message.chat.id][message.id]
        revision = self.touch(message.chat.id)
        data = {"chat": message.chat.id, "message_id": message.id, "revision": revision}
        self.hub.emit("delete", data)

    def new_query(self, chat: int, message_id: int, place: tuple[int, int] | None) -> Query:
        """Register a press; its answer is due within `callback_seconds` of real time."""
        self._query_id += 1
        query = Query(str(self._query_id), chat, message_id, place, time.monotonic())
        self.queries[query.id] = query
        return query

    def clear(self) -> None:
        """An empty clinic: nobody, nothing said, nothing waiting; numbers go on counting."""
        for kept in (self.people, self.messages, self.queries, self.answers, self.revisions):
            kept.clear()
        self.updates.queue.clear()

    def all_messages(self) -> Iterator[Message]:
        """Every message of every chat."""
        return (one for chat in self.messages.values() for one in chat.values())

    def _read(self, done: list[Queued]) -> None:
        """The bot has confirmed updates: what they carried has been read."""
        read: dict[int, int] = {}
        for one in done:
            message = one.body.get("message")
            if isinstance(message, dict) and isinstance(message.get("chat"), dict):
                read[message["chat"].get("id", 0)] = message.get("message_id", 0)
        for chat, up_to in read.items():
            self.hub.emit("read", {"chat": chat, "up_to": up_to})


def _check_membership(person: Person) -> None:
    kind = "supergroup" if person.type == "supergroup" else "group"
    if person.standing == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if person.standing == "left":
        raise forbidden(f"bot is not a member of the {kind} chat")
    if person.standing == "migrated":
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": person.migrated_to or 0},
        )
