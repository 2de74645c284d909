"""Parse mode MarkdownV2: marks and escapes into a text and its entities."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.simulator.entities import Entity, Text, ordered
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.spec import utf16_length

MARKS = {
    "```": "pre", "`": "code", "||": "spoiler", "__": "underline",
    "*": "bold", "_": "italic", "~": "strikethrough",
}  # fmt: skip
RESERVED = set("_*[]()~`>#+-=|{}.!")
LINK_END = re.compile(r"\]\(((?:\\.|[^\\)])*)\)")


@dataclass
class _Reader:
    source: str
    at: int = 0
    plain: str = ""
    stack: list[tuple[str, int, int]] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def units(self) -> int:
        return utf16_length(self.plain)

    def error(self, message: str) -> ApiError:
        return bad_request(f"can't parse entities: {message}")

    def inside(self, *marks: str) -> bool:
        return bool(self.stack) and self.stack[-1][0] in marks


def parse_markdown_v2(source: str) -> Text:
    """Read MarkdownV2 (without block quotes); raises ApiError "can't parse entities: ..."."""
    reader = _Reader(source)
    while reader.at < len(source):
        _step(reader)
    if reader.stack:
        mark, _, at = reader.stack[-1]
        kind = MARKS.get(mark, "text_link").replace("_", " ").title().replace(" ", "")
        place = len(source[:at].encode())
        raise reader.error(f"Can't find end of {kind} entity at byte offset {place}")
    return Text(reader.plain, ordered(reader.entities))


def _step(reader: _Reader) -> None:
    here = reader.source[reader.at]
    if here == "\\" and reader.source[reader.at + 1 : reader.at + 2].isascii():
        reader.plain += reader.source[reader.at + 1 : reader.at + 2]
        reader.at += 2
        return
    mark = next((one for one in MARKS if reader.source.startswith(one, reader.at)), None)
    if reader.inside("```", "`") and mark != reader.stack[-1][0]:
        reader.plain += here
        reader.at += 1
    elif mark:
        _mark(reader, mark)
    elif here == "[":
        reader.stack.append(("[", reader.units(), reader.at))
        reader.at += 1
    elif here == "]" and reader.inside("["):
        _link(reader)
    elif here in RESERVED:
        raise reader.error(
            f"Character '{here}' is reserved and must be escaped with the preceding '\\'"
        )
    else:
        reader.plain += here
        reader.at += 1


def _mark(reader: _Reader, mark: str) -> None:
    if mark == "__" and reader.inside("_"):
        mark = "_"
    if reader.inside(mark):
        _, start, _ = reader.stack.pop()
        reader.entities.append(Entity(MARKS[mark], start, reader.units() - start))
    else:
        reader.stack.append((mark, reader.units(), reader.at))
    reader.at += len(mark)


def _link(reader: _Reader) -> None:
    match = LINK_END.match(reader.source, reader.at)
    if match is None:
        raise reader.error("Character ']' is reserved and must be escaped with the preceding '\\'")
    _, start, _ = reader.stack.pop()
    url = re.sub(r"\\(.)", r"\1", match[1])
    reader.entities.append(Entity("text_link", start, reader.units() - start, url=url))
    reader.at = match.end()
