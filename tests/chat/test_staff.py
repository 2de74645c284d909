"""Who works here: inviting, removing with hand-over, coming back; the admins of the settings."""

from pathlib import Path

from bot.domain.people import PatientState
from bot.services import staffing
from bot.storage import drafts, flags, patients, staff
from tests.simulator.client import Phone
from tests.world import ANA, BEN, OLGA, TESS, TIM, World, running, wishes


async def remove(olga: Phone, name: str, heir: str) -> None:
    await olga.say("/staff")
    await olga.expect("People who work here")
    await olga.press(f"Remove {name}")
    await olga.expect(f"{name} leaves")
    await olga.press(heir)
    assert await olga.pop_up() == f"{name} was removed"


async def test_removing_hands_patients_and_open_flags_over_at_once(world: World) -> None:
    olga, tess = await world.olga(), await world.tess()
    tim = await world.member(TIM, "Tim")
    ana = await world.patient(first=9)
    await world.patient(BEN, wishes("Ben"), first=3)
    alert = await tess.expect("Ana: ")
    await tess.say("/enroll")
    await tess.say("Carl")
    await tess.expect("Which plan")
    await tim.mark()
    await ana.mark()
    await remove(olga, "Tess", "Tim")
    await tim.expect("Tess handed 2 patients over to you")
    inherited = await tim.expect("9")
    assert "Ana" in inherited.text
    assert "Seen" in inherited.labels
    await ana.expect("From now on Tim at Hillside Physio looks after your programme")
    await tess.expect("Your access to Hillside Physio here has ended")
    assert drafts.of_chat(world.db, TESS) is None
    await tim.press("Seen", on=inherited)
    await tim.expect("Seen by Tim")
    await world.settled()
    await tess.mark()
    await tess.press("Seen", on=alert)
    assert "does nothing any more" in await tess.pop_up()
    for text in ("/patients", "/flags", "/enroll", "Carl", "sciatica"):
        await tess.say(text)
        await tess.expect("ask your therapist for an invitation link")
    assert await tess.menu("/start") == ["/start", "/help", "/privacy"]
    await world.settled()
    assert not any("Ana" in m.text for m in tess.new)
    assert world.row(ANA).therapist_id == world.staff_of(TIM).id


async def test_what_is_queued_for_somebody_removed_never_leaves(world: World) -> None:
    olga, tess = await world.olga(), await world.tess()
    await world.member(TIM, "Tim")
    ana = await world.patient()
    await world.phones.fault("error", chat=TESS, code=502, times=50)
    await world.next_due()
    await ana.press("10")
    await world.settled()
    await tess.mark()
    await remove(olga, "Tess", "Tim")
    await world.phones.clear_faults()
    await world.settled()
    left = world.db.value("SELECT count(*) FROM outbox WHERE chat_id = ?", TESS)
    assert left <= 1
    await tess.refresh()
    assert not any("Ana" in m.text for m in tess.new)
    assert len(flags.waiting(world.db)) == 1


async def test_a_removed_therapists_open_links_are_dead(world: World) -> None:
    olga = await world.olga()
    await world.tess()
    await world.member(TIM, "Tim")
    patient, link = world.enrol()
    await world.settled()
    await remove(olga, "Tess", "Tim")
    ana = await world.phone(ANA, "Ana")
    await ana.open(link)
    await ana.expect("This link does not work")
    tim = world.phones.phones[TIM]
    await tim.say("/patients")
    await tim.press("Ana")
    await tim.press("New link")
    fresh = await tim.expect("?start=")
    await ana.open(next(word for word in fresh.text.split() if "start=" in word))
    await ana.expect("Is that you?")
    assert patients.get(world.db, patient.id).state is PatientState.INVITED


async def test_somebody_removed_can_be_invited_again(world: World) -> None:
    olga = await world.olga()
    tess = await world.tess()
    await world.member(TIM, "Tim")
    number = world.staff_of(TESS).id
    await world.patient()
    await remove(olga, "Tess", "Tim")
    await olga.say("/invite")
    link = (await olga.expect("Forward it")).text.split()[-1]
    await tess.open(link)
    await tess.expect("Welcome. You are a therapist")
    assert world.staff_of(TESS).id == number
    assert not world.staff_of(TESS).is_admin
    await tess.say("/patients")
    await tess.expect("No patients yet")
    assert "/enroll" in await tess.menu("/enroll")


async def test_the_last_admin_stays_and_another_may_go(world: World) -> None:
    olga = await world.olga()
    await world.tess()
    await olga.say("/staff")
    page = await olga.expect("People who work here")
    assert page.labels == [
        "Remove Tess",
        "Cover for Olga",
        "Cover for Tess",
        "Invite a therapist",
    ]
    own, other = world.staff_of(OLGA).id, world.staff_of(TESS).id
    await olga.forge(page.id, f"m:{own}:to:{other}")
    assert "somebody must stay in charge" in await olga.pop_up()
    await olga.forge(page.id, f"m:{other}:to:{other}")
    assert "choose another colleague" in await olga.pop_up()
    assert len(staff.all_current(world.db)) == 2


async def test_a_test_patient_who_is_removed_is_nobody_at_all(world: World) -> None:
    olga, tess = await world.olga(), await world.tess()
    _, link = world.enrol(asked=wishes("Tess test"))
    await tess.open(link)
    await tess.press("Yes, that is me")
    await tess.press("I agree")
    await tess.expect("Once a day")
    await remove(olga, "Tess", "Olga")
    await tess.expect("Your access")
    for text in ("/today", "4", "/patients"):
        await tess.say(text)
        await tess.expect("ask your therapist for an invitation link")
    assert patients.by_account(world.db, TESS) is None


async def test_admins_of_the_settings_get_their_names_when_they_write(tmp_path: Path) -> None:
    async with running(tmp_path, admin_ids=(OLGA, TIM)) as world:
        olga = await world.phone(OLGA, "Olga")
        await olga.say("/start")
        await olga.expect("What you can do")
        assert "/invite" in await olga.menu("/invite")
        assert world.staff_of(OLGA).name == "Olga"
        assert world.staff_of(TIM).name == "Admin"
        tim = await world.phone(TIM, "Tim")
        await tim.say("/staff")
        page = await tim.expect("Olga, admin and therapist")
        assert {"Remove Olga", "Remove Tim"} <= set(page.labels)
        await tim.press("Remove Tim")
        await tim.press("Olga")
        await tim.expect("Your access to Hillside Physio here has ended")
        assert [m.name for m in staff.admins(world.db)] == ["Olga"]


async def test_removing_somebody_of_the_settings_says_that_the_next_start_lets_them_in_again(
    tmp_path: Path,
) -> None:
    async with running(tmp_path, admin_ids=(OLGA, TIM)) as world:
        olga = await world.phone(OLGA, "Olga")
        await olga.say("/start")
        await olga.expect("What you can do")
        await world.member(TESS, "Tess")
        await remove(olga, "Tess", "Olga")
        await world.settled()
        await olga.refresh()
        assert not [m for m in olga.messages if "ADMIN_IDS" in m.text]
        await remove(olga, "Admin", "Olga")
        told = await olga.expect("still listed in ADMIN_IDS")
        assert str(TIM) in told.text
        assert [m.name for m in staff.admins(world.db)] == ["Olga"]
        with world.db.transaction():
            # As each start does.
            staffing.appoint(world.clinic, world.moment())
        assert {m.telegram_id for m in staff.admins(world.db)} == {OLGA, TIM}


async def test_a_therapist_who_speaks_spanish_is_welcomed_in_spanish(world: World) -> None:
    olga = await world.olga()
    await olga.say("/invite")
    link = (await olga.expect("Forward it")).text.split()[-1]
    tim = await world.phone(TIM, "Tim", language_code="es-MX")
    await tim.open(link)
    await tim.expect("Le damos la bienvenida")
    await tim.expect("Qué puede hacer")
    await tim.say("/settings")
    await tim.expect("Sus ajustes")
    await tim.press("Ocultar nombres")
    await tim.expect("no muestran el nombre")
    await tim.press("English")
    await tim.expect("Your settings")
