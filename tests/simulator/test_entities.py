"""Formatted texts under random input: only Telegram's own refusals, only safe HTML."""

from __future__ import annotations

import contextlib
import json
from html import escape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.call import formatted
from bot.simulator.entities import Entity, Text, ordered, trimmed, with_detected
from bot.simulator.errors import ApiError
from bot.simulator.html_mode import parse_html
from bot.simulator.markup import check_size, parse_markup
from bot.simulator.render import TAGS, to_html
from bot.simulator.spec import checked, method_names, utf16_length

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
MARKED = st.lists(
    st.sampled_from(
        ["<b>", "</b>", "<i>", "</i>", "<a href='https://t.me/x'>", "</a>", "<pre>", "</pre>", "<",
         ">", "&lt;", "&#9;", "😀", "<span class=\"tg-spoiler\">", "</span>", "x", " ", "*", "_",
         "[", "](", ")", "`", "\\", "||", "/today", "https://a.b", "<script>"]
    ),
    max_size=14,
).map("".join)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["inline_keyboard", "keyboard", "text", "callback_data", "url", "type"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


class Reader(HTMLParser):
    """Collects text; fails on tags that do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A text with entities anywhere in it, also crossing ones."""
    plain = draw(WORDS)
    end = utf16_length(plain)
    entities = []
    for kind in draw(st.lists(st.sampled_from(sorted(TAGS)), max_size=5)):
        start = draw(st.integers(0, end))
        entities.append(Entity(kind, start, draw(st.integers(0, end - start))))
    return Text(plain, ordered(entities))


@given(texts())
def test_html_for_the_page_nests_and_says_the_text(text: Text) -> None:
    reader = read(to_html(text))
    half = "\ufffd"  # an entity may cut a surrogate pair in two
    if half not in to_html(text):
        assert reader.text == text.plain


@given(WORDS)
def test_escaped_text_comes_back_unchanged(text: str) -> None:
    assert parse_html(escape(text, quote=False)) == Text(text)


@given(MARKED, st.sampled_from(["HTML", "MarkdownV2", None]))
def test_any_text_is_read_or_refused_and_shown_safely(source: str, mode: str | None) -> None:
    with contextlib.suppress(ApiError):
        text = formatted(source, mode, None)
        assert all(one.offset >= 0 and one.end <= text.length for one in text.entities)
        assert "script" not in read(to_html(text)).seen


@given(texts())
def test_trimming_keeps_entities_on_their_words(text: Text) -> None:
    short = trimmed(text)
    assert short.plain == text.plain.strip()
    assert trimmed(short) == short
    assert all(one.offset >= 0 and one.end <= short.length for one in short.entities)


def test_what_telegram_finds_by_itself() -> None:
    found = with_detected(Text("See https://a.example/x. /today a@b.example @hillside_bot 1/2"))
    assert [one.type for one in found.entities] == ["url", "bot_command", "email", "mention"]
    code = Text("/today", (Entity("code", 0, 6),))
    assert with_detected(code) == code


def test_only_known_schemes_become_links() -> None:
    link = Text("tap", (Entity("text_link", 0, 3, url="javascript:alert(1)"),))
    assert to_html(link) == "tap"
    assert '<a href="https://a.example"' in to_html(
        Text("x", (Entity("text_link", 0, 1, "a.example"),))
    )


def test_a_code_block_with_its_language() -> None:
    text = parse_html('<pre><code class="language-python">x</code></pre>')
    assert text.entities == (Entity("pre", 0, 1, language="python"),)


@given(JSON)
def test_any_markup_is_read_or_refused(value: object) -> None:
    with contextlib.suppress(ApiError):
        check_size(parse_markup(json.dumps(value)))


@given(
    st.sampled_from(sorted(method_names().values())),
    st.dictionaries(
        st.sampled_from(["chat_id", "text", "media", "commands", "scope", "entities", "nothing"]),
        JSON.map(json.dumps) | WORDS,
        max_size=4,
    ),
)
def test_any_call_is_checked_or_refused(method: str, values: dict[str, str]) -> None:
    with contextlib.suppress(ApiError):
        assert checked(method, values, set()).keys() <= values.keys()
