"""Whoever is nobody here gets two lines, whatever they send, and nothing of them stays."""

import pytest

from tests.world import STRANGER, World

SAID = ["hello", "4", "/patients", "/enroll", "/today", "/start", "/help", "/nonsense", "/flags x"]


@pytest.mark.parametrize("language", ["en", "es"])
async def test_two_lines_and_nothing_is_kept(world: World, language: str) -> None:
    tess = await world.tess()
    await tess.mark()
    sam = await world.phone(STRANGER, "Zacharias", username="zack_attack", language_code=language)
    words = "ask your therapist" if language == "en" else "su terapeuta"
    for text in SAID:
        await sam.say(text)
        answer = await sam.expect(words)
        assert len(answer.text.splitlines()) == 2
    for kind in ("photo", "voice", "contact", "location"):
        await sam.send(kind)
        await sam.expect(words)
    await sam.say("/privacy")
    await sam.expect("112")
    await world.settled()
    assert tess.new == []
    dump = "\n".join(world.db.conn.iterdump())
    for trace in (str(STRANGER), "Zacharias", "zack_attack", "hello"):
        assert trace not in dump


async def test_a_stranger_who_blocks_and_returns_is_still_nobody(world: World) -> None:
    sam = await world.phone(STRANGER, "Sam")
    await sam.say("hello")
    await sam.expect("ask your therapist")
    await sam.block()
    await sam.unblock()
    await world.settled()
    assert str(STRANGER) not in "\n".join(world.db.conn.iterdump())
