"""Parse mode HTML: Telegram's small set of tags into a text and its entities."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from bot.simulator.entities import Entity, Text, ordered
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.spec import utf16_length

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji", "a": "text_link",
    "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=>/"']*)(?:\s*(?P<equal>=)\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[\w.-]+)))?"""
)


@dataclass
class _Open:
    """A tag that waits for its end."""

    tag: str
    byte: int
    start: int
    attributes: dict[str, str]


@dataclass
class _Reader:
    source: str
    at: int = 0
    plain: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def error(self, message: str, at: int | None = None) -> ApiError:
        """The refusal, with the place as Telegram counts it: bytes of UTF-8."""
        where = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        return bad_request(f"can't parse entities: {message[0].upper()}{message[1:]}{where}")

    def add(self, text: str) -> None:
        self.plain.append(text)
        self.units += utf16_length(text)


def parse_html(source: str) -> Text:
    """Read HTML; raises ApiError "can't parse entities: ..." with the byte offset."""
    reader = _Reader(source)
    while reader.at < len(source):
        if source[reader.at] == "<":
            _read_tag(reader)
        else:
            _read_text(reader)
    if reader.stack:
        raise reader.error(
            f'Can\'t find end tag corresponding to start tag "{reader.stack[-1].tag}"'
        )
    return Text("".join(reader.plain), ordered(_joined_pre(reader.entities)))


def _read_text(reader: _Reader) -> None:
    stop = reader.source.find("<", reader.at)
    stop = len(reader.source) if stop < 0 else stop
    # Only the four named characters exist; anything else stays as it was written.
    reader.add(CHARACTER.sub(lambda one: unescape(one.group()), reader.source[reader.at : stop]))
    reader.at = stop


def _read_tag(reader: _Reader) -> None:
    if reader.source.startswith("</", reader.at):
        _read_end(reader)
    else:
        _read_start(reader)


def _read_start(reader: _Reader) -> None:
    begin = reader.at
    named = re.compile(r"[^\s>]*").match(reader.source, begin + 1)
    name = named.group().lower() if named else ""
    reader.at = begin + 1 + len(name)
    if reader.at >= len(reader.source):
        raise reader.error("Unclosed start tag", begin)
    if name not in KINDS:
        raise reader.error(f'Unsupported start tag "{name}"', begin)
    attributes = _read_attributes(reader, name, begin)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise reader.error('Tag "span" must have class "tg-spoiler"', begin)
    reader.stack.append(_Open(name, begin, reader.units, attributes))


def _read_attributes(reader: _Reader, tag: str, begin: int) -> dict[str, str]:
    found: dict[str, str] = {}
    while True:
        rest = reader.source[reader.at :]
        reader.at += len(rest) - len(rest.lstrip())
        if reader.at >= len(reader.source):
            raise reader.error("Unclosed start tag", begin)
        if reader.source[reader.at] == ">":
            reader.at += 1
            return found
        match = ATTRIBUTE.match(reader.source, reader.at)
        if match is None or not match["name"]:
            raise reader.error(f'Empty attribute name in the tag "{tag}"', begin)
        found[match["name"].lower()] = unescape(match["a"] or match["b"] or match["c"] or "")
        reader.at = match.end()


def _read_end(reader: _Reader) -> None:
    begin = reader.at
    stop = reader.source.find(">", begin)
    if not reader.stack:
        raise reader.error("Unexpected end tag", begin)
    if stop < 0:
        raise reader.error("Unclosed end tag", begin)
    name = reader.source[begin + 2 : stop].strip().lower()
    opened = reader.stack.pop()
    if name not in {"", opened.tag}:
        place = len(reader.source[:begin].encode())
        tags = f'expected "</{opened.tag}>", found "</{name}>"'
        raise reader.error(f"Unmatched end tag at byte offset {place}, {tags}")
    reader.at = stop + 1
    entity = _entity(reader, opened)
    if entity:
        reader.entities.append(entity)


def _entity(reader: _Reader, opened: _Open) -> Entity | None:
    kind, length = KINDS[opened.tag], reader.units - opened.start
    attributes = opened.attributes
    if opened.tag == "a":
        units = "".join(reader.plain).encode("utf-16-le")
        url = attributes.get("href") or units[2 * opened.start :].decode("utf-16-le")
        return Entity(kind, opened.start, length, url=url) if _is_link(url) else None
    if opened.tag == "tg-emoji":
        return Entity(kind, opened.start, length, custom_emoji_id=attributes.get("emoji-id", ""))
    if opened.tag == "code" and attributes.get("class", "").startswith("language-"):
        return Entity(kind, opened.start, length, language=attributes["class"][9:])
    if opened.tag == "blockquote" and "expandable" in attributes:
        kind = "expandable_blockquote"
    return Entity(kind, opened.start, length)


def _is_link(url: str) -> bool:
    return (
        re.fullmatch(r"(?:https?|tg|ton|mailto|tel):\S+|[\w.-]+\.\w{2,}(?:/\S*)?", url) is not None
    )


def _joined_pre(entities: list[Entity]) -> list[Entity]:
    """`<pre><code class="language-x">` is one entity; a code's language counts only there."""
    kept: list[Entity] = []
    blocks = {(one.offset, one.length) for one in entities if one.type == "pre"}
    languages = {(one.offset, one.length): one.language for one in entities if one.type == "code"}
    for one in entities:
        place = (one.offset, one.length)
        if one.type == "code" and place in blocks:
            continue
        language = languages.get(place) if one.type == "pre" else None
        kept.append(
            Entity(one.type, one.offset, one.length, one.url, language, one.custom_emoji_id)
        )
    return kept
