"""Invitation links: unguessable, kept as a hash, used once, withdrawn, and silent about why not."""

import asyncio
import string
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.people import PatientState
from bot.services import enrolment
from bot.services.enrolment import INVITE_LIFE, TOKEN_BYTES
from bot.services.guesses import MOST, REMEMBERED, Guesses
from bot.storage import patients, staff
from tests.simulator.client import Phone
from tests.world import ANA, BEN, MONDAY, OLGA, STRANGER, TESS, TIM, World, running, wishes

INVALID = "This link does not work"


async def agree(phone: Phone, link: str) -> None:
    await phone.open(link)
    await phone.press("Yes, that is me")
    await phone.press("I agree")


def new_link(world: World, kind: str) -> str:
    with world.db.transaction():
        fresh = enrolment.issue(world.clinic, kind, world.moment(), by=None)
    return enrolment.link(world.clinic, fresh.token)


async def test_a_token_has_128_random_bits_and_fits_a_link(world: World) -> None:
    assert TOKEN_BYTES * 8 >= 128
    await world.tess()
    tokens = {world.enrol()[1].partition("start=")[2] for _ in range(50)}
    assert len(tokens) == 50
    allowed = set(string.ascii_letters + string.digits + "_-")
    assert all(set(token) <= allowed and len(token) <= 64 for token in tokens)


async def test_once_sent_a_token_is_nowhere_in_the_database(tmp_path: Path) -> None:
    links = []
    async with running(tmp_path) as world:
        olga = await world.olga()
        await olga.say("/invite")
        links.append((await olga.expect("Forward it")).text)
        tess = await world.tess()
        _, opened = world.enrol()
        links.append(opened)
        with world.db.transaction():
            at = world.moment()
            enrolment.enrol(world.clinic, world.staff_of(TESS), wishes("Eva"), at)
        await world.settled()
        links.append((await tess.expect("Hello Eva")).text)
        stranger = await world.phone(STRANGER, "Sam")
        await stranger.open(opened)
        await stranger.press("Yes, that is me")
        await stranger.expect("Do you agree")
        await world.settled()
        rows = "\n".join(world.db.conn.iterdump())
        path = world.db.path
    tokens = {text.partition("start=")[2].split()[0] for text in links}
    assert len(tokens) >= 3
    # The file as it is when the bot has stopped; a copy or a backup holds no more.
    stored = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    for token in tokens:
        assert token not in rows
        assert token.encode() not in stored


async def test_two_people_tapping_at_once_are_one_patient(world: World) -> None:
    tess = await world.tess()
    patient, link = world.enrol()
    ana, ben = await world.phone(ANA, "Ana"), await world.phone(BEN, "Ben")
    for phone in (ana, ben):
        await phone.open(link)
        await phone.press("Yes, that is me")
        await phone.expect("Do you agree")
    await asyncio.gather(ana.press("I agree"), ben.press("I agree"))
    await world.settled()
    joined = patients.get(world.db, patient.id)
    winner, loser = (ana, ben) if joined.telegram_id == ANA else (ben, ana)
    await winner.expect("Once a day I send a message")
    await loser.expect(INVALID)
    await tess.refresh()
    assert sum("has joined" in m.text for m in tess.messages) == 1
    assert patients.by_account(world.db, loser.chat) is None


async def test_expired_used_withdrawn_and_invented_sound_the_same(world: World) -> None:
    tess = await world.tess()
    _, expired = world.enrol()
    staff_expired, claim_expired = new_link(world, "therapist"), new_link(world, "claim")
    await world.move_to(MONDAY + INVITE_LIFE)
    _, used = world.enrol()
    ana = await world.phone(ANA, "Ana")
    await agree(ana, used)
    await ana.expect("Once a day")
    withdrawn_patient, withdrawn = world.enrol()
    await world.settled()
    await tess.say("/patients")
    with world.db.transaction():
        enrolment.withdraw(world.clinic, withdrawn_patient.id, world.moment())
    invented = enrolment.link(world.clinic, "x" * 24)
    late_claim = new_link(world, "claim")
    answers = set()
    links = (expired, used, withdrawn, invented, staff_expired, claim_expired, late_claim)
    for number, link in enumerate(links):
        stranger = await world.phone(STRANGER + number, "Sam")
        await stranger.open(link)
        answers.add((await stranger.expect(INVALID)).text)
    assert len(answers) == 1
    assert len(staff.all_current(world.db)) == 1


async def test_a_link_lives_seven_days_to_the_minute(world: World) -> None:
    await world.tess()
    _, link = world.enrol()
    await world.move_to(MONDAY + timedelta(days=7) - timedelta(minutes=1))
    ana = await world.phone(ANA, "Ana")
    await ana.open(link)
    await ana.expect("Is that you?")
    await ana.press("Yes, that is me")
    await ana.expect("Do you agree")
    await world.move_to(MONDAY + timedelta(days=7))
    await ana.press("I agree")
    await ana.expect(INVALID)


async def test_five_wrong_links_in_an_hour_are_enough(world: World) -> None:
    await world.tess()
    _, link = world.enrol()
    sam = await world.phone(STRANGER, "Sam")
    for number in range(MOST):
        await sam.open(enrolment.link(world.clinic, f"guess{number}"))
        await sam.expect(INVALID)
    await sam.open(enrolment.link(world.clinic, "guess6"))
    limited = await sam.expect("Too many links")
    await sam.open(link)
    right = await sam.expect("Too many links")
    assert right.text == limited.text
    other = await world.phone(STRANGER + 1, "Kim")
    await other.open(link)
    await other.expect("Is that you?")
    await world.move_to(MONDAY + timedelta(hours=1, minutes=1))
    await sam.open(link)
    await sam.expect("Is that you?")


async def test_forged_buttons_count_as_guesses_too(world: World) -> None:
    await world.tess()
    _, link = world.enrol()
    sam = await world.phone(STRANGER, "Sam")
    await sam.say("/start")
    shown = await sam.expect("ask your therapist")
    for number in range(MOST):
        await sam.forge(shown.id, f"{'jk'[number % 2]}:guess{number}:y")
        await sam.expect(INVALID)
    await sam.forge(shown.id, f"k:{link.partition('start=')[2]}:y")
    await sam.expect("Too many links")
    assert patients.by_account(world.db, STRANGER) is None


def test_remembering_guesses_is_bounded() -> None:
    guesses = Guesses()
    for account in range(REMEMBERED + 10):
        guesses.failed(account, MONDAY)
    assert len(guesses._failed) == REMEMBERED


async def test_a_therapists_link_works_once_and_says_so(world: World) -> None:
    olga = await world.olga()
    await olga.say("/invite")
    sent = await olga.expect("Forward it")
    link = sent.text.split()[-1]
    await olga.open(link)
    await olga.expect("You work here already")
    tim, other = await world.phone(TIM, "Tim"), await world.phone(STRANGER, "Sam")
    await tim.open(link)
    await tim.expect("Welcome. You are a therapist")
    await olga.expect("Tim has joined as a therapist")
    await other.open(link)
    await other.expect(INVALID)
    await world.settled()
    await olga.refresh()
    now = next(m for m in olga.messages if m.id == sent.id)
    assert "was used" in now.text
    assert now.labels == []
    assert staff.by_account(world.db, STRANGER) is None


async def test_an_admin_withdraws_a_therapists_link(world: World) -> None:
    olga = await world.olga()
    await olga.say("/invite")
    sent = await olga.expect("Forward it")
    await olga.press("Withdraw this link")
    assert await olga.pop_up() == "Withdrawn"
    await olga.expect("This invitation is over")
    tim = await world.phone(TIM, "Tim")
    await tim.open(sent.text.split()[-1])
    await tim.expect(INVALID)


async def test_the_claim_link_makes_one_admin_only(world: World) -> None:
    first, second = new_link(world, "claim"), new_link(world, "claim")
    olga, tess = await world.phone(OLGA, "Olga"), await world.phone(TESS, "Tess")
    await asyncio.gather(olga.open(first), tess.open(second))
    await world.settled()
    assert len(staff.admins(world.db)) == 1


@pytest.mark.parametrize("data", ["j::y", "k:", "j", "k:" + "x" * 60])
async def test_a_broken_button_is_answered(world: World, data: str) -> None:
    sam = await world.phone(STRANGER, "Sam")
    await sam.say("/start")
    shown = await sam.expect("ask your therapist")
    await sam.forge(shown.id, data)
    await sam.pop_up()
    assert all(p.state is not PatientState.ACTIVE for p in patients.all_open(world.db))
