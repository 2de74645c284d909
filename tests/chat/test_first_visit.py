"""The first visit: warning signs before anything else, then what Tess needs to know, at leisure."""

import pytest

from bot.domain.flags import Kind
from bot.services import (
    conditions,
    visit_state,
)
from bot.storage import assessments, audit, flags, messages
from tests.chat.days import next_prompt
from tests.chat.visits import begun, joins, request, taps, up_to_injuries, writes
from tests.world import ANA, World, running


async def test_the_first_round_does_not_ask_what_is_new_since_last_time(world: World) -> None:
    await world.tess()
    ana = await joins(world)
    for _ in range(4):
        await ana.press("No", on=ana.last)
        await world.settled()
        await ana.refresh()
    assert "that is new or getting worse?" in ana.last.text
    assert "since we last asked" not in ana.last.text
    assert "call 112 now" in ana.last.text


async def test_a_yes_at_the_first_visit_is_all_that_is_said(world: World) -> None:
    tess = await world.tess()
    ana = await joins(world)
    await ana.press("Yes", on=await ana.expect("Question 1 of 9"))
    assert "112" in await ana.pop_up()
    await ana.expect("Call 112 now")
    await tess.expect("Answered YES")
    await world.settled()
    await ana.refresh()
    assert not any("worst pain" in m.text or "2 minutes" in m.text for m in ana.messages)
    assert world.row(ANA).exercises_stopped_at is not None
    await world.next_due()
    assert flags.open_kind(world.db, world.row(ANA).id, Kind.RED_FLAG) is not None


async def test_exercises_wait_for_the_answers_and_tess_hears_of_silence(world: World) -> None:
    tess = await world.tess()
    ana = await joins(world)
    prompt = await next_prompt(world, ana)
    assert "Exercises begin when" in prompt.text
    assert "Start" not in prompt.labels
    await ana.expect("Question 1 of 9")
    await ana.press("4", on=prompt)
    await world.settled()
    await next_prompt(world, ana)
    await tess.refresh()
    assert any("questions about warning signs not answered" in m.text for m in tess.messages)
    await ana.press("Answer the questions")
    await world.no_signs(ana)
    later = await next_prompt(world, ana)
    assert "6 moves" in later.text


async def test_tess_may_start_exercises_when_she_has_asked_in_the_clinic(world: World) -> None:
    tess = await world.tess()
    ana = await joins(world)
    prompt = await next_prompt(world, ana)
    await tess.say("/patients")
    await tess.press("Ana")
    card = await tess.expect("Exercises wait")
    await tess.press("Start exercises all the same", on=card)
    await tess.press("Spoke by phone: safe")
    await world.settled()
    assert "Today: 6 moves" in (await ana.expect_edit(prompt)).text
    assert ("resume_exercises", "") in {(x.action, x.detail) for x in audit.latest(world.db, 9)}


async def test_who_never_confirmed_the_time_is_asked_with_the_first_days_message(
    world: World,
) -> None:
    await world.tess()
    _, link = world.enrol()
    ana = await world.phone(ANA, "Ana")
    await ana.open(link)
    await ana.press("Yes, that is me")
    await ana.press("I agree")
    await ana.expect("08:30")
    prompt = await next_prompt(world, ana)
    assert "Exercises begin when" in prompt.text
    await ana.expect("Question 1 of 9")
    await world.no_signs(ana)
    offered = await ana.expect_edit(prompt)
    assert "Today: 6 moves" in offered.text
    assert "Start" in offered.labels


async def test_it_is_left_and_taken_up_again_also_after_a_restart(world: World) -> None:
    await world.tess()
    ana = await begun(world)
    await taps(world, ana, "None of these", "None of these", "Later")
    await ana.expect("What you answered is kept")
    await world.settled()
    await next_prompt(world, ana)
    await ana.expect("still open")
    assert request(world) == assessments.FIRST
    async with running(
        world.db.path.parent, start=world.clock.now(), simulator=world.simulator
    ) as anew:
        await ana.press("Go on")
        asked = await ana.expect("Your health otherwise")
        assert "Question 3" in asked.text
        await anew.settled()


async def test_back_opens_the_answer_before_and_a_change_counts(world: World) -> None:
    await world.tess()
    ana = await begun(world)
    await taps(world, ana, "1", "3", "Done", "Back")
    again = await ana.expect("Your bones and back")
    assert {"✓ 1", "✓ 3"} <= set(again.labels)
    assert "Back" not in again.labels
    await taps(world, ana, "1", "Done")
    held = conditions.fitness(world.clinic, world.row(ANA)).contraindications
    assert held == {"hip_replacement"}


async def test_a_second_tap_answers_no_other_question(world: World) -> None:
    await world.tess()
    ana = await begun(world)
    standing = await ana.expect("Your bones and back")
    await ana.press("None of these", on=standing, times=2)
    await world.settled()
    step = visit_state.current(world.clinic, world.row(ANA))
    assert step is not None
    assert step.id == "moving"


async def test_a_sign_in_an_answer_is_kept_as_one_and_asked_about(world: World) -> None:
    await world.tess()
    ana = await begun(world)
    await up_to_injuries(world, ana)
    await ana.say("since the operation I cannot feel when I pee")
    await ana.expect("new trouble peeing")
    await world.settled()
    given = visit_state.answers(world.clinic, world.row(ANA))
    assert "cannot feel" in given["injuries", 0].value
    kept = messages.latest(world.db, world.row(ANA).id, 9)
    assert any("cannot feel" in m.text for m in kept)
    await ana.press("No", on=ana.last)
    await world.settled()
    await taps(world, ana, "Walks and housework")
    await ana.expect("What is your day like?")


async def test_a_number_to_the_days_question_is_no_answer_to_the_first_visit(world: World) -> None:
    await world.tess()
    ana = await begun(world)
    await up_to_injuries(world, ana)
    prompt = await next_prompt(world, ana)
    await ana.say("6", reply_to=prompt)
    await ana.expect("Saved: 6 of 10")
    assert ("injuries", 0) not in visit_state.answers(world.clinic, world.row(ANA))


async def test_everything_but_the_emergency_questions_can_be_skipped(world: World) -> None:
    tess = await world.tess()
    ana = await begun(world)
    count = 0
    while visit_state.current(world.clinic, world.row(ANA)) is not None:
        await taps(world, ana, "Skip")
        count += 1
    assert count == len(world.clinic.screening.contraindication_group) + len(
        [q for q in world.clinic.screening.assessment if not q.only_if]
    )
    card = await tess.expect("Ana: first visit")
    assert "none of what was asked" not in card.text
    assert conditions.fitness(world.clinic, world.row(ANA)).contraindications == frozenset()


async def test_what_a_wrong_person_told_is_gone_with_them(world: World) -> None:
    tess = await world.tess()
    sam = await begun(world)
    await taps(world, sam, "1", "Done", "None of these", "None of these", "2 to 6 weeks ago")
    with world.db.transaction():
        by, patient = world.staff_of(1001), world.row(ANA)
        conditions.toggle(
            world.clinic, patient, conditions.CONTRAINDICATION, "immune", by, world.moment()
        )
    alert = next(m for m in (await tess.refresh()).messages if "Not them: remove" in m.labels)
    await tess.press("Not them: remove", on=alert)
    await tess.expect("Is it not Ana who joined")
    await tess.press("Not them: remove")
    await sam.expect("This account was removed")
    await world.settled()
    for table in ("assessment_answers", "screens", "screen_answers", "requests"):
        assert world.db.value(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - fixed names
    left = world.db.all("SELECT condition FROM conditions")
    assert [row["condition"] for row in left] == ["immune"]


async def test_forged_taps_say_nothing(world: World) -> None:
    await world.tess()
    ana = await begun(world)
    standing = await ana.expect("Your bones and back")
    before = assessments.given(world.db, world.row(ANA).id)
    for data in (
        "fv:back_and_bones:0:=invented",
        "fv:back_and_bones:0:ok",
        "fv:back_and_bones:1:none",
        "fv:back_and_bones:x:none",
        "fv:onset:0:=days",
        "fv:back_and_bones:0:=",
        "fv:::",
    ):
        await ana.forge(standing.id, data)
        await world.settled()
    assert assessments.given(world.db, world.row(ANA).id) == before


@pytest.mark.parametrize("text", ["no", "None", "nope"])
async def test_no_more_activities_may_be_typed(world: World, text: str) -> None:
    await world.tess()
    ana = await begun(world)
    await up_to_injuries(world, ana)
    await taps(world, ana, "Skip", "Skip", "Skip")
    await writes(world, ana, "Gardening")
    await writes(world, ana, text)
    await ana.expect("How well can you do this now: Gardening?")
    await writes(world, ana, "12")
    assert ("activity_now", 0) not in visit_state.answers(world.clinic, world.row(ANA))


async def test_in_spanish(world: World) -> None:
    await world.tess()
    ana = await joins(world, "es")
    await world.no_signs(ana)
    await ana.press("4")
    await ana.expect("2 minutos")
    await ana.press("Empezar")
    await ana.expect("Sus huesos y su espalda")
    await ana.press("Nada de esto")
    await ana.expect("Moverse y sentir")
