"""Answering the questions about warning signs, for the stories about them."""

from bot.domain.flags import Kind
from bot.storage import flags
from bot.storage.flags import Flag
from tests.simulator.client import Phone, Seen
from tests.world import ANA, World, wishes

EMERGENCY = ("saddle_numbness", "bladder", "bowel", "sexual", "both_legs")
LATER = {
    "leg_weakness": "same_day",
    "fever": "same_day",
    "fall": "same_day",
    "weight_night": "within_days",
}
WORDS = {
    "en": {
        "worry": "Something new or worrying",
        "yes": "Yes",
        "no": "No",
        "unsure": "Not sure",
        "emergency": "Call 112 now",
        "same_day": "Please see a doctor today",
        "within_days": "Please talk to your doctor or your therapist",
        "drive": "Do not drive",
    },
    "es": {
        "worry": "Algo nuevo o preocupante",
        "yes": "Sí",
        "no": "No",
        "unsure": "No sé",
        "emergency": "Llame al 112 ahora",
        "same_day": "consulte hoy mismo a un médico",
        "within_days": "hable de esto con su médico",
        "drive": "No conduzca",
    },
}


def signs(world: World) -> list[str]:
    return [sign.id for sign in world.clinic.screening.red_flag]


def red_flag(world: World, account: int = ANA) -> Flag:
    found = flags.open_kind(world.db, world.row(account).id, Kind.RED_FLAG)
    assert found is not None
    return found


async def question(phone: Phone) -> Seen:
    """The newest message that asks about a sign."""
    await phone.refresh()
    found = [m for m in phone.messages if m.by_bot and {"Yes", "Sí"} & set(m.labels)]
    assert found, [m.text for m in phone.messages]
    return found[-1]


async def tap(world: World, phone: Phone, label: str, times: int = 1) -> None:
    """Answer the open question `times` times, one after the other."""
    for _ in range(times):
        asked = await question(phone)
        await phone.press(label, on=asked)
        await world.settled()
    await phone.refresh()


async def worried(world: World, lang: str = "en") -> Phone:
    """A patient who has pressed the button and has the first question before them."""
    ana = await world.patient(ANA, wishes(language=lang))
    await world.next_due()
    await ana.press(WORDS[lang]["worry"])
    await world.settled()
    return ana
