"""Who did what to whom: only ever added to, without names of patients, readable by admins."""

import sqlite3

import pytest
from click.testing import CliRunner

from bot.audit_command import audit as command
from bot.storage import audit
from tests.world import World


def actions(world: World) -> list[str]:
    return [line.action for line in audit.latest(world.db, 100)]


async def test_enrolling_reading_changing_and_acknowledging_are_kept(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Plan")
    await tess.press("Lower back pain")
    await world.next_due()
    await ana.press("Something new or worrying")
    await tess.expect("possible red flag")
    await tess.press("Seen")
    await ana.expect("Tess opened your report")
    await tess.press("Start exercises again")
    await tess.say("I examined her at noon")
    await ana.expect("has started your exercises again")
    await ana.say("/mydata")
    await ana.expect("The same for a computer")
    await world.settled()
    kept = actions(world)
    for action in (
        "enrol",
        "view_card",
        "change_plan",
        "acknowledge",
        "resume_exercises",
        "export",
    ):
        assert action in kept
    reason = world.db.value("SELECT reason FROM resumptions")
    assert reason == "I examined her at noon"
    whole = str(audit.latest(world.db, 100))
    assert "Ana" not in whole
    assert "noon" not in whole


@pytest.mark.parametrize("act", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
async def test_a_line_cannot_be_changed_or_taken_out(world: World, act: str) -> None:
    await world.tess()
    world.enrol()
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        world.db.run(act)
    assert actions(world) == ["accept_wording", "enrol"]


async def test_admins_read_it_in_the_chat_and_on_the_console(world: World) -> None:
    olga = await world.olga()
    tess = await world.tess()
    world.enrol()
    await olga.say("/audit")
    shown = await olga.expect("Who did what")
    assert "enrol Ana" in shown.text
    await tess.say("/audit")
    await tess.expect("I do not know this command")
    printed = CliRunner().invoke(command, ["--database", str(world.db.path)])
    assert printed.exit_code == 0
    assert "Tess" in printed.output
    assert "\tenrol\tpatient-" in printed.output
