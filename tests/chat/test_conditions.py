"""What a therapist ticks decides which exercises and advice a patient gets, and what is asked."""

from bot.services import conditions, sessions, tips
from tests.world import ANA, World


def exercises(world: World) -> set[str]:
    """What Ana would do tomorrow."""
    patient = world.row(ANA)
    assert patient.next_due_date is not None
    return {i.exercise for i in sessions.for_day(world.clinic, patient, patient.next_due_date)}


async def test_a_ticked_condition_takes_out_what_it_forbids_and_says_why(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    before = exercises(world)
    barred = {
        e.id for e in world.clinic.programme.exercises.values() if "osteoporosis" in e.not_for
    }
    assert before & barred
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Conditions")
    await tess.press("Weak bones (osteoporosis)")
    shown = await tess.expect("(Weak bones (osteoporosis))")
    assert "✓ Weak bones (osteoporosis)" in shown.labels
    await world.settled()
    assert not exercises(world) & barred
    await tess.press("✓ Weak bones (osteoporosis)")
    await world.settled()
    assert exercises(world) == before


async def test_advice_is_hidden_and_shown_by_what_is_known(world: World) -> None:
    tess = world.staff_of((await world.tess()).chat)
    await world.patient()
    patient = world.row(ANA)

    def pages() -> set[str]:
        return {page.id for page in tips.pages(world.clinic, patient)}

    assert "heat" in pages()
    assert "tens" not in pages()
    for kind, name in (("contraindication", "numb_skin"), ("confirmation", "tens_enabled")):
        conditions.toggle(world.clinic, patient, kind, name, tess, world.moment())
    assert "heat" not in pages()
    assert not conditions.toggle(
        world.clinic, patient, "contraindication", "invented", tess, world.moment()
    )


async def test_known_legs_are_asked_for_what_is_new_and_stay_an_emergency(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Conditions")
    await tess.press("Both legs known: narrow canal")
    await tess.expect("recorded as known on Monday 2 March (narrow spinal canal)")
    await ana.say("pain in both legs")
    asked = await ana.expect("BOTH legs")
    assert "Tess has known of it since Monday 2 March" in asked.text
    await ana.press("Yes", on=asked)
    await ana.expect("Call 112 now")


async def test_the_therapist_may_have_the_questions_asked_now(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Conditions")
    await tess.press("Ask about warning signs now")
    await ana.expect("Tess would like to know: 9 short questions")
