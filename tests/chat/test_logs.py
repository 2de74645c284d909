"""A busy story with its mishaps, logged at DEBUG: no token, no name, no answer."""

import logging

import pytest

from bot.chat import intake
from bot.chat.gateway import Redaction
from bot.practice import TOKEN
from tests import logs
from tests.world import BEN, TESS, World, wishes


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "AGAIN_FIRST", 0.01)


async def test_a_busy_story_leaves_nobody_in_the_log(world: World) -> None:
    before, watched = len(logs.WATCH.offences), logs.WATCH.seen
    olga = await world.olga()
    tess = await world.tess()
    ana = await world.patient()
    ben = await world.patient(BEN, wishes("Ben"))
    await world.next_due()
    await ana.press("8")
    await ben.say("I cannot feel my foot since Ben fell")
    await ana.say("4.5")
    await ana.send("photo", "my knee")
    await tess.say("/patients")
    await olga.say("/invite")
    await world.settled()
    await world.phones.fault(
        "error", method="sendMessage", code=400, description="Bad Request: Ana"
    )
    await world.phones.fault("error", method="sendPhoto", retry_after=1)
    await world.phones.fault("drop_after", method="sendMessage")
    await world.phones.fault("not_json", method="getUpdates")
    await world.phones.inject({"message": {"text": "Ana: 7 of 10", "chat": {"id": TESS}}})
    await ana.say("/pain")
    await ben.block()
    await world.next_due()
    world.app.ticker.tick()
    await world.settled()
    assert logs.WATCH.seen > watched
    assert logs.WATCH.offences[before:] == []


def test_the_search_finds_what_it_is_for() -> None:
    for line in (f"https://x/bot{TOKEN}/getMe", "row of Ana failed", "?start=abc", "7 of 10"):
        assert logs.FORBIDDEN.search(line)
    assert not logs.FORBIDDEN.search("row 12 (prompt): 403, try 3 of 4 at sender.py:10")


def test_a_token_is_taken_out_of_messages_arguments_and_tracebacks() -> None:
    with pytest.raises(ValueError, match="invalid literal") as info:
        int(f"https://x/bot{TOKEN}/getMe")
    caught = (ValueError, info.value, info.tb)
    record = logging.LogRecord("bot", 40, "x.py", 1, "asked %s", (f"bot{TOKEN}",), caught)
    assert Redaction().filter(record)
    text = logging.Formatter().format(record)
    assert TOKEN not in text
    assert "<token>" in text
    assert "ValueError" in text
