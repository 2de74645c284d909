"""No names on a locked screen: what comes unasked is closed until it is opened."""

import pytest

from bot import texts
from bot.chat.drawing import canvas
from bot.services import relay, visit_asking
from bot.storage import audit, staff
from tests.chat.days import next_prompt
from tests.chat.test_progress import a_week
from tests.simulator.client import Phone
from tests.world import ANA, TESS, World

WORDS = "my calf feels odd"


async def discreet(world: World) -> Phone:
    tess = await world.tess()
    with world.db.transaction():
        staff.set_discreet(world.db, world.staff_of(TESS).id, discreet=True)
    return tess


async def opened(world: World, tess: Phone, closed: str, shown: str) -> str:
    """Open what came closed; answers what then stands there."""
    message = await tess.expect(closed)
    await world.settled()
    await tess.refresh()
    assert not [m.text for m in tess.messages if m.id >= message.id and "Ana" in m.text]
    assert message.labels == ["Open"]
    await tess.press("Open", on=message)
    return (await tess.expect(shown)).text


async def test_too_painful_comes_without_name_and_stays_open_once_opened(world: World) -> None:
    tess = await discreet(world)
    ana = await world.patient()
    await ana.press("Start", on=await next_prompt(world, ana))
    await ana.press("Too painful")
    await opened(world, tess, "too painful for a patient", "Ana: ")
    await ana.press("No: leave this one out")
    await ana.expect("2 of 6")
    await world.settled()
    await tess.refresh()
    assert "Ana" in tess.messages[-1].text
    assert [x.detail for x in audit.latest(world.db, 9) if x.action == "view_message"] == [
        "too_painful"
    ]


async def test_a_proposal_comes_without_name_and_is_decided_where_it_was_opened(
    world: World,
) -> None:
    tess, _ = await a_week(world, before=discreet)
    await opened(world, tess, "weekly proposal is waiting", "Ana: next step proposed")
    await tess.press("Advance")
    await tess.expect("Done by Tess")
    await world.settled()
    assert world.row(ANA).dose_step == 1


@pytest.mark.parametrize("kind", ["text", "photo"])
async def test_words_and_pictures_come_closed_too(world: World, kind: str) -> None:
    tess = await discreet(world)
    ana = await world.patient()
    if kind == "text":
        await ana.say(WORDS)
    else:
        await ana.send(kind, caption=WORDS)
    text = await opened(world, tess, "A patient has written", "Ana writes")
    assert WORDS in text


async def test_the_first_visit_comes_closed_and_is_open_once_asked_for(world: World) -> None:
    tess = await discreet(world)
    await world.patient()
    with world.db.transaction():
        visit_asking.tell_therapist(world.clinic, world.row(ANA), world.moment())
    await opened(world, tess, "answered the questions of the first visit", "Ana: first visit")
    await tess.press("Goals")
    await tess.expect("Ana: which goals")


async def test_who_joins_and_who_leaves_is_not_named_on_the_lock_screen(world: World) -> None:
    tess = await discreet(world)
    ana = await world.patient()
    await opened(world, tess, "Somebody has joined", "Ana has joined")
    await ana.press("Change")
    await ana.press("5")
    await world.settled()
    assert any("Ana has joined" in m.text for m in (await tess.refresh()).messages)
    await tess.mark()
    await ana.say("/deletemydata")
    await ana.press("Erase everything")
    await ana.press("Yes, erase everything")
    await opened(world, tess, "data is going to be erased", "everything is erased on")


async def test_pressed_on_another_message_it_opens_nothing(world: World) -> None:
    olga = await world.olga()
    tess = await discreet(world)
    await world.patient()
    with world.db.transaction():
        relay.from_patient(world.clinic, world.row(ANA), WORDS, world.moment())
    closed = await tess.expect("A patient has written")
    await olga.say("/help")
    help_ = await olga.expect("What you can do")
    await olga.forge(help_.id, f"see:{world.row(ANA).id}")
    await world.settled()
    await olga.refresh()
    assert not [m for m in olga.messages if WORDS in m.text]
    assert closed.labels == ["Open"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_closed_kind_has_its_words(lang: str) -> None:
    wording = texts.load()
    assert {"too_painful", "proposal", "from_patient"} <= canvas._NAMES_A_PATIENT
    assert all(wording.has(lang, f"discreet.{kind}") for kind in canvas._NAMES_A_PATIENT)
