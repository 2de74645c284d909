"""What the story can ask a page to do, and how its driver sees that it was done.

`ask` says what to do, or None while the bot has not made it possible yet; `arrived` that the page
did it; `settled` that the bot has dealt with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.simulator.model import Message
from bot.simulator.practice import Practice
from bot.simulator.values import Json

Role = Literal["patient", "therapist"]
PATIENT: Role = "patient"
THERAPIST: Role = "therapist"

# The story presses the messages of its own day; yesterday's open prompt is not meant.
FRESH_SECONDS = 12 * 3600
# "4" and "No" are part of too many labels to stand for them.
WORDY = 4
START_LINK = re.compile(r"https://t\.me/\w+\?start=[\w-]+")


class Act(Protocol):
    """One thing a person does."""

    def ask(self, sim: Practice) -> Json | None:
        """What the page shall do now."""
        ...

    def mark(self, sim: Practice, asked: Json) -> object:
        """The state before, to compare with."""
        ...

    def arrived(self, sim: Practice, asked: Json, before: object) -> bool:
        """Whether the page has done it."""
        ...

    def settled(self, sim: Practice, asked: Json, before: object) -> bool:
        """Whether the bot has dealt with it."""
        ...


def phone_of(sim: Practice, role: Role) -> int:
    """The chat of the first phone with this role."""
    chats: list[int] = [one["chat_id"] for one in sim.world.phones() if one["role"] == role]
    return chats[0]


def fresh(sim: Practice, chat: int) -> list[Message]:
    """The chat's messages of the last hours by the clinic's clock, newest first."""
    since = sim.world.seconds() - FRESH_SECONDS
    return [one for one in reversed(sim.messages(chat)) if one.date >= since]


def _keyboard(message: Message) -> list[list[Json]]:
    rows: list[list[Json]] = (message.reply_markup or {}).get("inline_keyboard", [])
    return rows


@dataclass(frozen=True)
class Press:
    """Tap the newest button with a label: exactly, or with a longer one as part of its text."""

    role: Role
    label: str

    def ask(self, sim: Practice) -> Json | None:
        """The place of the button."""
        chat = phone_of(sim, self.role)
        places = [
            (button["text"], {"message_id": message.id, "row": row, "col": column})
            for message in fresh(sim, chat)
            for row, buttons in enumerate(_keyboard(message))
            for column, button in enumerate(buttons)
        ]
        exact = (place for text, place in places if text == self.label)
        partly = (
            place for text, place in places if len(self.label) >= WORDY and self.label in text
        )
        place = next(exact, None) or next(partly, None)
        return None if place is None else {"kind": "press", "chat": chat, **place}

    def mark(self, sim: Practice, asked: Json) -> object:
        """The last answer to a tap in this chat."""
        return sim.world.answers.get(asked["chat"])

    def arrived(self, sim: Practice, asked: Json, before: object) -> bool:
        """The button waits for its answer, or has one."""
        message = sim.world.messages[asked["chat"]].get(asked["message_id"])
        return bool(message and message.spinning) or self.settled(sim, asked, before)

    def settled(self, sim: Practice, asked: Json, before: object) -> bool:
        """The bot has answered the tap."""
        return sim.world.answers.get(asked["chat"]) is not before


@dataclass(frozen=True)
class Answer(Press):
    """Tap a button of a message that then asks the next thing in its place."""

    def mark(self, sim: Practice, asked: Json) -> object:
        """How often the message had changed."""
        message = sim.world.messages[asked["chat"]].get(asked["message_id"])
        return message.revision if message else 0

    def settled(self, sim: Practice, asked: Json, before: object) -> bool:
        """The message has changed, and its button no longer spins."""
        message = sim.world.messages[asked["chat"]].get(asked["message_id"])
        was = before if isinstance(before, int) else 0
        if message is None:
            return True
        # An answer that came later would be taken for that to the next tap.
        return message.edit_date is not None and message.revision > was and not message.spinning


class _Words:
    """Something said in a chat: arrived as a message, settled once the bot spoke after it."""

    def mark(self, sim: Practice, asked: Json) -> object:
        """The newest message of the chat."""
        return max((one.id for one in sim.messages(asked["chat"])), default=0)

    def arrived(self, sim: Practice, asked: Json, before: object) -> bool:
        """The person's message is there."""
        return self._newer(sim, asked, before, from_bot=False)

    def settled(self, sim: Practice, asked: Json, before: object) -> bool:
        """So is one of the bot."""
        return self._newer(sim, asked, before, from_bot=True)

    def _newer(self, sim: Practice, asked: Json, before: object, *, from_bot: bool) -> bool:
        newest = before if isinstance(before, int) else 0
        return any(
            one.id > newest and one.from_bot is from_bot for one in sim.messages(asked["chat"])
        )


@dataclass(frozen=True)
class Say(_Words):
    """Type a text, once the bot has said `after` (at once without it)."""

    role: Role
    text: str
    after: str = ""

    def ask(self, sim: Practice) -> Json | None:
        """The words."""
        chat = phone_of(sim, self.role)
        heard = (one.content.text.plain for one in fresh(sim, chat) if one.from_bot)
        if self.after and not any(self.after.casefold() in text.casefold() for text in heard):
            return None
        return {"kind": "say", "chat": chat, "text": self.text}


@dataclass(frozen=True)
class OpenInvitation(_Words):
    """Open the therapist's newest invitation on the patient's phone."""

    def ask(self, sim: Practice) -> Json | None:
        """The link and both phones."""
        therapist = phone_of(sim, THERAPIST)
        for message in fresh(sim, therapist):
            link = _start_link(message)
            if link:
                chat = phone_of(sim, PATIENT)
                return {"kind": "open", "from": therapist, "chat": chat, "link": link}
        return None


def _start_link(message: Message) -> str | None:
    text = message.content.text
    urls = [one.url or "" for one in text.entities]
    urls += [button.get("url", "") for row in _keyboard(message) for button in row]
    found = START_LINK.search("\n".join([text.plain, *urls]))
    return found[0] if found and message.from_bot else None


@dataclass(frozen=True)
class Move:
    """Tap a button of the clock."""

    to: Literal["next", "hour", "day"] = "next"

    def ask(self, sim: Practice) -> Json | None:
        """The button, unless the clock is still running."""
        return None if sim.moving.locked() else {"kind": "clock", "to": self.to}

    def mark(self, sim: Practice, asked: Json) -> object:  # noqa: ARG002
        """The time before."""
        return sim.world.seconds()

    def arrived(self, sim: Practice, asked: Json, before: object) -> bool:
        """The clock is running or has moved."""
        return sim.moving.locked() or self.settled(sim, asked, before)

    def settled(self, sim: Practice, asked: Json, before: object) -> bool:  # noqa: ARG002
        """The clock has moved and stands."""
        return sim.world.seconds() != before and not sim.moving.locked()
