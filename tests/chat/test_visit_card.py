"""What Tess reads of the first visit, what it changes, and what she adds."""

from bot.services import (
    conditions,
    rights,
    sessions,
)
from bot.storage import assessments, audit
from bot.storage.assessments import NoteKind
from tests.chat.days import live, next_prompt
from tests.chat.visits import answers_all, begun, request, taps
from tests.world import ANA, World


async def test_signs_then_the_number_then_the_questions_and_one_clear_card(world: World) -> None:
    tess = await world.tess()
    ana = await begun(world)
    await answers_all(world, ana)
    card = await tess.expect("Ana: first visit")
    for said in (
        "Warning signs (2 Mar): all 9 answered with no.",
        "When did this pain begin? 2 to 6 weeks ago",
        "What makes it worse? Sitting, Bending",
        "Where do you feel pain? Buttock, Thigh",
        "On which side is the pain? Left",
        "Knee operated on in 2011",
        "Walk to the shop: 3 (2 Mar)",
        "I am afraid of needles",
        "Against some exercises: none of what was asked.",
    ):
        assert said in card.text
    assert {"Examination", "Diagnosis", "Goals", "Conditions", "Card"} <= set(card.labels)
    prompt = await next_prompt(world, ana)
    assert "6 moves" in prompt.text


async def test_after_two_reminders_tess_reads_what_there_is_and_ana_is_left_in_peace(
    world: World,
) -> None:
    tess = await world.tess()
    ana = await begun(world)
    await taps(world, ana, "None of these", "Later")
    seen = 0
    for _ in range(6):
        await tess.mark()
        prompt = await next_prompt(world, ana)
        seen += any("still open" in m.text for m in ana.new)
        await ana.press("4", on=prompt)
        await world.settled()
    assert seen == 2
    await tess.refresh()
    card = next(m for m in tess.messages if "1 of about" in m.text)
    assert "Ana: first visit" in card.text
    assert "Against some exercises" not in card.text


async def test_what_is_true_takes_exercises_out_and_stands_on_the_card(world: World) -> None:
    tess = await world.tess()
    ana = await begun(world)
    patient = world.row(ANA)
    exercises = world.clinic.programme.exercises
    barred = {e.id for e in exercises.values() if "osteoporosis" in e.not_for}
    tomorrow = patient.next_due_date
    assert tomorrow is not None
    assert barred & {i.exercise for i in sessions.for_day(world.clinic, patient, tomorrow)}
    await taps(world, ana, "1")
    assert "✓ 1" in ana.messages[-1].labels or "✓ 1" in (await ana.expect("bones")).labels
    await taps(world, ana, "Done", "Not sure about one of them", "None of these")
    assert not barred & {i.exercise for i in sessions.for_day(world.clinic, patient, tomorrow)}
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("First visit")
    card = await tess.expect("Against some exercises: Weak bones (osteoporosis).")
    assert "please ask: Moving and feeling." in card.text
    assert "(Weak bones (osteoporosis))" in card.text


async def test_what_tess_has_decided_is_not_undone_by_a_no(world: World) -> None:
    await world.tess()
    ana = await begun(world)
    patient, tess = world.row(ANA), world.staff_of(1001)
    with world.db.transaction():
        for name in ("osteoporosis", "stenosis"):
            kind = conditions.CONTRAINDICATION
            conditions.toggle(world.clinic, patient, kind, name, tess, world.moment())
        conditions.toggle(
            world.clinic, patient, conditions.CONTRAINDICATION, "stenosis", tess, world.moment()
        )
    await taps(world, ana, "6", "2", "Done")
    held = conditions.fitness(world.clinic, patient).contraindications
    assert held == {"osteoporosis", "steroids"}


async def test_a_later_yes_stands_beside_the_first_no(world: World) -> None:
    tess = await world.tess()
    ana = await begun(world)
    await ana.say("I cannot feel when I pee")
    await ana.press("Yes", on=await ana.expect("new trouble peeing"))
    await ana.expect("Call 112 now")
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("First visit")
    card = await tess.expect("all 9 answered with no")
    assert "Later, on 2 Mar, yes to: new trouble peeing." in card.text


async def test_activities_are_asked_again_after_two_weeks_and_stand_in_a_row(world: World) -> None:
    tess = await world.tess()
    ana = await begun(world)
    await answers_all(world, ana)
    for _ in range(13):
        await live(world, ana, (4,))
        await ana.refresh()
        assert not any("Two weeks" in m.text for m in ana.messages)
    for _ in range(3):
        await live(world, ana, (4,))
        if request(world) == assessments.AGAIN:
            break
    await ana.refresh()
    await ana.press("Go on", on=next(m for m in ana.messages if "Two weeks" in m.text))
    asked = await ana.expect("How well can you do this now: Walk to the shop?")
    assert "Back" not in asked.labels
    await ana.press("6", on=asked)
    await ana.expect("Thank you. Tess can read")
    await world.settled()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("First visit")
    card = await tess.expect("Walk to the shop: 3 (2 Mar) → 6 (")
    assert card.text.count("Walk to the shop") == 1
    before = assessments.count_asked(world.db, world.row(ANA).id, assessments.AGAIN)
    await live(world, ana, (4, 4))
    assert assessments.count_asked(world.db, world.row(ANA).id, assessments.AGAIN) == before == 1


async def test_tess_adds_what_she_found_and_only_the_kind_is_audited(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("First visit")
    await tess.expect("not answered yet")
    for label, ask, words in (
        ("Examination", "walking on heels", "Left heel walk weak, SLR 40"),
        ("Diagnosis", "working diagnosis", "L5 root, disc"),
        ("Goals", "agree on", "Shop on foot by May"),
    ):
        await tess.press(label)
        await tess.expect(ask)
        await tess.say(words)
        await tess.expect(words)
    card = await tess.expect("Shop on foot by May")
    assert "Examination (2 Mar): Left heel walk weak, SLR 40" in card.text
    await tess.press("Goals")
    await tess.say("x" * 401)
    await tess.expect("at most 400 characters")
    await tess.say("Shop on foot by April")
    await tess.expect("Shop on foot by April")
    await world.settled()
    lines = audit.latest(world.db, 50)
    assert [line.detail for line in lines if line.action == "write_note"] == [
        *NoteKind,
        NoteKind.GOALS,
    ]
    assert not any("heel" in str(line) for line in lines)
    assert "Shop on foot by May" in rights.as_text(world.clinic, world.row(ANA)).decode()


async def test_tess_may_send_the_questions_to_somebody_who_began_before(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    assert not any("2 minutes" in m.text for m in ana.messages)
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("First visit")
    await tess.press("Send the questions")
    await ana.expect("2 minutes")
    await ana.press("Start")
    await ana.expect("Your bones and back")
