"""The leg map: once a week below the rating, after a flag, and what spreading sets off."""

from datetime import timedelta

import pytest

from bot.domain.flags import Kind, Leg
from bot.services import leg_map, screening
from bot.storage import compared, flags, prompts, screens
from bot.storage import leg_map as stored
from bot.storage.leg_map import LegReport, Side
from tests.chat.days import live, next_prompt
from tests.simulator.client import Phone
from tests.world import ANA, TESS, World, wishes

QUESTION = "How far down does the pain reach today?"


def asked(world: World) -> list[int]:
    """Days from the start on which the leg map was asked."""
    rows = world.db.all("SELECT local_date FROM requests WHERE what LIKE '%leg' ORDER BY 1")
    start = world.row(ANA).started_on
    assert start is not None
    return [(type(start).fromisoformat(row["local_date"]) - start).days for row in rows]


async def until_asked(world: World, ana: Phone) -> None:
    for _ in range(9):
        before = len(asked(world))
        await live(world, ana, (4,))
        if len(asked(world)) > before:
            await ana.expect(QUESTION)
            return
    raise AssertionError("the leg map did not come")


def latest(world: World) -> LegReport | None:
    prompt = prompts.latest(world.db, world.row(ANA).id, 1)[0]
    return stored.of_prompt(world.db, prompt.id)


async def report(world: World, ana: Phone, place: str) -> None:
    await until_asked(world, ana)
    await ana.press(place)
    await ana.expect(f"{place}: on which side?")
    await ana.press("Left")
    await ana.expect(f"Saved for today: {place.lower()}, left")
    await world.settled()


async def test_it_comes_weekly_and_never_on_the_day_of_the_warning_signs(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await live(world, ana, [4] * 20)
    assert asked(world) == [3, 10, 17]
    start = world.row(ANA).started_on
    weekly = {s.opened_on for s in screens.of_patient(world.db, world.row(ANA).id)}
    assert start is not None
    assert weekly
    assert not weekly & {start.fromordinal(start.toordinal() + n) for n in asked(world)}


async def test_buttock_then_calf_twice_is_spreading_and_stands_on_both_cards(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    for place in ("Buttock", "Buttock", "Calf"):
        await report(world, ana, place)
    assert flags.open_kind(world.db, world.row(ANA).id, Kind.SPREADING) is None
    await report(world, ana, "Calf")
    flag = flags.open_kind(world.db, world.row(ANA).id, Kind.SPREADING)
    assert flag is not None
    await tess.expect("Leg: buttock → calf, left.")
    await tess.forge(tess.last.id, f"t:{world.row(ANA).id}:card")
    card = await tess.expect("Sciatica")
    assert "Leg: buttock → calf, left." in card.text


async def test_the_answer_is_corrected_the_same_day_and_not_after(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await report(world, ana, "Foot")
    said = await ana.expect("Saved for today")
    assert latest(world) == LegReport(Leg.FOOT, Side.LEFT)
    await ana.press("Change", on=said)
    again = await ana.expect(QUESTION)
    await ana.press("Back only", on=again)
    await ana.expect("Saved for today: back.")
    assert latest(world) == LegReport(Leg.BACK, None)
    await next_prompt(world, ana)
    await ana.press("Change", on=said)
    await ana.expect("Saved for today: back.")
    number = prompts.latest(world.db, world.row(ANA).id, 2)[0]
    await ana.forge(said.id, f"leg:{number.id}:calf")
    assert "closed" in await ana.pop_up()
    assert stored.of_prompt(world.db, number.id) == LegReport(Leg.BACK, None)


async def severe(world: World) -> Phone:
    """Ana with a severe rating, and the questions that it brings before her."""
    await world.tess()
    ana = await world.patient()
    await live(world, ana, (9,))
    assert flags.open_kind(world.db, world.row(ANA).id, Kind.SEVERE) is not None
    return ana


async def answer(world: World, ana: Phone, label: str, times: int = 1) -> None:
    for _ in range(times):
        question = await ana.expect("Question ")
        await ana.press(label, on=question)
        await world.settled()
        await ana.refresh()


async def test_after_a_severe_rating_it_is_the_last_step_of_the_questions(world: World) -> None:
    ana = await severe(world)
    await answer(world, ana, "No", 8)
    assert asked(world) == []
    await answer(world, ana, "No")
    assert asked(world) == [1]
    await ana.expect("Saved: none of these signs")
    await ana.press("Calf", on=await ana.expect(QUESTION))
    await ana.press("Left")
    await ana.expect("Saved for today: calf, left")
    assert latest(world) == LegReport(Leg.CALF, Side.LEFT)
    await live(world, ana, [9] * 6)
    assert asked(world) == [1], "not again for the same flag, nor within the week"


async def test_a_sign_found_in_the_questions_asks_for_no_leg_map_that_day(world: World) -> None:
    ana = await severe(world)
    await answer(world, ana, "No", 6)
    await answer(world, ana, "Yes")
    await answer(world, ana, "No", 2)
    assert screens.of_patient(world.db, world.row(ANA).id)[0].outcome == "same_day"
    assert asked(world) == []


async def test_questions_left_open_that_day_leave_it_to_the_next_rating(world: World) -> None:
    ana = await severe(world)
    assert asked(world) == []
    for screen in screens.of_patient(world.db, world.row(ANA).id):
        with world.db.transaction():
            screens.end(world.db, screen.id, "clear", world.clock.now())
    await live(world, ana, (9,))
    assert asked(world) == [2], "a day before the weekly turn"


async def test_the_question_about_a_rating_and_the_leg_map_on_one_day_both_count(
    world: World,
) -> None:
    await world.tess()
    await world.patient()
    patient = world.row(ANA)
    day = world.clock.now().date()
    with world.db.transaction():
        assert compared.take_turn(world.db, patient.id, day)
        screens.add_to_request(world.db, patient.id, day, stored.WHAT)
        assert not compared.take_turn(world.db, patient.id, day + timedelta(days=6))
        assert compared.take_turn(world.db, patient.id, day + timedelta(days=7))
    assert screens.last_request(world.db, patient.id, stored.WHAT) == day


BOTH = "in BOTH legs, new or worse since we last asked?"


async def both_sides(world: World, ana: Phone, place: str = "Buttock") -> None:
    await until_asked(world, ana)
    await ana.press(place)
    await ana.press("Both", on=await ana.expect(f"{place}: on which side?"))
    await world.settled()
    await ana.refresh()


def rounds_of(world: World, cause: str = "words") -> list[screens.Screen]:
    return [s for s in screens.of_patient(world.db, world.row(ANA).id) if s.cause == cause]


async def test_both_sides_ask_for_both_legs_and_the_answer_decides(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await both_sides(world, ana)
    question = await ana.expect(BOTH)
    assert "Because you tapped “Both”" in question.text
    assert "I kept your message" not in question.text
    assert flags.open_kind(world.db, world.row(ANA).id, Kind.RED_FLAG) is None
    assert world.row(ANA).exercises_stopped_at is None
    await ana.press("Yes", on=question)
    assert "Call 112 now" in await ana.pop_up()
    await tess.expect("Answered YES")


@pytest.mark.parametrize("place", ["Buttock", "Foot"])
async def test_one_side_or_an_answer_of_the_day_asks_nothing(world: World, place: str) -> None:
    await world.tess()
    ana = await world.patient()
    await report(world, ana, place)
    assert rounds_of(world) == []
    said = await ana.expect("Saved for today")
    await ana.press("Change", on=said)
    await ana.press(place, on=await ana.expect(QUESTION))
    await ana.press("Both", on=await ana.expect("on which side?"))
    await answer_both(world, ana)
    await ana.press("Change", on=said)
    await ana.press("Calf", on=await ana.expect(QUESTION))
    await ana.press("Both", on=await ana.expect("Calf: on which side?"))
    await world.settled()
    assert len(rounds_of(world)) == 1


async def answer_both(world: World, ana: Phone) -> None:
    await ana.press("No", on=await ana.expect(BOTH))
    await ana.expect("Saved: none of these signs")
    await world.settled()


async def test_after_the_whole_round_of_that_day_both_legs_are_not_asked_again(
    world: World,
) -> None:
    ana = await severe(world)
    await answer(world, ana, "No", 9)
    await ana.press("Calf", on=await ana.expect(QUESTION))
    await ana.press("Both", on=await ana.expect("Calf: on which side?"))
    await ana.expect("Saved for today: calf, both sides")
    await world.settled()
    assert rounds_of(world) == []


async def test_known_legs_that_were_both_before_are_nothing_new(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    with world.db.transaction():
        screening.record_known(
            world.clinic,
            world.row(ANA),
            "both_legs",
            "stenosis",
            world.staff_of(TESS),
            world.moment(),
        )
    await both_sides(world, ana)
    assert "Tess has known of it since" in (await ana.expect(BOTH)).text
    await answer_both(world, ana)
    await both_sides(world, ana)
    assert len(rounds_of(world)) == 1
    with world.db.transaction():
        screens.forget_known(world.db, world.row(ANA).id, "both_legs")
    await both_sides(world, ana)
    assert len(rounds_of(world)) == 2


async def test_in_spanish(world: World) -> None:
    await world.tess()
    ana = await world.patient(asked=wishes(language="es"))
    await live(world, ana, (4, 4, 4))
    await ana.expect("¿Hasta dónde baja hoy el dolor?")
    await ana.press("Pantorrilla")
    await ana.press("Izquierdo")
    await ana.expect("pantorrilla, lado izquierdo")
    assert leg_map.course(world.clinic, world.row(ANA), world.clock.now().date())[0] == LegReport(
        Leg.CALF, Side.LEFT
    )
    await ana.press("Cambiar")
    await ana.press("Pantorrilla", on=await ana.expect("¿Hasta dónde baja"))
    await ana.press("Ambos")
    await ana.expect("Como tocó «Ambos», una pregunta")
