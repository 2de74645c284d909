"""The daily copy is made beside the loop: nobody waits for it, and there is never a second one."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services import backups
from bot.storage import facts, patients
from tests.chat.test_health import problems
from tests.world import ANA, MONDAY, World, running


class SlowDisk:
    """Holds every copy until it is let go."""

    def __init__(self) -> None:
        self.begun: list[Path] = []
        self.threads: set[int] = set()
        self.has_begun, self.may_end = threading.Event(), threading.Event()
        self._make = backups.make

    def make(self, database: Path, target: Path) -> Path:
        self.begun.append(target)
        self.threads.add(threading.get_ident())
        self.has_begun.set()
        assert self.may_end.wait(30)
        return self._make(database, target)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    slow = SlowDisk()
    monkeypatch.setattr(backups, "make", slow.make)
    yield slow
    slow.may_end.set()


async def test_people_are_answered_while_a_copy_is_made_and_no_second_one_begins(
    tmp_path: Path, disk: SlowDisk
) -> None:
    folder = tmp_path / "backups"
    async with running(tmp_path, backup_dir=folder) as world:
        world.app.ticker.tick()
        assert disk.has_begun.wait(10)
        await world.tess()
        ana = await world.patient(first=4)
        await ana.say("/help")
        await ana.expect("Once a day")
        for _ in range(3):
            world.app.ticker.tick()
        assert len(disk.begun) == 1
        assert threading.get_ident() not in disk.threads
        assert facts.read(world.db, backups.MADE) is None
        disk.may_end.set()
        await world.app.ticker.finish(10)
        assert facts.read(world.db, backups.MADE) is not None
        assert backups.newest(folder) == disk.begun[0]
        assert backups.verify(disk.begun[0])["patients"] == 1
        world.app.ticker.tick()
        assert len(disk.begun) == 1


async def test_leaving_does_not_wait_for_ever_and_the_next_start_copies_again(
    tmp_path: Path, disk: SlowDisk
) -> None:
    async with running(tmp_path, backup_dir=tmp_path / "backups") as world:
        world.app.ticker.tick()
        assert disk.has_begun.wait(10)
        await world.app.ticker.finish(0.01)
        assert problems(world) == ()
        assert facts.read(world.db, backups.MADE) is None
    disk.may_end.set()
    later = MONDAY + timedelta(minutes=1)
    async with running(tmp_path, start=later, backup_dir=tmp_path / "backups") as world:
        world.app.ticker.tick()
        await world.app.ticker.finish(10)
        assert facts.read(world.db, backups.MADE) is not None


async def test_an_erasure_waits_until_the_copy_is_made(tmp_path: Path, disk: SlowDisk) -> None:
    async with running(tmp_path, backup_dir=tmp_path / "b", erase_after_days=0) as world:
        world.app.ticker.tick()
        assert disk.has_begun.wait(10)
        await world.tess()
        ana = await world.patient()
        number = world.row(ANA).id
        await ana.say("/deletemydata")
        await ana.press("Erase everything")
        await ana.press("Yes, erase everything")
        await ana.expect("It has ended.")
        await world.settled()
        world.app.ticker.tick()
        assert patients.find(world.db, number) is not None
        disk.may_end.set()
        await world.app.ticker.finish(10)
        world.app.ticker.tick()
        assert patients.find(world.db, number) is None


async def test_what_was_left_unfinished_is_cleared_away(world: World, tmp_path: Path) -> None:
    clinic, now = world.clinic, world.clock.now()
    folder = tmp_path / "backups"
    folder.mkdir()
    settings = clinic.settings.model_copy(update={"backup_dir": folder})
    left, fresh = (
        folder / (backups.file_name(now - timedelta(hours=hours)) + ".partial") for hours in (30, 1)
    )
    for file in (left, fresh):
        file.touch()
    backups.made(type(clinic)(world.db, settings, clinic.programme, clinic.screening, ""), now)
    assert list(folder.iterdir()) == [fresh]
