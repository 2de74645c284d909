"""A patient's own data: a copy of everything, in a file to read and one for machines."""

import json

from bot.storage import rights
from bot.storage.database import Database
from tests.simulator.client import Phone, Seen
from tests.world import ANA, STRANGER, World


def refers_to_patients(db: Database) -> set[str]:
    """Every table that leads to a patient, by key or by the name of a column."""
    tables = [row[0] for row in db.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {"patients"}
    while True:
        more = {
            t for t in tables if {row[2] for row in db.all(f"PRAGMA foreign_key_list({t})")} & found
        }
        named = {
            t
            for t in tables
            for row in db.all(f"PRAGMA table_info({t})")
            if row[1] in ("patient", "patient_id", "chat_id", "telegram_id")
        }
        reached = found | more | named
        if reached == found:
            return found - {"staff"} - (of_staff_alone(db) - {"patients"})
        found = reached


def of_staff_alone(db: Database) -> set[str]:
    """Tables that hang on a colleague and on nobody else."""
    tables = [row[0] for row in db.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        t
        for t in tables
        if {row[2] for row in db.all(f"PRAGMA foreign_key_list({t})")} == {"staff"}
    }


async def test_the_copy_and_the_erasure_know_every_table_that_refers_to_a_patient(
    world: World,
) -> None:
    assert refers_to_patients(world.db) == set(rights.HELD)


async def documents(phone: Phone) -> list[Seen]:
    await phone.refresh()
    return [m for m in phone.messages if m.by_bot and m.media and "document" in str(m.media)]


async def test_mydata_sends_what_is_held_to_read_and_as_json(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await ana.say("My left calf tingles")
    await world.settled()
    await ana.say("/mydata")
    await ana.expect("Everything this clinic's bot holds of you")
    await ana.expect("The same for a computer")
    readable, machine = [await ana.picture(m) for m in await documents(ana)][-2:]
    assert "My left calf tingles" in readable.decode()
    held = json.loads(machine)
    assert held["patients"][0]["name"] == "Ana"
    assert held["patients"][0]["telegram_id"] == ANA
    assert held["messages"][0]["text"] == "My left calf tingles"
    assert held["ratings"][0]["pain"] == 4
    assert "token_hash" not in held["invites"][0]


async def test_only_patients_have_data_to_ask_for(world: World) -> None:
    tess = await world.tess()
    stranger = await world.phone(STRANGER, "Zoe")
    await stranger.say("/mydata")
    await stranger.expect("ask your therapist for an invitation link")
    await tess.say("/deletemydata")
    await tess.expect("I do not know this command")
