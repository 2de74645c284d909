"""What the verdicts come to: per rule, per week, and never with test patients."""

from tests.chat.days import live
from tests.chat.test_flag_card import RISING, rising
from tests.world import TIM, World, wishes


async def test_quality_counts_verdicts_by_rule_and_the_load(world: World) -> None:
    tess = await world.tess()
    await tess.say("/quality")
    await tess.expect("No flags in the last 12 weeks")
    ana = await world.patient()
    card = await rising(world, tess, ana)
    await tess.press("Was right", on=card)
    await tess.expect("Verdict: was right")
    await tess.say("/quality")
    told = await tess.expect("How right the flags were")
    assert "whole clinic" in told.text
    assert "pain rising: 1 flag, 1 right of 1 judged" in told.text
    assert "Load: 0.1 flags a week, and 0.0 about silence." in told.text


async def test_silence_is_counted_apart_and_a_therapist_reads_of_their_own(world: World) -> None:
    await world.olga()
    tess = await world.tess()
    tim = await world.member(TIM, "Tim")
    await world.patient()
    await live(world, await world.patient(2002, wishes("Ben"), by=TIM), RISING)
    await tess.say("/quality")
    mine = await tess.expect("your patients")
    assert "no answers: 1 flag, none judged yet" in mine.text
    assert "pain rising" not in mine.text
    assert "Load: 0.0 flags a week, and 0.1 about silence." in mine.text
    await tim.say("/quality")
    his = await tim.expect("your patients")
    assert "pain rising: 1 flag" in his.text
    assert "no answers" not in his.text


async def test_test_patients_are_left_out(world: World) -> None:
    tess = await world.tess()
    await world.patient(first=9)
    with world.db.transaction():
        world.db.run("UPDATE patients SET is_test = 1")
    await tess.say("/quality")
    await tess.expect("No flags in the last 12 weeks")


async def test_what_was_corrected_the_same_day_was_no_flag(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await live(world, ana, (4, 3, 4, 4, 9))
    await ana.press("Change")
    await ana.press("4")
    await ana.expect("Saved: 4 of 10")
    await tess.say("/quality")
    await tess.expect("No flags in the last 12 weeks")


async def test_in_spanish(world: World) -> None:
    tess = await world.tess()
    await tess.say("/settings")
    await tess.press("Español")
    await world.patient(first=9)
    await tess.say("/quality")
    told = await tess.expect("Cuánto acertaron los avisos")
    assert "1 aviso, ninguno valorado todavía" in told.text
