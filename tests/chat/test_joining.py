"""Ana opens her link: who asks, what is kept, the way out; and what if it is not Ana."""

from datetime import timedelta

import pytest

from bot.domain.people import PatientState
from bot.storage import patients
from tests.simulator.client import Phone
from tests.world import ANA, BEN, MONDAY, STRANGER, TESS, TIM, World, wishes

NEW_PHONE = 2099
PROMISES = {
    "en": ("Hillside Physio", "end-to-end", "Nobody watches in real time", "112", "Tess", "pain"),
    "es": ("Hillside Physio", "extremo a extremo", "Nadie vigila en tiempo real", "112", "Tess"),
}
LABELS = {"en": ("Yes, that is me", "I agree", "No, thank you"), "es": ("Sí", "Acepto", "No, g")}


async def agree(phone: Phone, link: str, lang: str = "en") -> None:
    await phone.open(link)
    await phone.press(LABELS[lang][0])
    await phone.press(LABELS[lang][1])


def kept_of(world: World, account: int) -> int:
    """Rows anywhere in which this account is named."""
    found = 0
    for row in world.db.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
        rows = world.db.all(f"SELECT * FROM {row['name']}")  # noqa: S608 - a table's own name
        found += sum(str(account) in str(tuple(one)) for one in rows)
    return found


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_the_consent_says_it_all_and_a_decline_leaves_nothing(
    world: World, lang: str
) -> None:
    await world.tess()
    patient, link = world.enrol(asked=wishes("Ana", language=lang))
    ana = await world.phone(ANA, "Ana", language_code="de")
    await ana.open(link)
    await ana.press(LABELS[lang][0])
    consent = await ana.expect(PROMISES[lang][1])
    for promise in PROMISES[lang]:
        assert promise in consent.text
    await ana.press(LABELS[lang][2])
    await ana.expect("Nothing of you was stored" if lang == "en" else "No se guardó nada de usted")
    await world.settled()
    assert kept_of(world, ANA) == 0
    assert patients.get(world.db, patient.id).state is PatientState.INVITED
    await agree(ana, link, lang)
    await world.settled()
    assert world.row(ANA).id == patient.id


async def test_no_that_is_not_me(world: World) -> None:
    await world.tess()
    _, link = world.enrol()
    sam = await world.phone(STRANGER, "Sam", username="sam_in_person")
    await sam.open(link)
    await sam.press("No")
    await sam.expect("It can be given to the person it is for")
    await world.settled()
    assert kept_of(world, STRANGER) == 0
    assert "sam_in_person" not in "\n".join(world.db.conn.iterdump())


async def test_alone_no_second_person_is_promised(world: World) -> None:
    await world.tess()
    _, link = world.enrol()
    ana = await world.phone(ANA, "Ana")
    await ana.open(link)
    await ana.press("Yes, that is me")
    alone = await ana.expect("Do you agree")
    assert "Tess at Hillside Physio, nobody else" in alone.text
    await world.member(TIM, "Tim")
    await ana.open(link)
    await ana.press("Yes, that is me")
    together = await ana.expect("people in charge at Hillside Physio")
    assert "nobody else" not in together.text


async def test_time_and_zone_come_before_the_first_rating(world: World) -> None:
    await world.tess()
    _, link = world.enrol()
    ana = await world.phone(ANA, "Ana")
    await agree(ana, link)
    setup = await ana.expect("It comes at 08:30 (Europe/Berlin, where it is 10:00 now)")
    await world.settled()
    assert not any("worst pain" in m.text for m in ana.messages)
    await ana.press("Another time zone")
    await ana.press("Madrid")
    await ana.expect_edit(setup)
    await ana.press("Another time", on=setup)
    await ana.expect("At what time")
    await ana.say("7")
    await ana.expect("It comes at 07:00 (Europe/Madrid")
    await ana.press("Yes, keep this time")
    await world.no_signs(ana)
    first = await ana.expect("worst pain")
    assert "0" in first.labels
    assert "10" in first.labels
    row = world.row(ANA)
    assert (row.prompt_minute, row.timezone) == (420, "Europe/Madrid")


async def test_not_them_removes_tells_erases_and_invites_anew(world: World) -> None:
    tess = await world.tess()
    patient, link = world.enrol()
    sam = await world.phone(STRANGER, "Sam")
    await agree(sam, link)
    await sam.press("Yes, keep this time")
    await world.no_signs(sam)
    await sam.press("9")
    await sam.say("who is this for?")
    await world.settled()
    await tess.press("Not them: remove")
    await tess.expect("Is it not Ana who joined")
    await tess.press("Not them: remove")
    await sam.expect("This account was removed")
    await world.settled()
    assert kept_of(world, STRANGER) == 0
    assert patients.get(world.db, patient.id).started_on is None
    for table in ("ratings", "prompts", "messages", "flags"):
        assert world.db.value(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - fixed names
    assert await sam.menu("/start") == ["/start", "/help", "/privacy"]
    await sam.say("hello")
    await sam.expect("ask your therapist for an invitation link")
    await tess.refresh()
    fresh = [m for m in tess.messages if "start=" in m.text][-1]
    ana = await world.phone(ANA, "Ana")
    await agree(ana, next(word for word in fresh.text.split() if "start=" in word))
    await ana.expect("Once a day")
    await world.settled()
    assert world.row(ANA).id == patient.id


async def relink(world: World, account: int, name: str = "Ana") -> Phone:
    tess = world.phones.phones[TESS]
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("New phone: new link")
    forward = await tess.expect("?start=")
    phone = await world.phone(account, name)
    await agree(phone, next(word for word in forward.text.split() if "start=" in word))
    await phone.expect("Once a day")
    await world.settled()
    return phone


async def test_a_new_phone_keeps_the_history_and_the_old_one_is_a_stranger(world: World) -> None:
    tess = await world.tess()
    old = await world.patient()
    for pain in (4, 5):
        await world.next_due()
        await old.press(str(pain))
        await world.settled()
    await world.next_due()
    number = world.row(ANA).id
    new = await relink(world, NEW_PHONE)
    await old.expect("now runs on another phone")
    await tess.expect("The history is kept")
    assert world.row(NEW_PHONE).id == number
    assert patients.by_account(world.db, ANA) is None
    assert kept_of(world, ANA) == 0
    await new.press("Yes, keep this time")
    await new.press("6")
    await world.settled()
    assert world.db.value("SELECT count(*) FROM ratings") == 4
    stale = next(m for m in old.messages if "Done already" in m.labels)
    await old.press("Done already", on=stale)
    assert "does nothing any more" in await old.pop_up()
    await old.say("4")
    await old.expect("ask your therapist for an invitation link")
    assert await old.menu("/start") == ["/start", "/help", "/privacy"]
    await old.mark()
    await world.next_due()
    await new.expect("Ana")
    assert old.new == []


async def test_not_them_after_a_new_phone_keeps_what_ana_told(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("5")
    await world.settled()
    await world.move_to(world.clock.now() + timedelta(hours=1))
    sam = await relink(world, STRANGER, "Sam")
    await world.next_due()
    await sam.press("9")
    await world.settled()
    alert = next(m for m in tess.messages if "opened the new link" in m.text)
    await tess.press("Not them: remove", on=alert)
    await tess.expect("Is it not Ana who joined")
    await tess.press("Not them: remove")
    await sam.expect("This account was removed")
    await world.settled()
    assert [r["pain"] for r in world.db.all("SELECT pain FROM ratings ORDER BY 1")] == [4, 5]
    assert world.db.value("SELECT count(*) FROM flags") == 0
    assert kept_of(world, STRANGER) == 0
    with world.db.transaction():
        rested = patients.all_open(world.db)[0]
    assert rested.state is PatientState.STOPPED
    await tess.refresh()
    fresh = [m for m in tess.messages if "start=" in m.text][-1]
    await agree(ana, next(word for word in fresh.text.split() if "start=" in word))
    await ana.expect("Once a day")
    await world.settled()
    assert world.row(ANA).state is PatientState.ACTIVE
    await world.next_due()
    await ana.expect("Good morning, Ana")


async def test_one_account_is_one_patient_and_a_carer_is_told_so(world: World) -> None:
    await world.tess()
    carer = await world.patient(ANA)
    patient, link = world.enrol(asked=wishes("Ben"))
    await carer.open(link)
    answer = await carer.expect("One Telegram account serves one person")
    assert "+49 30 555 0100" in answer.text
    assert patients.get(world.db, patient.id).telegram_id is None
    ben = await world.phone(BEN, "Ben")
    await agree(ben, link)
    await ben.expect("Once a day")


async def test_a_therapist_on_their_own_phone_is_a_test_patient(world: World) -> None:
    tess = await world.tess()
    _, link = world.enrol(asked=wishes("Tess test"))
    await agree(tess, link)
    await tess.expect("Once a day")
    await tess.expect("joined as a test patient")
    await tess.press("Yes, keep this time")
    await world.no_signs(tess)
    await tess.press("9")
    flag = await tess.expect("Tess test")
    assert "(test)" in flag.text
    assert world.row(TESS).is_test
    await tess.say("/patients")
    assert "Tess test (test)" in (await tess.expect("0 patients")).text
    await tess.say("/staff")
    assert "Tess, admin and therapist" in (await tess.expect("0 patients")).text
    await tess.say("/flags")
    assert "Tess test" in (await tess.expect("0 open flags")).text
    await tess.say("/pain")
    await tess.expect("number")
    menu = await tess.menu("/today")
    assert {"/patients", "/enroll", "/pain", "/stop"} <= set(menu)


async def test_a_patient_who_joined_and_taps_again_is_told_so(world: World) -> None:
    await world.tess()
    _, link = world.enrol()
    ana = await world.phone(ANA, "Ana")
    await agree(ana, link)
    await ana.expect("Once a day")
    await ana.press("I agree")
    assert await ana.pop_up() == "You have joined already."


async def test_a_former_patient_comes_back_with_a_new_enrolment(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Discharge")
    await tess.press("Better")
    await ana.expect("closed your programme")
    second, link = world.enrol()
    await world.settled()
    await agree(ana, link)
    await ana.expect("Once a day")
    await world.settled()
    assert world.row(ANA).id == second.id
    assert world.clock.now() - MONDAY < timedelta(days=1)
