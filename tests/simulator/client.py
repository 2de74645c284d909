"""Phones and a clinic over HTTP, for stories: say, press, expect; waits for events, never sleeps.

clinic = Clinic(simulator.address)
ana = await clinic.phone(1001, "Ana", role="patient")
await ana.open(link)
await ana.expect("Is that you?")
await ana.press("Yes")
assert "Saved" in await ana.pop_up()
await clinic.move("day")
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

import httpx

from tests.simulator.seen import Json, Seen

__all__ = ["Clinic", "Phone", "Seen"]

PATIENCE = 10.0
NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""The simulator speaks plain http, and reading the list of authorities takes a while."""
T = TypeVar("T")


class Clinic:
    """The simulator's control API."""

    def __init__(self, address: str) -> None:
        self.http = httpx.AsyncClient(base_url=address, timeout=60, verify=NO_AUTHORITIES)
        self.phones: dict[int, Phone] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection."""
        await self.http.aclose()

    async def post(self, route: str, **given: object) -> Json:
        """A control call; fails with the clinic's sentence when it is refused."""
        answer = await self.http.post(f"/control/{route}", json=given)
        assert answer.is_success, f"{route} {given}: {answer.text}"
        body: Json = answer.json()
        return body

    async def phone(self, chat: int, first_name: str, **more: object) -> Phone:
        """Give a person a phone (username, language_code, role, label as wanted)."""
        await self.post("people", id=chat, first_name=first_name, **more)
        self.phones[chat] = Phone(self, chat)
        return self.phones[chat]

    async def move(self, to: str | datetime) -> list[datetime]:
        """Move the clock: "next", "hour", "day" or an instant; returns the instants passed."""
        for phone in self.phones.values():
            await phone.mark()
        target = to if isinstance(to, str) else to.isoformat()
        answer = await self.post("clock", to=target)
        return [datetime.fromisoformat(one) for one in answer["through"]]

    async def state(self) -> Json:
        """The full snapshot."""
        body: Json = (await self.http.get("/control/state")).json()
        return body

    async def now(self) -> datetime:
        """The clinic's time."""
        return datetime.fromisoformat((await self.state())["now"])

    async def calls(self, method: str | None = None, after: int = 0) -> list[Json]:
        """The bot's calls so far, oldest first."""
        found: list[Json] = (await self.http.get("/control/calls", params={"after": after})).json()[
            "calls"
        ]
        return [one for one in found if method in {None, one["method"]}]

    async def fault(self, kind: str, **more: object) -> int:
        """Ask for a fault (method, chat, code, description, retry_after, seconds, times)."""
        return int((await self.post("fault", kind=kind, **more))["id"])

    async def clear_faults(self) -> None:
        """No more faults."""
        await self.http.delete("/control/fault")

    async def inject(self, update: Json) -> int:
        """Queue a raw, perhaps malformed, update."""
        return int((await self.post("update", **update))["update_id"])


class Phone:
    """One person's chat with the bot.

    `expect` looks at what the bot sent or changed since this phone's last own act
    (say, press, open, send, edit, or a move of the clock).
    """

    def __init__(self, clinic: Clinic, chat: int) -> None:
        self.clinic = clinic
        self.chat = chat
        self.messages: list[Seen] = []
        self.commands: list[str] = []
        self._answer: Json | None = None
        self._revision = 0
        self._since = 0

    @property
    def last(self) -> Seen:
        """The newest message of the bot, as last seen."""
        return next(one for one in reversed(self.messages) if one.by_bot)

    @property
    def new(self) -> list[Seen]:
        """The bot's messages new or changed since this phone's last act, oldest first."""
        return [one for one in self.messages if one.by_bot and one.changed > self._since]

    async def say(self, text: str, *, reply_to: Seen | None = None) -> Json:
        """Type a text."""
        return await self._act("say", text=text, reply_to=reply_to.id if reply_to else None)

    async def send(self, kind: str, caption: str = "") -> Json:
        """Send a photo, voice, document, sticker, video, location or contact."""
        return await self._act("send", kind=kind, caption=caption)

    async def edit(self, message: Seen | int, text: str) -> Json:
        """Change an own message."""
        number = message if isinstance(message, int) else message.id
        return await self._act("edit", message_id=number, text=text)

    async def open(self, link: str) -> Json:
        """Open a t.me link to the bot (presses Start)."""
        return await self._act("open", link=link)

    async def press(self, label: str, *, on: Seen | None = None, times: int = 1) -> Json:
        """Tap a button once it is there: so labelled, else one whose label contains that.

        The newest message that has it is taken, or `on`; `expect` the message first when an
        older one has a button of that label too.
        """

        def found() -> tuple[Seen, tuple[int, int]] | None:
            messages = [on] if on else list(reversed(self.messages))
            for exactly in (True, False):
                for one in messages:
                    if place := one.place(label, exactly=exactly):
                        return one, place
            return None

        message, (row, column) = await self._until(found, f"a button {label!r}")
        return await self._act("press", message_id=message.id, row=row, col=column, times=times)

    async def forge(self, message_id: int, data: str) -> Json:
        """Send a callback no button offers."""
        return await self._act("press", message_id=message_id, data=data)

    async def expect(self, part: str, *, within: float = PATIENCE) -> Seen:
        """Wait for a new or changed bot message that contains `part`."""

        def found() -> Seen | None:
            return next((one for one in reversed(self.new) if part in one.text), None)

        return await self._until(found, f"a message with {part!r}", within)

    async def expect_edit(self, message: Seen, *, within: float = PATIENCE) -> Seen:
        """Wait until a message has changed since it was last looked at."""

        def found() -> Seen | None:
            same = (one for one in self.messages if one.id == message.id)
            return next((one for one in same if one.changed > message.changed), None)

        return await self._until(found, f"an edit of message {message.id}", within)

    async def expect_gone(self, message: Seen, *, within: float = PATIENCE) -> None:
        """Wait until a message is deleted."""

        def gone() -> bool | None:
            return None if any(one.id == message.id for one in self.messages) else True

        await self._until(gone, f"message {message.id} to be deleted", within)

    async def pop_up(self, *, within: float = PATIENCE) -> str:
        """Wait for the answer to the last press; returns its text (empty when it said nothing)."""

        def found() -> Json | None:
            answer = self._answer
            return answer if answer and answer["revision"] > self._since else None

        return str((await self._until(found, "an answer to the press", within))["text"])

    async def menu(self, command: str, *, within: float = PATIENCE) -> list[str]:
        """Wait until the command menu offers a command; returns the whole menu."""
        return await self._until(
            lambda: self.commands if command in self.commands else None,
            f"the command {command!r}",
            within,
        )

    async def block(self) -> None:
        """Block the bot."""
        await self.clinic.post("block", chat=self.chat, blocked=True)

    async def unblock(self) -> None:
        """Unblock the bot."""
        await self.clinic.post("block", chat=self.chat, blocked=False)

    async def deactivate(self) -> None:
        """Delete the account."""
        await self.clinic.post("deactivate", chat=self.chat)

    async def refresh(self) -> Self:
        """Look at the phone now, without waiting."""
        await self._sync(after=-1, seconds=0)
        return self

    async def mark(self) -> None:
        """From here on, `expect` and `new` see only what is newer than this moment."""
        await self.refresh()
        self._since = self._revision

    async def picture(self, message: Seen) -> bytes:
        """The bytes of a message's picture or file."""
        assert message.media, f"message {message.id} has no file"
        answer = await self.clinic.http.get(message.media["url"])
        assert answer.is_success, answer.text
        return answer.content

    async def _act(self, route: str, **given: object) -> Json:
        await self.mark()
        return await self.clinic.post(route, chat=self.chat, **given)

    async def _until(self, found: Callable[[], T | None], what: str, within: float = PATIENCE) -> T:
        deadline = time.monotonic() + within
        await self.refresh()
        while (result := found()) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(
                    f"phone {self.chat} waited {within} s for {what};{self._shown()}"
                )
            await self._sync(after=self._revision, seconds=left)
        return result

    async def _sync(self, *, after: int, seconds: float) -> None:
        where = {"chat": self.chat, "after": after, "timeout": round(seconds, 3)}
        answer = await self.clinic.http.get("/control/wait", params=where)
        assert answer.is_success, answer.text
        body: Json = answer.json()
        self.messages = [Seen(raw) for raw in body["messages"]]
        self.commands = [f"/{one['command']}" for one in body["commands"]]
        self._answer = body["answer"]
        self._revision = body["revision"]

    def _shown(self) -> str:
        lines = [
            f"\n  {one.id} {'bot' if one.by_bot else 'me '} {one.text!r} {one.labels or ''}"
            for one in self.messages[-6:]
        ]
        return " it shows:" + "".join(lines) if lines else " it shows nothing"
