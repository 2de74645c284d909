"""A high flag that nobody opens: again, then the cover, then the admins, then an honest word."""

from datetime import timedelta

import pytest

from bot.domain.flags import Kind
from bot.services import cover
from bot.storage import flags
from tests.chat.days import live, next_prompt
from tests.simulator.client import Phone
from tests.world import ANA, TESS, TIM, World, wishes


def alerts(phone: Phone, title: str = "severe pain") -> int:
    return sum(title in m.text and m.text.startswith("▲") for m in phone.messages)


async def crew(world: World) -> tuple[Phone, Phone, Phone]:
    olga = await world.olga()
    tess = await world.tess()
    tim = await world.member(TIM, "Tim")
    return olga, tess, tim


async def tim_covers(world: World, tess: Phone) -> None:
    await tess.say("/settings")
    await tess.press("Who covers")
    await tess.expect("Nobody covers for Tess")
    await tess.press("Tim")
    await tess.expect("Tim covers for Tess")
    await world.settled()


async def nine(world: World, ana: Phone) -> None:
    await live(world, ana, (4, 3, 4, 4))
    await next_prompt(world, ana)
    await ana.press("9")
    await world.settled()


async def test_therapist_cover_admins_and_then_the_patient_is_told(world: World) -> None:
    olga, tess, tim = await crew(world)
    await tim_covers(world, tess)
    await tim.refresh()
    assert [m for m in tim.messages if "You now cover for Tess" in m.text]
    ana = await world.patient()
    await nine(world, ana)
    start = world.clock.now()
    seen = []
    for minutes in (0, 14, 15, 29, 30, 59, 60, 300):
        await world.move_to(start + timedelta(minutes=minutes))
        for phone in (olga, tess, tim):
            await phone.refresh()
        seen.append((minutes, alerts(tess), alerts(tim), alerts(olga)))
    assert seen == [
        (0, 1, 0, 0),
        (14, 1, 0, 0),
        (15, 2, 0, 0),
        (29, 2, 0, 0),
        (30, 3, 1, 0),
        (59, 3, 1, 0),
        (60, 4, 2, 1),
        (300, 4, 2, 1),
    ]
    await ana.refresh()
    last = [m.text for m in ana.messages if "has opened the message about your rating" in m.text]
    assert len(last) == 1
    assert "+49 30 555 0100" in last[0]


async def test_the_cover_sees_only_when_called_and_only_while_it_is_open(world: World) -> None:
    _, tess, tim = await crew(world)
    await tim_covers(world, tess)
    ana = await world.patient()
    await nine(world, ana)
    patient = world.row(ANA)
    flag = flags.open_kind(world.db, patient.id, Kind.SEVERE)
    assert flag is not None
    await tim.say("/patients")
    page = await tim.expect("No patients")
    await tim.forge(page.id, f"f:{flag.id}:show")
    assert "does nothing" in await tim.pop_up()
    await world.move_to(world.clock.now() + timedelta(minutes=30))
    await tim.refresh()
    alert = next(m for m in tim.messages if "Ana: severe pain" in m.text)
    await tim.press("Write", on=alert)
    await tim.expect("Type your message to Ana")
    await tim.say("I am Tim, I cover for Tess.")
    await tim.expect("Passed on to Ana")
    await ana.expect("Tim writes:")
    await tim.press("Seen", on=alert)
    await ana.expect("Tim opened your report at")
    with world.db.transaction():
        flags.close(world.db, flag.id, "over", world.clock.now(), world.clock.now().date())
    assert not cover.may_see(world.clinic, world.staff_of(TIM), patient)
    await tim.forge(alert.id, f"t:{patient.id}:card")
    assert "does nothing" in await tim.pop_up()


async def test_words_the_cover_began_go_nowhere_once_it_is_over(world: World) -> None:
    _, tess, tim = await crew(world)
    await tim_covers(world, tess)
    ana = await world.patient()
    await nine(world, ana)
    await world.move_to(world.clock.now() + timedelta(minutes=30))
    await tim.press("Write", on=await tim.expect("Ana: severe pain"))
    await tim.expect("Type your message to Ana")
    flag = flags.open_kind(world.db, world.row(ANA).id, Kind.SEVERE)
    assert flag is not None
    with world.db.transaction():
        flags.close(world.db, flag.id, "over", world.clock.now(), world.clock.now().date())
    await tim.say("I am Tim, I cover for Tess.")
    await world.settled()
    await ana.refresh()
    assert not [m for m in ana.messages if "Tim writes" in m.text]


async def test_without_a_cover_the_admins_hear_after_30_minutes(world: World) -> None:
    olga, _, tim = await crew(world)
    ana = await world.patient()
    await nine(world, ana)
    await world.move_to(world.clock.now() + timedelta(minutes=30))
    assert (alerts(olga), alerts(tim)) == (1, 0)


async def test_a_test_patient_disturbs_nobody_else(world: World) -> None:
    olga, tess, _ = await crew(world)
    ana = await world.patient()
    with world.db.transaction():
        world.db.run("UPDATE patients SET is_test = 1")
    await nine(world, ana)
    await world.move_to(world.clock.now() + timedelta(hours=2))
    assert (alerts(tess), alerts(olga)) == (1, 0)


async def test_seen_ends_it_for_everybody(world: World) -> None:
    olga, tess, tim = await crew(world)
    await tim_covers(world, tess)
    ana = await world.patient()
    await nine(world, ana)
    await tess.refresh()
    await tess.press("Seen", on=next(m for m in tess.messages if "severe pain" in m.text))
    await world.settled()
    await world.move_to(world.clock.now() + timedelta(hours=2))
    assert (alerts(tess, "severe pain"), alerts(tim), alerts(olga)) == (1, 0, 0)
    assert not [m for m in ana.messages if "Nobody at" in m.text]


async def test_at_night_a_severe_rating_rings_once_and_goes_on_in_the_morning(
    world: World,
) -> None:
    tess = await world.tess()
    ana = await world.patient(asked=wishes(minute=22 * 60))
    await nine(world, ana)
    evening = world.clock.now()
    await world.move_to(evening + timedelta(hours=9, minutes=30))
    assert alerts(tess) == 1
    await world.move_to(evening + timedelta(hours=10))
    assert alerts(tess) == 2
    await world.move_to(evening + timedelta(hours=10, minutes=15))
    assert alerts(tess) == 3


async def test_a_red_flag_takes_the_same_way_at_any_hour(world: World) -> None:
    olga, tess, tim = await crew(world)
    await tim_covers(world, tess)
    ana = await world.patient(asked=wishes(minute=22 * 60))
    await next_prompt(world, ana)
    await ana.press("Something new or worrying")
    await ana.expect("Question 1 of 9")
    await ana.press("Yes")
    await ana.expect("Call 112 now")
    await world.settled()
    await world.move_to(world.clock.now() + timedelta(minutes=30))
    title = "possible red flag"
    assert alerts(tim, title) == 1
    assert alerts(olga, title) == 0
    await world.move_to(world.clock.now() + timedelta(minutes=30))
    assert alerts(olga, title) == 1


@pytest.mark.parametrize("language", ["en", "es"])
async def test_alone_nothing_promises_a_cover(world: World, language: str) -> None:
    tess = await world.tess()
    if language == "es":
        await tess.say("/settings")
        await tess.press("Español")
    await tess.say("/cover")
    words = {"en": "nobody else here who could cover", "es": "No hay nadie más que pueda suplir"}
    answer = await tess.expect(words[language])
    assert answer.labels == []


async def test_an_admin_names_covers_and_a_colleague_only_their_own(world: World) -> None:
    olga, _, tim = await crew(world)
    tess_id, tim_id = world.staff_of(TESS).id, world.staff_of(TIM).id
    await tim.say("/cover")
    page = await tim.expect("Nobody covers for Tim")
    await tim.forge(page.id, f"cv:{tess_id}:{tim_id}")
    await tim.pop_up()
    assert cover.of_therapist(world.clinic, tess_id) is None
    await olga.say("/staff")
    await olga.press("Cover for Tess")
    question = await olga.expect("Nobody covers for Tess")
    await olga.press("Tim", on=question)
    await olga.expect("Tim covers for Tess")
    await olga.forge(olga.last.id, f"cv:{tess_id}:{tess_id}")
    await olga.pop_up()
    named = cover.of_therapist(world.clinic, tess_id)
    assert named is not None
    assert named.id == tim_id
