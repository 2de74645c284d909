"""The process: one at a time, ends when told to, and loses nothing by it."""

import signal
import time
from pathlib import Path

from bot.clock import RealClock
from bot.simulator import phones
from tests.chat import process
from tests.world import ANA, running


async def test_sigterm_ends_it_with_0_while_a_send_is_stuck(tmp_path: Path) -> None:
    database = tmp_path / "practice.db"
    async with process.telegram() as simulator:
        async with running(tmp_path, start=RealClock().now(), simulator=simulator) as world:
            await world.tess()
            await world.patient()
            await world.phones.fault("stall", method="sendMessage", seconds=30, times=None)
        phones.say(simulator.world, ANA, "Please ring me", None)
        env = process.environment(simulator, database)
        bot = await process.start("run", env=env, folder=tmp_path)
        sending = "SELECT count(*) FROM outbox WHERE state = 'sending'"
        await process.until(database, sending, lambda n: n > 0)

        second = await process.start("run", env=env, folder=tmp_path)
        code, out = await process.ended(second)
        assert code == 2
        assert f"in use by process {bot.pid}." in out

        began = time.monotonic()
        bot.send_signal(signal.SIGTERM)
        code, _ = await process.ended(bot)
        assert code == 0
        assert time.monotonic() - began < 10
        simulator.api.faults.clear()
        start = RealClock().now()
        async with running(tmp_path, start=start, simulator=simulator) as world:
            await world.settled()
            world.clock.move_to(RealClock().now().replace(microsecond=0))
            assert world.db.value("SELECT count(*) FROM messages") == 1
            assert world.db.value("SELECT count(*) FROM inbox WHERE state = 'new'") == 0
            lost = "SELECT count(*) FROM outbox WHERE state IN ('failed', 'unknown')"
            assert world.db.value(lost) == 0


async def test_sigterm_ends_it_while_telegram_is_out_of_reach(tmp_path: Path) -> None:
    async with process.telegram() as simulator:
        env = process.environment(simulator, tmp_path / "clinic.db")
    bot = await process.start("run", env=env, folder=tmp_path)
    await process.said(bot, "Telegram is not reached")
    bot.send_signal(signal.SIGTERM)
    assert (await process.ended(bot))[0] == 0


async def test_a_token_that_is_not_accepted_ends_the_start(tmp_path: Path) -> None:
    async with process.telegram() as simulator:
        token = "987654321:AnotherBotsTokenThatOpensNothing0"
        env = process.environment(simulator, tmp_path / "clinic.db", TELEGRAM_BOT_TOKEN=token)
        code, out = await process.ended(await process.start("run", env=env, folder=tmp_path))
    assert code == 2
    assert "TELEGRAM_BOT_TOKEN is not accepted" in out
    assert "Traceback" not in out
    assert "AnotherBots" not in out


async def test_the_first_start_prints_the_claim_link_unless_an_admin_is_named(
    tmp_path: Path,
) -> None:
    async with process.telegram() as simulator:
        for ids, words in (("", "Open this link once"), ("1000", "One person works here")):
            env = process.environment(simulator, tmp_path / f"clinic{ids}.db", ADMIN_IDS=ids)
            bot = await process.start("run", env=env, folder=tmp_path)
            await process.said(bot, words)
            bot.send_signal(signal.SIGTERM)
            assert (await process.ended(bot))[0] == 0
