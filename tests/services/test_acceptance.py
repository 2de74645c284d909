"""What counts as accepted, for whom, and that a plan begins as it was accepted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.daily import PromptState
from bot.domain.people import Patient
from bot.domain.program.plan import Plan
from bot.services import acceptance, conditions, enrolment, plans, sessions, too_painful
from bot.services.clinic import Clinic, Moment
from bot.services.enrolment import Opening
from bot.storage import patients, prompts, sore, staff
from tests.world import ANA, BEN, STRANGER, TESS, joined, still, wishes

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = date(2026, 3, 3)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """Everything in it is accepted."""
    made = still(tmp_path)
    yield made
    made.db.close()


def forget(clinic: Clinic, path: str) -> None:
    """As if nobody had accepted it."""
    assert clinic.db.run("DELETE FROM accepted_files WHERE path = ?", path) == 1


def trial(clinic: Clinic) -> Patient:
    """Tess on her own test enrolment."""
    return joined(clinic, TESS, wishes("Tess test"), START)


def today(clinic: Clinic, patient: Patient) -> list[str]:
    return [item.exercise for item in sessions.for_day(clinic, patient, TUESDAY)]


def test_what_was_taken_instead_is_left_out_when_it_waits(clinic: Clinic) -> None:
    ana = joined(clinic, ANA, wishes(), START)
    sore.substitute(clinic.db, ana.id, "bridge", "bridge_low", TUESDAY)
    assert "bridge_low" in today(clinic, ana)
    forget(clinic, "exercises/bridge_low.toml")
    assert not {"bridge", "bridge_low"} & set(today(clinic, ana))


def test_what_was_taken_instead_is_left_out_when_it_is_forbidden_since(clinic: Clinic) -> None:
    ana = joined(clinic, ANA, wishes(), START)
    tess = staff.get(clinic.db, ana.therapist_id)
    sore.substitute(clinic.db, ana.id, "pelvic_tilt", "bridge_low", TUESDAY)
    assert "bridge_low" in today(clinic, ana)
    at = Moment(START, "tick")
    forbids = {name: set(e.not_for) for name, e in clinic.programme.exercises.items()}
    # What forbids the one that was taken instead, and not the one in whose place it came.
    barred = min(forbids["bridge_low"] - forbids["pelvic_tilt"])
    conditions.toggle(clinic, ana, conditions.CONTRAINDICATION, barred, tess, at)
    assert "bridge_low" not in today(clinic, ana)


def test_too_painful_offers_nothing_that_waits(clinic: Clinic) -> None:
    ana = joined(clinic, ANA, wishes(), START)
    prompts.add(
        clinic.db,
        ana,
        TUESDAY,
        state=PromptState.QUEUED,
        due_at=START,
        session=sessions.to_text(sessions.for_day(clinic, ana, TUESDAY)),
    )
    prompt = prompts.of_day(clinic.db, ana.id, TUESDAY)
    assert prompt is not None
    bridge = [item.exercise for item in sessions.of_prompt(prompt)].index("bridge")
    easier = too_painful.easier(clinic, prompt, bridge)
    assert easier is not None
    forget(clinic, f"exercises/{easier.exercise}.toml")
    assert too_painful.easier(clinic, prompt, bridge) != easier


def test_a_stranger_on_a_colleagues_test_enrolment_sees_no_draft(clinic: Clinic) -> None:
    """A test enrolment that somebody else has taken over is a patient's as far as this goes."""
    own = trial(clinic)
    forget(clinic, "exercises/bridge.toml")
    assert "bridge" in today(clinic, own)
    taken = patients.change(clinic.db, own.id, telegram_id=STRANGER)
    assert taken.is_test
    assert "bridge" not in today(clinic, taken)


def test_who_waits_before_the_door_and_who_does_not(clinic: Clinic) -> None:
    ana = joined(clinic, ANA, wishes(), START)
    own = trial(clinic)
    tess = staff.get(clinic.db, ana.therapist_id)
    at = Moment(START, "later")
    new = enrolment.enrol(clinic, tess, wishes("Ben"), at)
    forget(clinic, "advice/heat.toml")

    def state(patient: Patient, account: int) -> Opening:
        made = enrolment.issue(clinic, "patient", at, by=tess.id, patient_id=patient.id)
        assert enrolment.join(clinic, account, made.token, at) is None or account != BEN
        fresh = enrolment.issue(clinic, "patient", at, by=tess.id, patient_id=patient.id)
        return enrolment.opening(clinic, account, fresh.token, at)[0]

    assert state(new, BEN) is Opening.NOT_YET
    assert state(own, BEN) is Opening.NOT_YET
    # A new phone of a patient who began before, and a colleague.
    assert state(ana, STRANGER) is Opening.ASK
    assert state(own, TESS) is Opening.ASK


def _without_the_last_phase(plan: Plan) -> Plan:
    return plan.model_copy(update={"phases": plan.phases[:-1]})


def test_a_plan_corrected_after_a_trial_begins_corrected(clinic: Clinic) -> None:
    """Though nobody raised its version, and though the link was made before."""
    own = trial(clinic)
    tess = staff.get(clinic.db, own.therapist_id)
    at = Moment(START, "invited")
    invited = enrolment.enrol(clinic, tess, wishes("Ana"), at)
    shorter = _without_the_last_phase(clinic.programme.plans["sciatica"])
    now = replace(clinic.programme, plans={**clinic.programme.plans, "sciatica": shorter})
    corrected = replace(clinic, programme=now)
    assert plans.begin(corrected, "sciatica") == own.plan_version + 1
    assert plans.begin(corrected, "sciatica") == own.plan_version + 1
    assert plans.begin(clinic, "sciatica") == own.plan_version
    fresh = enrolment.issue(corrected, "patient", at, by=tess.id, patient_id=invited.id)
    ana = enrolment.join(corrected, ANA, fresh.token, at)
    assert ana is not None
    assert ana.plan_version == own.plan_version + 1
    assert plans.begun(corrected, ana) != plans.begun(corrected, own)


def test_a_file_is_accepted_as_it_stands_and_by_whom(clinic: Clinic) -> None:
    ana = joined(clinic, ANA, wishes(), START)
    tess = staff.get(clinic.db, ana.therapist_id)
    path = "exercises/bridge.toml"
    digests = {**clinic.programme.fingerprint.files, path: "0" * 64}
    fingerprint = replace(clinic.programme.fingerprint, files=digests)
    edited = replace(clinic, programme=replace(clinic.programme, fingerprint=fingerprint))
    assert [file.path for file in acceptance.pending(edited)] == [path]
    assert acceptance.accept(edited, tess, {path, "plans/sciatica.toml"}, Moment(START, "a")) == 1
    found = {file.path: by.staff_id for file, by in acceptance.accepted(edited)}
    assert found[path] == tess.id
    assert found["plans/sciatica.toml"] is None
    # Both forms are accepted now: going back to the older one needs nobody.
    assert acceptance.pending(clinic) == acceptance.pending(edited) == ()


def test_a_signed_screening_needs_nobody(clinic: Clinic) -> None:
    forget(clinic, "screening.toml")
    assert [file.path for file in acceptance.pending(clinic)] == ["screening.toml"]
    signed = clinic.screening.model_copy(update={"reviewed_by": "Olga, PT"})
    assert acceptance.pending(replace(clinic, screening=signed)) == ()
    assert len(clinic.screening.digest) == 64
