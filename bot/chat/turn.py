"""One thing somebody did, and the means to answer it."""

from dataclasses import dataclass, field
from typing import Any

from bot.chat.incoming import Incoming
from bot.domain.people import Actor, Patient, Staff
from bot.services.clinic import Clinic, Moment
from bot.storage import outbox
from bot.storage.outbox import Entry, Lane
from bot.texts import Texts


@dataclass
class Pop:
    """The answer to a button press: a short note over the chat, or a box to be closed."""

    text: str
    is_box: bool = False


@dataclass
class Turn:
    """Handed to a handler; what it queues and changes is committed together or not at all."""

    clinic: Clinic
    texts: Texts
    at: Moment
    actor: Actor
    incoming: Incoming
    language: str
    entry: Entry | None = None
    """The message whose button was pressed, when the bot still knows it."""
    pop: Pop | None = field(default=None)

    @property
    def patient(self) -> Patient:
        """Only in handlers that are for patients."""
        assert self.actor.patient is not None  # noqa: S101 - the router let a patient in
        return self.actor.patient

    @property
    def member(self) -> Staff:
        """Only in handlers that are for staff."""
        assert self.actor.staff is not None  # noqa: S101 - the router let staff in
        return self.actor.staff

    def say(
        self,
        kind: str,
        *,
        lane: Lane = Lane.REPLY,
        about: int | None = None,
        fleeting: bool = False,
        **params: Any,
    ) -> None:
        """Answer in this chat; `about` is the patient the message speaks of."""
        outbox.queue(
            self.clinic.db,
            key=self.at.key(),
            chat_id=self.incoming.chat_id,
            kind=kind,
            now=self.at.now,
            lane=lane,
            params=params,
            patient_id=about,
            is_fleeting=fleeting,
        )

    def text(self, key: str, /, **args: Any) -> None:
        """A plain sentence in the language of this person."""
        is_stranger = self.actor.staff is None and self.actor.patient is None
        about = self.actor.patient.id if self.actor.patient else None
        self.say(
            "text", about=about, fleeting=is_stranger, wording=key, args=args, lang=self.language
        )

    def redraw(self, kind: str | None = None, **params: Any) -> None:
        """Draw the pressed message again, as something else if named; without it, say it anew."""
        if self.entry is None:
            if kind is not None:
                self.say(kind, about=params.get("patient"), **params)
            return
        outbox.queue_edit(
            self.clinic.db,
            self.entry,
            self.at.now,
            kind=kind,
            params=params or None,
        )

    def note(self, key: str, /, *, box: bool = False, **values: Any) -> None:
        """What the pressed button answers, once everything is committed. At most 200 characters."""
        self.pop = Pop(self.texts.plain(self.language, key, **values)[:200], box)
