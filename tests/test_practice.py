"""The practice clinic by itself: it opens fresh, restarts, and keeps what it is asked to keep."""

import asyncio
from pathlib import Path

import pytest

from bot.practice import ANA, TESS, Practice, serve
from tests.simulator.client import Clinic
from tests.world import PROGRAMS


async def test_it_opens_with_a_therapist_who_is_in_charge(tmp_path: Path) -> None:
    practice = Practice(tmp_path, PROGRAMS)
    address = await practice.start(0)
    async with Clinic(address) as clinic:
        tess = await clinic.phone(TESS, "Tess", role="therapist")
        await tess.expect("You run this clinic")
        await clinic.post("patient")
        await tess.expect("Hello Ben")
        await tess.say("/review")
        await tess.expect("Everything is accepted")
        await tess.press("Accepted so far")
        await tess.expect("screening.toml\nthe practice clinic, 2026-03-05")
        people = {phone["id"] for phone in (await clinic.state())["phones"]}
        assert {TESS, ANA} < people
    await practice.stop()


async def test_a_restart_of_the_story_is_no_end(tmp_path: Path) -> None:
    practice = Practice(tmp_path, PROGRAMS)
    await practice.start(0)
    ended = asyncio.create_task(practice.ended())
    await practice.reset()
    await practice.reset()
    assert not ended.done()
    await practice.stop()
    ended.cancel()


async def test_it_serves_until_told_to_stop(
    tmp_path: Path, unused_tcp_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = asyncio.Event()
    stop.set()
    await serve(unused_tcp_port, tmp_path / "kept", PROGRAMS, stop)
    assert f"http://127.0.0.1:{unused_tcp_port}" in capsys.readouterr().out
    assert (tmp_path / "kept" / "practice.db").exists()
