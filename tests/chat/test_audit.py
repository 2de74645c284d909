"""Who did what to whom: only ever added to, without names of patients, readable by admins."""

import sqlite3
from datetime import timedelta

import pytest
from click.testing import CliRunner

from bot.audit_command import audit as command
from bot.services import rights, screening
from bot.storage import audit, flags, patients
from tests.world import ANA, TESS, World

VIEWS = ("view_list", "view_flag", "view_card", "view_course", "view_conditions")


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


async def test_whatever_shows_health_data_is_kept_once_for_each_time_it_was_asked_for(
    world: World,
) -> None:
    tess = await world.tess()
    ana = await world.patient(first=9)
    flag = flags.open_of(world.db, world.row(ANA).id)[0]
    alert = await tess.expect("Ana: severe pain")
    condition = next(iter(world.clinic.programme.conditions.contraindications))
    asked: list[str] = []

    async def after(*more: str) -> None:
        await world.settled()
        asked.extend(more)
        kept = [line for line in audit.latest(world.db, 100) if line.action in VIEWS]
        assert [line.action for line in kept] == asked
        assert all(line.subject for line in kept if line.action != "view_list")

    await after()
    await tess.press("60 days", on=alert)
    await after("view_flag")
    await tess.say("/flags")
    await after("view_list")
    await tess.forge(tess.last.id, f"f:{flag.id}:show")
    await after("view_flag")
    await ana.say("/pain 8")
    await after()
    await tess.say("/patients")
    await after("view_list")
    await tess.press("Ana", on=await tess.expect("1 patient"))
    await after("view_card")
    await tess.press("Plan and steps")
    await after("view_course")
    await tess.press("Back", on=await tess.expect("Stands at"))
    await after("view_card")
    await tess.press("Conditions")
    await after("view_conditions")
    await tess.forge(tess.last.id, f"n:{world.row(ANA).id}:c:{condition}")
    await after()


async def test_a_discharge_is_kept_with_who_did_it_and_the_outcome(world: World) -> None:
    tess = await world.tess()
    await world.patient()
    await tess.say("/patients")
    await tess.press("Ana")
    await tess.press("Discharge")
    await tess.press("Goals reached")
    await tess.expect("discharged")
    line = next(x for x in audit.latest(world.db, 100) if x.action == "discharge")
    assert line.who.startswith("Tess")
    assert line.detail == "goals_reached"
    await tess.say("/patients")
    await world.settled()
    assert actions(world).count("discharge") == 1


async def test_what_a_therapist_typed_or_gave_as_a_reason_is_in_no_line_and_goes_with_the_patient(
    world: World,
) -> None:
    tess = await world.tess()
    ana = await world.patient()
    patient, why = world.row(ANA), "Ana Anastasia fell, I examined her"
    await ana.say("/today")
    await ana.press("Something new or worrying")
    await tess.press("Start exercises again", on=await tess.expect("possible red flag"))
    await tess.say(why)
    await ana.expect("has started your exercises again")
    await world.settled()
    with world.db.transaction():
        member = world.staff_of(TESS)
        for reason in ("stenosis", why, "off"):
            at = world.moment()
            screening.record_known(world.clinic, patient, "both_legs", reason, member, at)
        rights.ask_erasure(world.clinic, patient, world.moment())
    details = [(x.action, x.detail) for x in audit.latest(world.db, 100)]
    assert ("resume_exercises", "") in details
    assert ("known_sign", "both_legs") in details
    assert ("known_sign", "both_legs off") in details
    assert world.db.value("SELECT count(*) FROM resumptions") == 1
    await world.move_to(world.clock.now() + timedelta(days=8))
    assert patients.find(world.db, patient.id) is None
    assert "erase" in actions(world)
    # The names of files that were accepted are no patient's.
    whole = str([x for x in audit.latest(world.db, 100) if x.action != "accept_wording"])
    assert not [word for word in ("Anastasia", "Ana", "examined", "stenosis") if word in whole]
    assert "Anastasia" not in "\n".join(world.db.conn.iterdump())


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
