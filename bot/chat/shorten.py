"""What has grown too long for Telegram gives way in its middle: it is shown, never refused."""

import re
from html import escape, unescape

_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
_MORE = "…"


def size(html: str) -> int:
    """As Telegram counts: UTF-16 units of what is seen, without the markup."""
    return len(_seen(html).encode("utf-16-le")) // 2


def shortened(html: str, most: int) -> str:
    """At most so long: the longest part loses its end, what comes first and last stays."""
    parts = html.split("\n\n")
    while (over := size("\n\n".join(parts)) - most) > 0:
        number = max(range(len(parts)), key=lambda n: size(parts[n]))
        shorter = _shorter(parts[number], over)
        if size(shorter) >= size(parts[number]):
            return _plain(_cut(_seen(html), most))
        parts[number] = shorter
    whole = "\n\n".join(parts)
    return whole if _is_whole(whole) else _plain(_seen(whole))


def _shorter(part: str, over: int) -> str:
    """Without its last line; a single line loses what is over."""
    lines = part.removesuffix(f"\n{_MORE}").split("\n")
    if len(lines) > 1:
        return "\n".join([*lines[:-1], _MORE])
    return _plain(_cut(_seen(part), max(size(part) - over, 1)))


def _cut(text: str, most: int) -> str:
    """No character is cut in two."""
    kept = text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", errors="ignore")
    return f"{kept.rstrip()}{_MORE}"


def _seen(html: str) -> str:
    return unescape(_TAG.sub("", html))


def _plain(text: str) -> str:
    return escape(text, quote=False)


def _is_whole(html: str) -> bool:
    """Whether every tag that is opened is closed again, in its order."""
    standing: list[str] = []
    for closing, name in _TAG.findall(html):
        if not closing:
            standing.append(name)
        elif not standing or standing.pop() != name:
            return False
    return not standing
