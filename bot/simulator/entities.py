"""Formatted text: a plain string and its entities, measured in UTF-16 code units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.simulator.errors import bad_request
from bot.simulator.spec import utf16_length
from bot.simulator.values import Json

MAX_INPUT_BYTES = 1 << 15
# Looked for in plain parts only, in this order: a command inside a link is part of the link.
DETECTED = (
    ("url", re.compile(r"(?:https?://|t\.me/)[^\s<>\"]*[^\s<>\".,;:!?)]")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w{5,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{4,31}")),
)


@dataclass(frozen=True)
class Entity:
    """One formatted stretch; offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        """First code unit after the entity."""
        return self.offset + self.length

    def to_api(self) -> Json:
        """The MessageEntity object."""
        known = {"type": self.type, "offset": self.offset, "length": self.length}
        extra = {
            "url": self.url,
            "language": self.language,
            "custom_emoji_id": self.custom_emoji_id,
        }
        return known | {name: value for name, value in extra.items() if value is not None}


@dataclass(frozen=True)
class Text:
    """A message text or caption."""

    plain: str = ""
    entities: tuple[Entity, ...] = field(default=())

    @property
    def length(self) -> int:
        """Length in UTF-16 code units, as Telegram's limits count it."""
        return utf16_length(self.plain)


def ordered(entities: list[Entity]) -> tuple[Entity, ...]:
    """Outer before inner, left before right, nothing empty."""
    return tuple(
        sorted(
            (one for one in entities if one.length > 0), key=lambda one: (one.offset, -one.length)
        )
    )


def trimmed(text: Text) -> Text:
    """Without the white space at both ends, as Telegram stores it."""
    plain = text.plain.rstrip()
    shift = len(plain) - len(plain.lstrip())
    plain = plain[shift:]
    end = utf16_length(plain)
    moved = [_clipped(one, shift, end) for one in text.entities]
    return Text(plain, ordered(moved))


def _clipped(one: Entity, shift: int, end: int) -> Entity:
    start = min(max(one.offset - shift, 0), end)
    stop = min(max(one.end - shift, 0), end)
    return Entity(one.type, start, stop - start, one.url, one.language, one.custom_emoji_id)


def with_detected(text: Text) -> Text:
    """Add the links, addresses, commands and mentions Telegram finds by itself."""
    found = list(text.entities)
    closed = [one for one in found if one.type in {"code", "pre", "text_link"}]
    for kind, pattern in DETECTED:
        for match in pattern.finditer(text.plain):
            offset = utf16_length(text.plain[: match.start()])
            entity = Entity(kind, offset, utf16_length(match.group()))
            if not any(one.offset < entity.end and entity.offset < one.end for one in closed):
                found.append(entity)
                closed.append(entity)
    return Text(text.plain, ordered(found))


def from_api(plain: str, given: list[Json]) -> Text:
    """A text with the entities a call gave itself; those that leave the text are refused."""
    end = utf16_length(plain)
    for one in given:
        if one["offset"] < 0 or one["length"] < 0 or one["offset"] + one["length"] > end:
            raise bad_request("entity is out of the text's bounds")
    entities = [
        Entity(
            one["type"],
            one["offset"],
            one["length"],
            one.get("url"),
            one.get("language"),
            one.get("custom_emoji_id"),
        )
        for one in given
        # These are always Telegram's own findings; given ones are ignored.
        if one["type"] not in {"url", "email", "bot_command", "mention", "hashtag"}
    ]
    return Text(plain, ordered(entities))
