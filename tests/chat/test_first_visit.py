"""The first visit: warning signs before anything else, then Tess learns who Ana is."""

import pytest

from bot.domain.flags import Kind
from bot.services import (
    conditions,
    rights,
    sessions,
    visit_state,
)
from bot.storage import assessments, audit, flags, messages, screens
from bot.storage.assessments import NoteKind
from tests.chat.days import live, next_prompt
from tests.simulator.client import Phone
from tests.world import ANA, World, running, wishes

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
