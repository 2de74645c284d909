"""One Bot API call on its way through: its parameters, its files, and how texts are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.simulator.entities import (
    MAX_INPUT_BYTES,
    Text,
    from_api,
    trimmed,
    with_detected,
)
from bot.simulator.errors import bad_request
from bot.simulator.html_mode import parse_html
from bot.simulator.markdown_mode import parse_markdown_v2
from bot.simulator.media import Upload
from bot.simulator.values import Json, Value
from bot.simulator.world import World


@dataclass
class Call:
    """A checked call: `given` holds converted values, `uploads` the multipart files by name."""

    world: World
    method: str
    given: Json
    uploads: dict[str, Upload] = field(default_factory=dict)

    def get(self, name: str, default: Value = None) -> Value:
        """A parameter's value."""
        return self.given.get(name, default)

    def flag(self, name: str) -> bool:
        """A Boolean parameter, false by default."""
        return bool(self.given.get(name, False))


def formatted(source: str, mode: str | None, entities: list[Json] | None) -> Text:
    """Read a text by its parse mode or its given entities; raises ApiError."""
    if len(source.encode()) > MAX_INPUT_BYTES:
        raise bad_request("text is too long")
    chosen = (mode or "none").lower()
    if chosen == "html":
        text = parse_html(source)
    elif chosen == "markdownv2":
        text = parse_markdown_v2(source)
    elif chosen == "none" or not source:
        text = from_api(source, entities or [])
    else:
        raise bad_request("unsupported parse_mode")
    return with_detected(trimmed(text))


def message_text(call: Call) -> Text:
    """The text of sendMessage and editMessageText; an empty one is refused before the chat."""
    text = formatted(call.get("text", ""), call.get("parse_mode"), call.get("entities"))
    if not text.plain:
        raise bad_request("message text is empty")
    return text


def caption_text(given: Json) -> Text:
    """The caption of a call or of one InputMedia object."""
    return formatted(
        given.get("caption", ""), given.get("parse_mode"), given.get("caption_entities")
    )


def check_text(text: Text) -> None:
    """Refuse more than 4096 units; Telegram looks at this after the chat."""
    if text.length > 4096:
        raise bad_request("message is too long")


def check_caption(text: Text) -> None:
    """Refuse more than 1024 units."""
    if text.length > 1024:
        raise bad_request("message caption is too long")
