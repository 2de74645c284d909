"""Something new or worrying, words and pictures: never silence, never more than was said."""

from datetime import timedelta

from bot.domain.flags import Kind
from bot.storage import flags
from tests.world import ANA, BEN, World, wishes


async def test_the_worry_button_shows_the_emergency_text_at_once(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await world.next_due()
    await tess.mark()
    await ana.press("Something new or worrying")
    assert "call 112" in await ana.pop_up()
    emergency = await ana.expect("Call 112 now")
    for words in ("any ONE", "between your legs", "Do not drive", "+49 30 555 0100", "Tess"):
        assert words in emergency.text
    alert = await tess.expect("Ana: possible red flag")
    assert alert.text.startswith("▲")


async def test_exercises_stop_until_the_therapist_resumes_them(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Something new or worrying")
    await world.settled()
    await ana.refresh()
    day = next(m for m in ana.messages if m.text.startswith("Ana, your exercises are on hold"))
    assert "Start" not in day.labels
    await world.move_to(world.clock.now() + timedelta(days=14))
    await ana.refresh()
    later = [m for m in ana.messages if "Today:" in m.text]
    assert later == []
    alert = next(m for m in tess.messages if "possible red flag" in m.text)
    await tess.press("Start exercises again", on=alert)
    await tess.press("Spoke by phone: safe")
    await ana.expect("Tess has started your exercises again")
    await world.next_due()
    await ana.expect("Today: ")


async def test_two_presses_in_a_row_are_one_alert(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Something new or worrying", times=3)
    await world.settled()
    found = flags.open_kind(world.db, world.row(ANA).id, Kind.RED_FLAG)
    assert found is not None
    assert found.raise_count == 1


async def test_words_and_photos_are_kept_passed_on_and_answered(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await ana.say("My calf feels <b>odd</b> & heavy")
    kept = await ana.expect("I kept this for Tess")
    assert "112" in kept.text
    passed = await tess.expect("Ana writes")
    assert "My calf feels <b>odd</b> & heavy" in passed.text
    await ana.send("photo", "my foot")
    await ana.expect("I kept this for Tess")
    photo = await tess.expect("my foot")
    assert photo.media is not None
    for kind in ("voice", "sticker", "location", "contact", "document"):
        await ana.send(kind)
        await ana.expect("I kept this for Tess")
    count = world.db.value("SELECT count(*) FROM messages WHERE direction = 'from_patient'")
    assert count == 7


async def test_tess_writes_and_ana_answers_without_seeing_each_other(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Write")
    await tess.expect("Type your message to Ana")
    await tess.say("How many stairs can you climb?")
    await tess.expect("Passed on to Ana")
    asked = await ana.expect("Tess writes:")
    assert "How many stairs" in asked.text
    await ana.press("Answer")
    await ana.expect("Type your answer")
    await ana.say("4")
    answer = await tess.expect("Ana writes")
    assert "4" in answer.text
    # The answer to a question is no rating.
    assert world.db.value("SELECT count(*) FROM rating_changes") == 0


async def test_three_silent_days_are_in_the_digest_and_a_pause_is_not(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    ben = await world.patient(BEN, wishes("Ben"))
    await ben.say("/pause")
    await ben.press("7 days")
    await world.settled()
    await world.move_to(world.clock.now() + timedelta(days=3, hours=23))
    told = [m.text for m in tess.messages if "no answers" in m.text]
    assert len(told) == 1
    assert told[0].startswith("Your day at a glance")
    assert "Ana: no answers" in told[0]
    assert "Ben" not in told[0]


async def test_a_first_rating_of_eight_is_severe(world: World) -> None:
    tess = await world.tess()
    await world.patient(first=8)
    await tess.refresh()
    assert [m for m in tess.messages if "Ana: severe pain" in m.text]


async def test_a_flag_nobody_opens_is_raised_again_after_a_week(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    for pain in (4, 4, 4, 4, 7, 7):
        await world.next_due()
        await ana.press(str(pain))
        await world.settled()
    for _ in range(8):
        await world.next_due()
        await ana.press("7")
        await world.settled()
    await tess.refresh()
    alerts = [m for m in tess.messages if m.text.startswith("● Ana: pain rising")]
    assert len(alerts) == 2
