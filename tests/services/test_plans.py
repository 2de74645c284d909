"""A patient stays on the plan they began, whatever becomes of its file, until they are moved."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.program.plan import Plan
from bot.domain.program.session import prescribe
from bot.services import arrangements, plans, sessions
from bot.services.clinic import Clinic, Moment
from bot.services.substitutes import final, fitted
from bot.storage import patients, prompts, sore, tips
from tests.programs.shipped import programme
from tests.world import ANA, joined, still, wishes

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = date(2026, 3, 3)
EXERCISES = programme().exercises


@pytest.mark.parametrize("plan", programme().plans.values(), ids=lambda plan: plan.id)
def test_a_kept_plan_reads_back_as_it_was(plan: Plan) -> None:
    whole = plan.pinned(EXERCISES)
    assert Plan.model_validate_json(whole.model_dump_json(by_alias=True)) == whole


def with_newer_plan(clinic: Clinic) -> Clinic:
    """The clinic after a restart with a shorter sciatica plan in its folder."""
    old = clinic.programme.plans["sciatica"]
    gentle = old.phases[0]
    short = gentle.model_copy(update={"exercises": gentle.exercises[:2]})
    new = old.model_copy(update={"version": 2, "phases": (short, *old.phases[1:])})
    changed = replace(clinic.programme, plans={**clinic.programme.plans, "sciatica": new})
    return replace(clinic, programme=changed)


def test_a_newer_file_waits_until_the_patient_is_moved(tmp_path: Path) -> None:
    clinic = still(tmp_path)
    ana = joined(clinic, ANA, wishes(), START)
    before = sessions.for_day(clinic, ana, TUESDAY)
    newer = with_newer_plan(clinic)
    assert sessions.for_day(newer, ana, TUESDAY) == before
    ana = arrangements.set_plan(newer, ana, "sciatica", Moment(START, "move"))
    assert ana.plan_version == 2
    assert len(sessions.for_day(newer, ana, TUESDAY)) == 2
    clinic.db.close()


def test_a_plan_whose_file_is_gone_goes_on(tmp_path: Path) -> None:
    clinic = still(tmp_path)
    ana = joined(clinic, ANA, wishes(), START)
    without = replace(clinic, programme=replace(clinic.programme, plans={}))
    assert sessions.for_day(without, ana, TUESDAY) == sessions.for_day(clinic, ana, TUESDAY)
    clinic.db.close()


def test_somebody_enrolled_before_plans_were_kept_follows_the_file(tmp_path: Path) -> None:
    clinic = still(tmp_path)
    ana = joined(clinic, ANA, wishes(), START)
    clinic.db.run("DELETE FROM plan_versions")
    plan = plans.begun(clinic, patients.get(clinic.db, ana.id))
    assert plan == clinic.programme.plans["sciatica"]
    clinic.db.close()


def test_what_a_wrong_account_left_behind_goes_with_its_days(tmp_path: Path) -> None:
    clinic = still(tmp_path)
    ana = joined(clinic, ANA, wishes(), START)
    sore.substitute(clinic.db, ana.id, "bridge", None, TUESDAY)
    tips.add(clinic.db, ana.id, ana.plan_id, "heat", TUESDAY)
    prompts.erase_all(clinic.db, ana.id)
    assert sore.substitutes(clinic.db, ana.id) == {}
    assert tips.sent(clinic.db, ana.id, ana.plan_id) == frozenset()
    clinic.db.close()


def test_a_chain_of_easier_exercises_ends_at_its_last() -> None:
    instead = {"bridge": "bridge_low", "bridge_low": "pelvic_tilt", "clamshell": None}
    assert final("bridge", instead) == "pelvic_tilt"
    assert final("clamshell", instead) is None
    assert final("walking", instead) == "walking"
    assert final("bridge", {"bridge": "bridge_low", "bridge_low": "bridge"}) is None


def test_an_easier_exercise_that_is_there_already_does_not_come_twice() -> None:
    items = tuple(prescribe(EXERCISES[name]) for name in ("bridge", "pelvic_tilt", "clamshell"))
    instead = {"bridge": "pelvic_tilt", "clamshell": None}
    assert [i.exercise for i in fitted(items, EXERCISES, instead)] == ["pelvic_tilt"]
    assert fitted(items, EXERCISES, {}) == items
    assert fitted(items, EXERCISES, {"bridge": "gone"}) == items[1:]
