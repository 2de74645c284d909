"""Words between Tess and Ana: passed on once, under first names, kept, and never into the void."""

from bot.storage import messages, patients
from tests.world import ANA, BEN, TESS, TIM, World, wishes


async def open_card(world: World) -> None:
    tess = world.phones.phones[TESS]
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.expect("Every day at")


async def test_words_and_the_answer_go_both_ways_once(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await open_card(world)
    await tess.press("Write")
    await tess.expect("Type your message to Ana")
    await tess.say("How was the <b>bridge</b> & the clamshell?")
    await tess.expect("Passed on to Ana")
    words = await ana.expect("How was the <b>bridge</b> & the clamshell?")
    assert words.text.startswith("Tess writes:")
    for identity in (str(TESS), "@", "t.me"):
        assert identity not in words.text
    await ana.press("Answer")
    await ana.expect("Type your answer now")
    await ana.say("4 times went well")
    await ana.expect("I kept this for Tess")
    answer = await tess.expect("4 times went well")
    assert str(ANA) not in answer.text
    await world.settled()
    await ana.refresh()
    assert sum("clamshell" in m.text for m in ana.messages) == 1
    record = messages.latest(world.db, world.row(ANA).id, 9)
    assert [(m.from_patient, m.text) for m in record] == [
        (False, "How was the <b>bridge</b> & the clamshell?"),
        (True, "4 times went well"),
    ]


async def test_writing_can_be_left(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    await open_card(world)
    await tess.press("Write")
    await tess.expect("Type your message to Ana")
    await tess.press("Cancel")
    await tess.expect("Every day at")
    await tess.say("never mind")
    await tess.expect("did not understand")
    assert messages.latest(world.db, world.row(ANA).id, 9) == []


async def test_a_chat_that_is_gone_is_said(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await open_card(world)
    await tess.press("Write")
    await tess.expect("Type your message to Ana")
    await ana.block()
    await world.settled()
    await tess.expect("Ana cannot be reached")
    await tess.say("Are you there?")
    await tess.expect("was not passed on")
    await open_card(world)
    await tess.press("Write")
    assert "has no chat with the bot" in await tess.pop_up()
    assert messages.latest(world.db, world.row(ANA).id, 9) == []


async def test_words_typed_after_a_hand_over_go_nowhere(world: World) -> None:
    olga, tess = await world.olga(), await world.tess()
    await world.member(TIM, "Tim")
    ana = await world.patient()
    await open_card(world)
    await tess.press("Write")
    await tess.expect("Type your message")
    await olga.say("/staff")
    await olga.press("Remove Tess")
    await olga.press("Tim")
    await world.settled()
    await ana.mark()
    await tess.say("one more thing")
    await tess.expect("ask your therapist")
    await world.settled()
    assert ana.new == []


async def test_a_discharged_patient_cannot_be_written_to(world: World) -> None:
    tess = await world.tess()
    await world.patient(BEN, wishes("Ben"))
    number = world.row(BEN).id
    await tess.say("/patients")
    await tess.press("Ben")
    card = await tess.expect("Every day at")
    await tess.press("Discharge")
    await tess.press("Worse")
    await tess.expect("discharged")
    await tess.forge(card.id, f"t:{number}:write")
    assert await tess.pop_up() == "Discharged: nothing can be changed"
    assert patients.get(world.db, number).outcome == "worse"
