"""Erasing a patient: asked twice, hidden at once, gone everywhere after the days of grace."""

import logging
import struct
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.first_visit import Given
from bot.services import backups, notes
from bot.storage import assessments, flags, patients, rights
from bot.storage.assessments import NoteKind
from tests.simulator.client import Phone
from tests.world import ANA, BEN, TESS, World, running, wishes

NAME, WORDS, ACCOUNT = "Anastasia", "the heron was in our garden again", 2_000_111_222
ANSWER, NOTE = "Left knee replaced in Girona", "Heel walk weak on the left"
GRACE = timedelta(days=7)
EVERYTHING = {"name", "words", "answer", "note", "account"}


def traces(folder: Path, log: str) -> set[str]:
    """Which of name, words and account can be found in any file of the clinic, or in its log.

    Numbers are looked for as text and as SQLite writes integers.
    """
    wanted = {
        "name": [NAME.encode()],
        "words": [WORDS.encode()],
        "answer": [ANSWER.encode()],
        "note": [NOTE.encode()],
        "account": [str(ACCOUNT).encode(), struct.pack(">i", ACCOUNT), struct.pack(">q", ACCOUNT)],
    }
    whole = b"".join(file.read_bytes() for file in _files(folder)) + log.encode()
    return {what for what, forms in wanted.items() if any(form in whole for form in forms)}


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


async def leaving(world: World) -> Phone:
    """A patient with a history, who has asked twice for everything to be erased."""
    ana = await world.patient(ACCOUNT, wishes(NAME))
    await world.next_due()
    await ana.press("6")
    await ana.say(WORDS)
    await ana.expect("I kept this")
    await world.settled()
    with world.db.transaction():
        patient, member = world.row(ACCOUNT), world.staff_of(TESS)
        now = world.clock.now()
        assessments.keep(world.db, patient.id, Given("injuries", 0, ANSWER, now.date()), now)
        notes.write(world.clinic, patient, NoteKind.EXAMINATION, NOTE, member, world.moment())
    tess = world.phones.phones[TESS]
    await tess.say("/patients")
    await tess.press(NAME)
    await tess.press("Write")
    await tess.say("Since when?")
    await tess.expect(f"Passed on to {NAME}")
    await ana.say("/deletemydata")
    await ana.expect("Erase everything held of you?")
    await ana.press("Erase everything")
    await ana.expect("Are you sure?")
    await ana.press("Yes, erase everything")
    await ana.expect("It has ended.")
    await world.settled()
    return ana


async def test_after_the_grace_nothing_is_left_in_any_file_log_or_new_backup(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    tess = await world.tess()
    ben = await world.patient(BEN, wishes("Ben"))
    await leaving(world)
    number = next(p.id for p in patients.everybody(world.db) if p.name == NAME)
    assert traces(tmp_path, "") == EVERYTHING

    await tess.press("Send me the record")
    await tess.expect("the whole record")
    await world.settled()
    await world.move_to(world.clock.now() + GRACE)
    assert patients.find(world.db, number) is None
    assert traces(tmp_path, caplog.text) == set()
    copy = backups.make(world.db.path, tmp_path / "copies" / "after.db")
    assert traces(copy.parent, "") == set()
    assert rights.count_erased(world.db) == 1

    await ben.say("/help")
    await ben.expect("Once a day")


async def test_without_days_of_grace_the_log_of_the_database_holds_nothing_either(
    tmp_path: Path,
) -> None:
    async with running(tmp_path, erase_after_days=0) as world:
        await world.tess()
        await leaving(world)
        assert traces(tmp_path, "") == EVERYTHING
        world.app.ticker.tick()
        await world.settled()
        assert traces(tmp_path, "") == set()


async def test_it_stops_and_hides_at_once_and_the_therapist_is_told(world: World) -> None:
    tess = await world.tess()
    ana = await leaving(world)
    await tess.expect("everything is erased on")
    await ana.mark()
    await world.move_to(world.clock.now() + timedelta(days=3))
    assert ana.new == []
    await tess.say("/patients")
    await world.settled()
    await tess.refresh()
    assert NAME not in tess.last.text


async def test_keeping_it_changes_nothing(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await ana.say("/deletemydata")
    await ana.press("No, keep it")
    await ana.expect("Nothing was changed")
    await world.next_due()
    await ana.expect("Good morning, Ana")


async def test_an_open_red_flag_goes_on_being_escalated(world: World) -> None:
    olga = await world.olga()
    await world.tess()
    ana = await world.patient()
    await ana.say("I cannot pee")
    await ana.expect("trouble peeing")
    await ana.press("Yes")
    await ana.expect("Call 112 now")
    await world.settled()
    await ana.say("/deletemydata")
    await ana.press("Erase everything")
    await ana.press("Yes, erase everything")
    await ana.expect("It has ended.")
    await world.settled()
    assert flags.waiting(world.db) != []
    await world.move_to(world.clock.now() + timedelta(minutes=60))
    await olga.expect("Answered YES")
    await ana.expect("has opened the alert about you yet")


async def test_closed_enrolments_are_erased_when_their_time_is_over(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    number = world.row(ANA).id
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Discharge")
    await tess.press("Goals reached")
    await world.settled()
    await world.move_to(world.clock.now() + timedelta(days=3649))
    assert rights.erasure_at(world.db, number) is None
    await world.move_to(world.clock.now() + timedelta(days=2))
    await tess.expect("everything is erased on")
    await world.move_to(world.clock.now() + GRACE)
    assert patients.find(world.db, number) is None
