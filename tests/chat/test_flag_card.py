"""The flag card: three lines, a picture, and everything that can be done with one tap."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.flags import Kind
from bot.domain.program.progress import Proposal
from bot.domain.program.session import Position
from bot.storage import flags, flares, proposals, raises
from bot.storage.flags import Flag
from tests.chat.days import live, next_prompt
from tests.simulator.client import Phone, Seen
from tests.world import ANA, World, wishes

RISING = (4, 3, 4, 4, 7, 7)
WORDS = {
    "en": ("Ana: pain rising", "60 days", "14 days", "Was right", "Verdict: was right"),
    "es": ("Ana: dolor en aumento", "60 días", "14 días", "Acertado", "Valoración: acertado"),
}


def flag_of(world: World, kind: Kind = Kind.WORSENING, account: int = ANA) -> Flag:
    found = flags.open_kind(world.db, world.row(account).id, kind)
    assert found is not None
    return found


async def rising(world: World, tess: Phone, ana: Phone) -> Seen:
    """Ana's usual is 4; two sevens later Tess has the card."""
    await live(world, ana, RISING)
    await tess.refresh()
    return next(m for m in tess.messages if "Ana: pain rising" in m.text)


async def test_the_card_says_who_what_and_why_in_a_few_lines(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    card = await rising(world, tess, ana)
    lines = [line for line in card.text.split("\n") if line]
    assert lines[0].startswith("● Ana: pain rising")
    assert "7, 7 in 2 days; usual is 4" in lines[1]
    assert any(line.startswith("Exercises: 0 done") for line in lines)
    assert any(line.startswith("Rule: ") and "false alarms" in line for line in lines)
    assert card.media is not None
    assert len(card.text) <= 1024
    wanted = ["Seen", "Write", "Pause plan", "Ask red flags now", "60 days", "Was right"]
    assert [label for label in wanted if label not in card.labels] == []


@pytest.mark.parametrize("language", ["en", "es"])
async def test_sixty_days_and_the_verdict_change_the_card_in_place(
    world: World, language: str
) -> None:
    title, sixty, fourteen, right, verdict = WORDS[language]
    tess = await world.tess()
    if language == "es":
        await tess.say("/settings")
        await tess.press("Español")
        await world.settled()
    ana = await world.patient()
    with world.db.transaction():
        world.db.run("UPDATE patients SET started_on = '2026-01-20'")
    await live(world, ana, RISING)
    await tess.refresh()
    card = next(m for m in tess.messages if title in m.text)
    before = await tess.picture(card)
    await tess.press(sixty, on=card)
    wide = await tess.expect_edit(card)
    assert fourteen in wide.labels
    assert await tess.picture(wide) != before
    await tess.press(fourteen, on=wide)
    narrow = await tess.expect_edit(wide)
    assert await tess.picture(narrow) == before
    await tess.press(right, on=narrow)
    await tess.expect(verdict)


async def test_a_verdict_counts_as_seen_and_takes_a_typed_word(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    card = await rising(world, tess, ana)
    await tess.press("False alarm", on=card)
    judged = await tess.expect("Verdict: false alarm")
    assert "Seen by Tess" in judged.text
    await tess.press("Add a word", on=judged)
    await tess.expect("Type why")
    await tess.say("he moved <house>")
    await tess.expect("Kept with the flag")
    await tess.expect("Verdict: false alarm (he moved <house>)")
    raised = raises.of_flag(world.db, flag_of(world))
    assert raised is not None
    assert (raised.is_right, raised.word) == (False, "he moved <house>")
    await tess.press("Was right", on=judged)
    await tess.expect("Verdict: was right (he moved <house>)")


async def test_red_flags_are_asked_now_and_a_pause_is_one_tap(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient(asked=wishes(days=frozenset()))
    card = await rising(world, tess, ana)
    for _ in range(2):
        await next_prompt(world, ana)
    await tess.press("Ask red flags now", on=card)
    await ana.expect("Tess")
    await tess.press("Pause plan", on=card)
    assert await tess.pop_up() == "Paused for 7 days"


async def test_a_step_back_is_one_tap_and_an_old_card_takes_no_second(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    with world.db.transaction():
        world.db.run("UPDATE patients SET phase = 1, dose_step = 0")
    card = await rising(world, tess, ana)
    await tess.press("Step plan back", on=card)
    assert await tess.pop_up() == "One step back"
    await tess.forge(card.id, f"f:{flag_of(world).id}:back-1-0")
    assert await tess.pop_up() == "The plan has moved already"
    assert world.row(ANA).phase == 0


async def test_medium_waits_for_working_hours_and_the_patient_is_told_when(world: World) -> None:
    tess = await world.tess()
    late = wishes(minute=20 * 60)
    ana = await world.patient(asked=late)
    await live(world, ana, RISING)
    await tess.refresh()
    assert not [m for m in tess.messages if "pain rising" in m.text]
    told = await ana.expect("more than your usual 4")
    assert "Tess gets a message on Monday 9 March at 08:00" in told.text
    await world.move_to(datetime(2026, 3, 9, 7, 0, tzinfo=UTC))
    card = next(m for m in tess.messages if "pain rising" in m.text)
    assert card.raw["disable_notification"] is True


async def test_high_comes_at_once_with_sound_whatever_the_hour(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient(asked=wishes(minute=22 * 60))
    await live(world, ana, (4, 3, 4, 4))
    await next_prompt(world, ana)
    await tess.mark()
    await ana.press("9")
    alert = await tess.expect("▲ Ana: severe pain")
    assert not alert.raw["disable_notification"]


async def test_a_held_alert_that_is_over_by_the_morning_never_comes(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient(asked=wishes(minute=20 * 60))
    await live(world, ana, RISING)
    await ana.press("Change")
    await ana.press("4")
    await world.settled()
    await world.move_to(world.clock.now() + timedelta(hours=14))
    assert not [m for m in tess.messages if "pain rising" in m.text]


async def test_a_card_full_of_everything_still_fits_under_its_picture(world: World) -> None:
    tess = await world.tess()
    await tess.say("/settings")
    await tess.press("Español")
    ana = await world.patient(asked=wishes("W" * 40))
    await live(world, ana, RISING)
    await tess.refresh()
    card = next(m for m in tess.messages if "dolor en aumento" in m.text)
    patient, flag = world.row(ANA), flag_of(world)
    with world.db.transaction():
        today = world.clock.now().date()
        for _ in range(12):
            flares.add(world.db, patient.id, today, today + timedelta(days=3), world.clock.now())
        params: dict[str, str | int] = {"pain": 10, "baseline": "10"}
        back = Proposal("step_back", Position(), "progress.step_back.pain_up", params)
        proposals.add(world.db, patient, Position(), back, today)
        raises.judge(world.db, flag, is_right=True, staff_id=1, now=world.clock.now())
        raises.set_word(world.db, flag.id, flag.raise_count, "palabra " * 15)
    await tess.press("Visto", on=card)
    full = await tess.expect("Visto por Tess")
    for part in ("Brotes: 12", "El plan propone: un paso atrás", "palabra", "Regla"):
        assert part in full.text
    assert full.media is not None
    assert len(full.text.encode("utf-16-le")) // 2 <= 1024


async def test_a_discreet_alert_opens_as_a_card_with_its_picture(world: World) -> None:
    tess = await world.tess()
    await tess.say("/settings")
    await tess.press("Hide names in alerts")
    await world.patient(first=9)
    await tess.refresh()
    closed = next(m for m in tess.messages if "A patient needs your attention" in m.text)
    assert "Ana" not in closed.text
    assert closed.media is None
    await tess.press("Open", on=closed)
    card = await tess.expect("Ana: severe pain")
    assert card.media is not None
