"""Rows 12-16: texts, captions, parse modes; and what is kept of a good one."""

from __future__ import annotations

import json

import pytest

from tests.simulator.client import Phone
from tests.simulator.conftest import ANA, RawBot

WRONG_HTML = [
    ("<x>hi</x>", 'Unsupported start tag "x" at byte offset 0'),
    ("é <x", "Unclosed start tag at byte offset 3"),
    ("<b>hi", 'Can\'t find end tag corresponding to start tag "b"'),
    ("hi</b>", "Unexpected end tag at byte offset 2"),
    ("<b>hi</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
    ("<b>hi</b", "Unclosed end tag at byte offset 5"),
    ("<span>hi</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
]


@pytest.mark.parametrize("text", ["", "  \n", "<b> </b>"])
async def test_an_empty_text_is_refused_before_the_chat(bot: RawBot, text: str) -> None:
    refused = await bot.fail("sendMessage", chat_id=999, text=text, parse_mode="HTML")
    assert refused == (400, "Bad Request: message text is empty")


async def test_length_counts_utf16_units_after_parsing(bot: RawBot, ana: Phone) -> None:
    fits = f"<b>{'&amp;' * 4094}</b>😀"
    await bot.do("sendMessage", chat_id=ANA, text=fits, parse_mode="HTML")
    wanted = (400, "Bad Request: message is too long")
    assert await bot.fail("sendMessage", chat_id=ANA, text="x" * 4095 + "😀") == wanted
    wanted = (400, "Bad Request: text is too long")
    assert await bot.fail("sendMessage", chat_id=ANA, text="x" * 32769) == wanted
    assert len((await ana.refresh()).last.text) == 4095


async def test_half_a_character_is_refused(bot: RawBot, ana: Phone) -> None:
    path = f"/bot{bot.token}/sendMessage"
    for body in ({"chat_id": ANA, "text": "\ud83d"}, {"chat_id": ANA, "text": "<b>\ud83d</b>"}):
        raw = json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        answer = await bot.http.post(path, content=raw, headers=headers)
        assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"
    assert len((await ana.refresh()).messages) == 1


async def test_a_caption_has_1024_units(bot: RawBot, ana: Phone) -> None:
    file = {"document": ("letter.txt", b"hello")}
    answer = await bot.upload("sendDocument", file, chat_id=str(ANA), caption="x" * 1025)
    assert answer.json()["description"] == "Bad Request: message caption is too long"
    answer = await bot.upload("sendDocument", file, chat_id=str(ANA), caption="x" * 1024)
    assert answer.json()["ok"]
    assert len((await ana.refresh()).messages) == 2


@pytest.mark.parametrize(("text", "problem"), WRONG_HTML)
async def test_wrong_html_is_refused_with_its_place(bot: RawBot, text: str, problem: str) -> None:
    refused = await bot.fail("sendMessage", chat_id=ANA, text=text, parse_mode="HTML")
    assert refused == (400, f"Bad Request: can't parse entities: {problem}")


async def test_an_unescaped_dot_in_markdown_v2(bot: RawBot) -> None:
    refused = await bot.fail("sendMessage", chat_id=ANA, text="Well done.", parse_mode="MarkdownV2")
    words = "Character '.' is reserved and must be escaped with the preceding '\\'"
    assert refused == (400, f"Bad Request: can't parse entities: {words}")
    refused = await bot.fail("sendMessage", chat_id=ANA, text="ä *bold", parse_mode="MarkdownV2")
    words = "Can't find end of Bold entity at byte offset 3"
    assert refused == (400, f"Bad Request: can't parse entities: {words}")


async def test_an_unknown_parse_mode(bot: RawBot) -> None:
    refused = await bot.fail("sendMessage", chat_id=ANA, text="Hi", parse_mode="BBCode")
    assert refused == (400, "Bad Request: unsupported parse_mode")


async def test_html_becomes_text_and_entities(bot: RawBot, ana: Phone) -> None:
    text = (
        '😀 <b>Bold <i>both</i></b> <a href="https://t.me/hillside_bot?start=x">tap</a>\n'
        "<blockquote expandable>quiet</blockquote> /today &lt;3 &copy;"
    )
    sent = await bot.do("sendMessage", chat_id=ANA, text=text, parse_mode="html")
    assert sent["text"] == "😀 Bold both tap\nquiet /today <3 &copy;"
    assert [(one["type"], one["offset"], one["length"]) for one in sent["entities"]] == [
        ("bold", 3, 9),
        ("italic", 8, 4),
        ("text_link", 13, 3),
        ("expandable_blockquote", 17, 5),
        ("bot_command", 23, 6),
    ]
    html = (await ana.refresh()).last.html
    assert html.startswith('😀 <b>Bold <i>both</i></b> <a href="https://t.me/hillside_bot?start=x"')
    assert html.endswith('<span class="tg-command">/today</span> &lt;3 &amp;copy;')


async def test_markdown_v2_becomes_text_and_entities(bot: RawBot, ana: Phone) -> None:
    text = r"*bold _both_* `a*b` [tap](https://t.me/x) ||shh|| \."
    sent = await bot.do("sendMessage", chat_id=ANA, text=text, parse_mode="MarkdownV2")
    assert sent["text"] == "bold both a*b tap shh ."
    kinds = [one["type"] for one in sent["entities"]]
    assert kinds == ["bold", "italic", "code", "text_link", "spoiler"]
    assert (await ana.refresh()).last.text == sent["text"]


async def test_given_entities_are_used_and_checked(bot: RawBot, ana: Phone) -> None:
    bold = {"type": "bold", "offset": 0, "length": 2}
    sent = await bot.do("sendMessage", chat_id=ANA, text="Hi Ana", entities=[bold])
    assert sent["entities"] == [bold]
    refused = await bot.fail("sendMessage", chat_id=ANA, text="H", entities=[bold])
    assert refused[0] == 400
    assert (await ana.refresh()).last.html == "<b>Hi</b> Ana"
