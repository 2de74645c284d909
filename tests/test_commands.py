"""What the commands say and answer, as the owner meets them."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import run_bot
from bot import checks, front
from bot.clock import RealClock
from bot.config import ACCEPTED
from bot.practice import TOKEN
from bot.services import backups
from bot.simulator import phones
from bot.storage.database import Database
from tests.chat import process
from tests.test_config import GOOD
from tests.world import OLGA, TESS


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(front, "set_up_logging", lambda _: None)
    for key in ACCEPTED:
        monkeypatch.delenv(key, raising=False)


@pytest.fixture
def clinic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The settings of a small clinic, and its database."""
    for key, value in GOOD.items():
        monkeypatch.setenv(key, value)
    Database(tmp_path / "data" / "clinic.db").close()
    return tmp_path


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(run_bot.main, list(arguments), input=typed)


def test_help_names_every_command_and_every_command_has_help() -> None:
    told = run("--help")
    assert told.exit_code == 0
    for name in ("backup", "check", "demo", "restore", "run", *run_bot.ELSEWHERE):
        assert f"\n  {name} " in told.output
        one = run(name, "--help")
        assert (name, one.exit_code) == (name, 0)


def test_help_lines_of_lazy_commands_are_their_own() -> None:
    for name, (_, line) in run_bot.ELSEWHERE.items():
        command = run_bot.main.get_command(click.Context(run_bot.main), name)
        assert command is not None
        assert command.get_short_help_str(100) == line


def test_help_imports_nothing_that_is_slow() -> None:
    code = (
        "import sys, run_bot\n"
        "try: run_bot.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('telegram', 'PIL', 'aiohttp', 'sqlite_utils') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(process.ROOT)},
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_start_without_settings_names_them_and_ends_with_2() -> None:
    done = run("run")
    assert done.exit_code == 2
    lines = done.output.splitlines()
    assert [line.split()[0] for line in lines] == [
        "CLINIC_NAME",
        "CLINIC_PHONE",
        "EMERGENCY_NUMBER",
        "PRIVACY_CONTACT",
    ]


@pytest.mark.usefixtures("clinic")
def test_a_start_without_a_token_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    done = run("run")
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert done.output.startswith("TELEGRAM_BOT_TOKEN is not set. Accepted:")


@pytest.mark.usefixtures("clinic")
def test_backup_and_restore_say_what_they_hold() -> None:
    made = run("backup", "copy.db")
    assert made.exit_code == 0
    assert "copy.db: verified. 0 staff" in made.output
    assert run("backup", "copy.db").exit_code == 2
    kept = run("restore", "copy.db", typed="n\n")
    assert kept.exit_code == 1
    restored = run("restore", "copy.db", "--yes")
    assert restored.exit_code == 0
    assert "restored. 0 staff" in restored.output
    assert "is kept as data/clinic.db.replaced-" in restored.output
    broken = run("restore", "data", "--yes")
    assert (broken.exit_code, broken.output) == (2, "data does not exist.\n")


def test_backup_goes_to_its_folder_by_itself(clinic: Path) -> None:
    assert run("backup").exit_code == 0
    assert backups.newest(clinic / "data" / "backups") is not None


def test_a_broken_database_names_the_newest_copy(clinic: Path) -> None:
    run("backup", "data/backups/clinic-20260301-090000.db")
    (clinic / "data" / "clinic.db").write_text("no database " * 1000)
    done = run("run")
    assert done.exit_code == 2
    assert "restore data/backups/clinic-20260301-090000.db" in done.output


def test_check_is_silent_about_settings_until_there_is_a_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = run("check")
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "Everything is sound.")
    drafts = next(line for line in done.output.splitlines() if line.startswith("drafts,"))
    for path in ("exercises/bridge.toml", "plans/sciatica.toml", "screening.toml"):
        assert path in drafts
    assert "accepts these by name (/review)" in done.output
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123")
    wrong = run("check")
    assert wrong.exit_code == 1
    assert "wrong: TELEGRAM_BOT_TOKEN is 3 characters that are no token." in wrong.output
    assert "wrong: CLINIC_NAME is not set." in wrong.output


async def checked(env: dict[str, str], folder: Path) -> tuple[int, list[str]]:
    code, out = await process.ended(
        await process.start("check", "--online", env=env, folder=folder)
    )
    assert TOKEN not in out
    return code, [
        line for line in out.splitlines() if line.startswith(("ok:", "wrong:", "look at:"))
    ]


async def test_check_online_asks_what_only_telegram_knows(tmp_path: Path) -> None:
    async with process.telegram() as simulator:
        phones.enter(simulator.world, {"id": OLGA, "first_name": "Olga", "standing": "started"})
        env = process.environment(simulator, tmp_path / "clinic.db", ADMIN_IDS=f"{OLGA}")
        code, lines = await checked(env, tmp_path)
        assert code == 0
        for words in ("the token is @hillside_practice_bot", "0 updates", "the clock is right"):
            assert any(words in line for line in lines)
        assert f"ok: a test message reached admin {OLGA}." in lines

        simulator.world.updates.webhook = {"url": "https://elsewhere.example"}
        env["ADMIN_IDS"] = f"{OLGA},{TESS}"
        code, lines = await checked(env, tmp_path)
        assert code == 1
        assert any(line.startswith("wrong: a webhook is set") for line in lines)
        assert any(line.startswith(f"wrong: admin {TESS} cannot be reached") for line in lines)

        env["TELEGRAM_BOT_TOKEN"] = "987654321:AnotherBotsTokenThatOpensNothing0"
        code, lines = await checked(env, tmp_path)
        assert (code, lines[-1][:40]) == (1, "wrong: Telegram does not accept the toke")
    code, lines = await checked(env, tmp_path)
    assert code == 1
    assert lines[-1].startswith("wrong: Telegram was not reached")


async def test_a_clock_that_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Fast(RealClock):
        """Two minutes ahead."""

        def now(self) -> datetime:
            return super().now() + timedelta(minutes=2)

    monkeypatch.setattr(checks, "RealClock", Fast)
    said: list[str] = []
    async with process.telegram() as simulator:
        sound = await checks._clock(f"{simulator.address}/bot{TOKEN}/getMe", said.append)
    assert not sound
    assert said[0].startswith("wrong: this machine's clock is 1")
