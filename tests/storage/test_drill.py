"""The drill: a copy made while the clinic is busy, a lost file, and the next day goes on."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.services import backups
from bot.simulator import phones
from bot.storage.database import Database, DatabaseBrokenError
from tests.world import ANA, MONDAY, running


async def test_a_clinic_goes_on_from_a_copy_made_under_load(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    async with running(tmp_path) as world:
        await world.tess()
        await world.patient(first=4)
        path, simulator = world.db.path, world.simulator
        for _ in range(40):
            phones.say(simulator.world, ANA, "Please ring me", None)
        await (await world.phone(ANA, "Ana")).expect("I kept this for Tess")
        backups.make(path, copy)
        await world.settled()
        assert backups.verify(copy)["ratings"] == 1
    path.write_bytes(b"the disk has failed" * 1000)
    with pytest.raises(DatabaseBrokenError):
        Database(path)
    kept, counts = backups.restore(copy, path, MONDAY)
    assert kept is not None
    assert counts["patients"] == 1

    await simulator.start()
    async with running(tmp_path, start=MONDAY + timedelta(hours=1), simulator=simulator) as world:
        await world.settled()
        ana = await world.phone(ANA, "Ana")
        await world.next_due()
        await ana.press("5")
        assert await ana.pop_up() == "Saved: 5 of 10"
        await world.settled()
        assert world.db.value("SELECT count(*) FROM ratings") == 2
    await simulator.stop()
