"""Walking through the first visit as patients do, for the stories about it."""

from bot.storage import screens
from tests.simulator.client import Phone
from tests.world import ANA, World, wishes

LABELS = {
    "en": ("Yes, that is me", "I agree", "Yes, keep this time", "9 short questions"),
    "es": ("Sí, soy yo", "Acepto", "Sí, a esta hora", "9 preguntas"),
}


async def joins(world: World, lang: str = "en") -> Phone:
    """Ana opens her link, agrees and keeps the time: the first question stands before her."""
    _, link = world.enrol(asked=wishes(language=lang))
    ana = await world.phone(ANA, "Ana")
    await ana.open(link)
    me, agree, keep, first = LABELS[lang]
    await ana.press(me)
    await ana.press(agree)
    await ana.press(keep)
    await ana.expect(first)
    await world.settled()
    return ana


async def begun(world: World) -> Phone:
    """All signs answered with no, the first number given, the questions started."""
    ana = await joins(world)
    await world.no_signs(ana)
    await ana.press("4")
    await ana.expect("2 minutes")
    await ana.press("Start")
    await world.settled()
    return ana


async def taps(world: World, phone: Phone, *labels: str) -> None:
    """One tap after the other on the question that stands."""
    for label in labels:
        await phone.refresh()
        standing = next(m for m in reversed(phone.messages) if m.by_bot and "Later" in m.labels)
        await phone.press(label, on=standing)
        await world.settled()


async def writes(world: World, phone: Phone, text: str) -> None:
    await phone.say(text)
    await world.settled()


async def up_to_injuries(world: World, phone: Phone) -> None:
    """The taps of an ordinary patient, as far as the first question for words."""
    await taps(world, phone, "None of these", "None of these", "None of these")
    await taps(world, phone, "2 to 6 weeks ago", "Sitting", "Bending", "Done", "Lying", "Done")
    await taps(world, phone, "Buttock", "Thigh", "Done", "Left", "None of these", "None of these")
    await taps(world, phone, "Several times")
    await phone.expect("Any earlier injury")


async def answers_all(world: World, phone: Phone) -> None:
    await up_to_injuries(world, phone)
    await writes(world, phone, "Knee operated on in 2011")
    await taps(world, phone, "Walks and housework", "Work, mostly sitting")
    await writes(world, phone, "Walk to the shop")
    await taps(world, phone, "That is all", "3")
    await writes(world, phone, "I am afraid of needles")
    await phone.expect("Tess can read your answers now")


def request(world: World) -> str | None:
    day = world.clock.now().astimezone(world.row(ANA).zone).date()
    return screens.request_of(world.db, world.row(ANA).id, day)
