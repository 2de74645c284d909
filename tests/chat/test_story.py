"""The daily loop as people live it: enrolled on Monday, worse the week after, seen by Tess."""

from datetime import date

from tests.world import ANA, World


async def test_a_therapist_enrols_ana_who_joins_and_is_asked_every_day(world: World) -> None:
    tess = await world.tess()
    await tess.say("/enroll")
    await tess.expect("first name or initials")
    await tess.say("Ana")
    for label in ("Sciatica", "08:30", "every day", "Keep Europe/Berlin", "English"):
        await tess.press(label)
    await tess.expect("I have examined this person")
    await tess.press("Confirm")
    forward = await tess.expect("Open this link on your own phone")

    ana = await world.phone(ANA, "Ana")
    await ana.open(next(word for word in forward.text.split() if "start=" in word))
    await ana.expect("Is that you?")
    await ana.press("Yes, that is me")
    consent = await ana.expect("Do you agree?")
    for promise in ("end-to-end", "Nobody watches in real time", "112", "Tess"):
        assert promise in consent.text
    await ana.press("I agree")
    await ana.expect("08:30")
    await ana.press("Yes, keep this time")
    await ana.expect("Before you begin: 9 short questions")
    await world.no_signs(ana)
    await ana.expect("worst pain")
    await ana.press("4")
    assert await ana.pop_up() == "Saved: 4 of 10"

    await tess.expect("First rating: 4")
    used = await tess.expect("used. It no longer works")
    assert "start=" not in used.text

    await world.next_due()
    prompt = await ana.expect("Good morning, Ana. Today: 6 moves")
    assert "Pelvic tilt, 10 times" in prompt.text
    assert "Stop if" in prompt.text
    await ana.press("Done already")
    await ana.expect("Exercises: done")
    await ana.press("5")
    await ana.expect("Saved: 5 of 10. Yesterday 4.")
    assert world.pain_on(ANA, date(2026, 3, 3)) == 5


async def test_two_days_above_the_usual_reach_tess_once_with_the_numbers(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    for pain in (4, 3, 4, 4):
        await world.next_due()
        await ana.press(str(pain))
        await world.settled()
    await world.next_due()
    await ana.press("7")
    await world.settled()
    await world.next_due()
    await tess.mark()
    await ana.press("7")
    flag = await tess.expect("Ana: pain rising")
    assert "7" in flag.text
    await ana.expect("more than your usual 4")

    await tess.press("Seen")
    assert await tess.pop_up() == "Noted as seen"
    await tess.expect("Seen by Tess")
    await ana.expect("Tess opened your report")
