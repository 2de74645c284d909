"""Advice by topic, and one tip a week."""

from datetime import timedelta

from bot import program_files
from bot.services import tips
from bot.storage import tips as rows
from tests.world import ANA, PROGRAMS, World, wishes


async def test_topics_lead_to_pages_and_back(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await ana.say("/tips")
    topics = await ana.expect("What would you like to read about?")
    await ana.press("Everyday life")
    await ana.press("Lifting")
    page = await ana.expect("Stand close with your feet apart")
    assert page.id == topics.id
    await ana.press("Everyday life")
    await ana.expect("Everyday life")
    await ana.press("All topics")
    await ana.expect("What would you like to read about?")
    # A topic with one page is that page.
    await ana.press("When it flares up")
    await ana.expect("First aid for a flare-up")


async def test_no_page_of_tens_and_no_topic_that_does_not_exist(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await ana.say("/tips")
    topics = await ana.expect("What would you like to read about?")
    for data in ("tips:page:tens", "tips:topic:nothing", "tips:", "tips:page:"):
        await ana.forge(topics.id, data)
        await ana.pop_up()
    await world.settled()
    await ana.refresh()
    assert ana.last.text == topics.text


async def test_advice_is_in_the_patients_language_and_menu(world: World) -> None:
    await world.tess()
    ana = await world.patient(asked=wishes(language="es"))
    assert "/tips" in await ana.menu("/tips")
    await ana.say("/tips")
    await ana.expect("¿Sobre qué quiere leer?")
    await ana.press("Calor, frío")
    await ana.press("Frío")
    await ana.expect("Envuélvala en una toalla húmeda")


async def test_one_tip_a_week_and_none_twice(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    seen = []
    for _ in range(22):
        await world.move_to(world.clock.now() + timedelta(days=1))
        prompt = await ana.expect("Good morning")
        seen += [line for line in prompt.text.splitlines() if line.startswith("Tip: ")]
    assert len(seen) == 4
    assert len(set(seen)) == 4


async def test_a_plan_has_its_tips_in_order_until_all_were_sent(world: World) -> None:
    await world.tess()
    await world.patient()
    patient, day = world.row(ANA), world.clock.now().date()
    expected = [p.id for p in program_files.load(PROGRAMS).pages() if p.tip]
    for _ in range(len(expected) + 3):
        tips.due(world.clinic, patient, day)
        day += timedelta(days=7)
    assert rows.sent(world.db, patient.id, patient.plan_id) == frozenset(expected)


def test_a_page_about_sciatica_is_only_for_those_who_are_treated_for_it() -> None:
    programme = program_files.load(PROGRAMS)
    of_plan = {plan: {page.id for page in programme.pages(plan=plan)} for plan in programme.plans}
    assert "understanding_sciatica" in of_plan["sciatica"]
    assert "understanding_sciatica" not in of_plan["low_back_pain"]
    assert of_plan["sciatica"] > of_plan["low_back_pain"]
