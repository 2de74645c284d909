"""kill -9 at any moment: nothing is lost, nothing is done twice, each chat keeps its order."""

from collections import Counter
from contextlib import closing
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from bot.app import PRACTICE_TEMPO
from bot.clock import RealClock
from bot.simulator import phones
from bot.simulator.server import Simulator
from bot.storage import readonly
from tests.chat import process
from tests.world import TESS, running, wishes

PATIENTS = {2101: "Ana", 2102: "Ben", 2103: "Carla", 2104: "Dan"}
EACH = 100
KILL_AT = (1, 130, 270)
"""Moments to kill at, in updates handled of 400."""
FAST = replace(PRACTICE_TEMPO, sends_per_second=5000, chat_sends_per_second=1000)
HANDLED = "SELECT count(*) FROM messages"
ON_THE_WIRE = "SELECT count(*) FROM outbox WHERE state = 'sending'"


def note(number: int) -> str:
    """Words without a digit, which might be read as a rating."""
    return "note " + "".join("abcdefghij"[int(digit)] for digit in f"{number:03d}")


def wrong(kept: list[str]) -> list[int]:
    """The places at which something else was kept than was sent."""
    expected = [note(number) for number in range(EACH)]
    pairs = enumerate(zip_longest(kept, expected))
    return [place for place, (was, should) in pairs if was != should][:5]


async def enrol_all(folder: Path, simulator: Simulator) -> None:
    async with running(folder, start=RealClock().now(), simulator=simulator) as world:
        await world.tess()
        for account, name in PATIENTS.items():
            await world.patient(account, wishes(name))


def notes_kept(database: Path) -> dict[int, list[str]]:
    with closing(readonly.connect(database)) as db:
        rows = db.execute(
            """SELECT p.telegram_id, m.text FROM messages m JOIN patients p ON p.id = m.patient_id
            ORDER BY m.id"""
        ).fetchall()
    kept: dict[int, list[str]] = {account: [] for account in PATIENTS}
    for account, text in rows:
        kept[account].append(text)
    return kept


async def killed_at(moment: int, simulator: Simulator, folder: Path) -> int:
    """Run the bot until so many updates are handled; answers how many sends the kill cut off."""
    database = folder / "practice.db"
    env = process.environment(simulator, database)
    bot = await process.start("run", env=env, folder=folder)
    await process.until(database, HANDLED, lambda handled: handled >= moment)
    bot.kill()
    await process.ended(bot)
    return process.count(database, ON_THE_WIRE)


async def test_a_burst_survives_kills_spread_through_it(tmp_path: Path) -> None:
    async with process.telegram() as simulator:
        await enrol_all(tmp_path, simulator)
        for number in range(EACH):
            for account in PATIENTS:
                phones.say(simulator.world, account, note(number), None)
        cut_off = [await killed_at(moment, simulator, tmp_path) for moment in KILL_AT]
        now = RealClock().now()
        async with running(tmp_path, start=now, simulator=simulator, tempo=FAST) as world:
            await world.settled()
            for account, kept in notes_kept(world.db.path).items():
                # Which differ, not how: comparing long lists word by word takes minutes.
                assert (account, wrong(kept)) == (account, [])
            assert world.db.value("SELECT count(*) FROM inbox WHERE state != 'done'") == 0
            tess = await world.phone(TESS, "Tess")
            await tess.refresh()
        told = Counter(m.text for m in tess.messages if m.by_bot and "note " in m.text)
        assert sum(times - 1 for times in told.values()) <= sum(cut_off)
