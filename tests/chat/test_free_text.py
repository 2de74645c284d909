"""What patients write: always kept, and words that may mean a sign lead to its question."""

import pytest

from bot.storage import screens
from tests.simulator.client import Phone
from tests.world import ANA, World, wishes


def kept(world: World) -> list[str]:
    rows = world.db.all("SELECT text FROM messages WHERE direction = 'from_patient'")
    return [row["text"] for row in rows]


@pytest.mark.parametrize(
    ("lang", "said", "asked"),
    [
        ("en", "No feeling between my legs", "between your legs"),
        ("en", "cannot pee since this morning", "trouble peeing"),
        ("en", "my pain is 8 and I cant feel my bum", "between your legs"),
        ("es", "no siento nada entre las piernas", "entre las piernas"),
        ("es", "no puedo orinar", "para orinar"),
    ],
)
async def test_words_that_may_mean_a_sign_lead_to_its_question(
    world: World, lang: str, said: str, asked: str
) -> None:
    tess = await world.tess()
    ana = await world.patient(ANA, wishes(language=lang))
    await world.next_due()
    await ana.say(said)
    question = await ana.expect(asked)
    assert "112" in question.text
    assert "Tess" in question.text
    await tess.expect(said)
    assert kept(world) == [said]
    # Words alone are no finding: the answer decides.
    assert world.row(ANA).exercises_stopped_at is None
    await ana.press("Yes" if lang == "en" else "Sí", on=question)
    assert "112" in await ana.pop_up()
    await tess.expect("Answered YES")


@pytest.mark.parametrize("said", ["no numbness today", "The bridge was easier", "Thanks!"])
async def test_harmless_words_are_kept_and_ask_nothing(world: World, said: str) -> None:
    await world.tess()
    ana = await world.patient()
    await ana.say(said)
    await ana.expect("I kept this for Tess")
    assert screens.of_patient(world.db, world.row(ANA).id) == []


async def test_a_number_in_the_same_line_is_asked_for_too(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.say("8, and I can't pee")
    await ana.expect("trouble peeing")
    await ana.expect("24 hours")
    assert kept(world) == ["8, and I can't pee"]


async def test_a_caption_and_a_corrected_line_are_read_too(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await ana.send("photo", "no feeling between my legs")
    await ana.expect("between your legs")
    sent = await ana.say("my back")
    await world.settled()
    await ana.edit(int(sent["message_id"]), "my back, and I cannot pee")
    await ana.expect("trouble peeing")


async def answering(ana: Phone, tess: Phone) -> None:
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Write")
    await tess.say("How is it?")
    await ana.press("Answer")
    await ana.expect("Type your answer")


async def test_a_sign_inside_an_answer_to_the_therapist_is_asked_and_passed_on(
    world: World,
) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await answering(ana, tess)
    await ana.say("I can't hold my pee")
    await ana.expect("trouble peeing")
    await tess.expect("I can't hold my pee")


async def test_a_therapist_who_writes_about_signs_is_not_asked_them(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Write")
    await tess.say("Is there numbness between your legs?")
    await tess.expect("Passed on to Ana")
    await ana.expect("numbness between your legs")
