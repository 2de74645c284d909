"""Formatted text as safe HTML for the page: made from entities, never from what was sent."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from bot.simulator.entities import Entity, Text

TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="tg-spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="tg-expandable">', "</blockquote>"),
    "bot_command": ('<span class="tg-command">', "</span>"),
    "mention": ('<span class="tg-mention">', "</span>"),
    "email": ('<span class="tg-email">', "</span>"),
}
BARE = re.compile(r"[\w.-]+\.\w{2,}(?:/\S*)?")
SCHEMES = ("https://", "http://", "tg://", "mailto:", "tel:")


@lru_cache(maxsize=2048)
def to_html(text: Text) -> str:
    """HTML with balanced tags; line breaks stay as newlines (the page shows them as they are)."""
    units = text.plain.encode("utf-16-le", "surrogatepass")
    edges = sorted(
        {0, len(units) // 2, *(p for one in text.entities for p in (one.offset, one.end))}
    )
    out: list[str] = []
    opened: list[Entity] = []
    for start, stop in zip(edges, [*edges[1:], edges[-1]], strict=True):
        wanted = [one for one in text.entities if one.offset <= start < one.end]
        out.append(_change(opened, wanted, text))
        opened = wanted
        out.append(escape(units[2 * start : 2 * stop].decode("utf-16-le", "replace")))
    out.append(_change(opened, [], text))
    return "".join(out)


def _change(opened: list[Entity], wanted: list[Entity], text: Text) -> str:
    """Close and open tags so that what is open is exactly `wanted`, crossing entities cut."""
    same = 0
    while same < min(len(opened), len(wanted)) and opened[same] == wanted[same]:
        same += 1
    closing = [_tags(one, text)[1] for one in reversed(opened[same:])]
    opening = [_tags(one, text)[0] for one in wanted[same:]]
    return "".join(closing + opening)


def _tags(one: Entity, text: Text) -> tuple[str, str]:
    if one.type in {"url", "text_link"}:
        return _link(one.url or _covered(one, text))
    return TAGS.get(one.type, ("", ""))


def _link(url: str) -> tuple[str, str]:
    target = f"https://{url}" if BARE.fullmatch(url) else url
    if not target.lower().startswith(SCHEMES):
        return "", ""
    return f'<a href="{escape(target)}" target="_blank" rel="noopener noreferrer">', "</a>"


def _covered(one: Entity, text: Text) -> str:
    units = text.plain.encode("utf-16-le", "surrogatepass")
    return units[2 * one.offset : 2 * one.end].decode("utf-16-le", "replace")
