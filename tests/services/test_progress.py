"""The week's proposal: facts from rows, one message where something should change, one tap."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.daily import PromptState, SessionResult
from bot.domain.flags import AfterExercise
from bot.domain.people import Patient, Staff
from bot.domain.program.session import Position
from bot.services import arrangements, progress, sessions
from bot.services.clinic import Clinic, Moment
from bot.storage import guided, outbox, patients, prompts, proposals, sore, staff
from bot.storage.proposals import Proposed
from tests.world import ANA, TESS, joined, still, wishes

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
FIRST = date(2026, 3, 2)
AFTER_A_WEEK = date(2026, 3, 9)
DONE, PARTLY = SessionResult.DONE, SessionResult.PARTLY


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    opened = still(tmp_path)
    yield opened
    opened.db.close()


def ana(clinic: Clinic) -> Patient:
    return joined(clinic, ANA, wishes(), START)


def tess(clinic: Clinic) -> Staff:
    found = staff.by_account(clinic.db, TESS)
    assert found is not None
    return found


def moment(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day, 8, tzinfo=UTC), f"test{day}")


def live(
    clinic: Clinic,
    patient: Patient,
    *,
    days: int = 6,
    pain: int = 2,
    result: SessionResult | None = DONE,
    after: AfterExercise | None = None,
    first: date = FIRST,
) -> None:
    """Training days one after the other, each rated and done alike."""
    for number in range(days):
        day = first + timedelta(days=number + 1)
        prompt = prompts.add(
            clinic.db,
            patient,
            day,
            state=PromptState.SENT,
            due_at=START,
            is_training=True,
            session=sessions.to_text(sessions.for_day(clinic, patient, day)),
        )
        assert prompt is not None
        prompts.rate(clinic.db, prompt, pain, "button", START)
        if result:
            prompts.set_session(clinic.db, prompt.id, result, None, START)
        if after:
            guided.set_after(clinic.db, prompt.id, after)


def look(clinic: Clinic, patient: Patient, day: date = AFTER_A_WEEK) -> Patient:
    with clinic.db.transaction():
        return progress.due(clinic, patient, day, moment(day))


def latest(clinic: Clinic, patient: Patient) -> Proposed:
    found = proposals.latest(clinic.db, patient.id)
    assert found is not None
    return found


def told(clinic: Clinic) -> int:
    return len(outbox.of_kind(clinic.db, TESS, "proposal"))


def test_a_good_week_is_proposed_and_changes_nothing_by_itself(clinic: Clinic) -> None:
    patient = ana(clinic)
    live(clinic, patient)
    after = look(clinic, patient)
    made = latest(clinic, patient)
    assert (made.proposal.direction, made.proposal.to) == ("advance", Position(0, 1))
    assert (after.phase, after.dose_step) == (0, 0)
    assert told(clinic) == 1


def test_nothing_is_proposed_before_the_week_is_over_nor_twice(clinic: Clinic) -> None:
    patient = ana(clinic)
    live(clinic, patient)
    look(clinic, patient, AFTER_A_WEEK - timedelta(days=1))
    assert proposals.latest(clinic.db, patient.id) is None
    look(clinic, patient)
    look(clinic, patient, AFTER_A_WEEK + timedelta(days=1))
    assert latest(clinic, patient).made_on == AFTER_A_WEEK
    assert told(clinic) == 1


def test_staying_is_no_message(clinic: Clinic) -> None:
    patient = ana(clinic)
    live(clinic, patient, result=None)
    look(clinic, patient)
    assert latest(clinic, patient).proposal.reason == "progress.stay.few_sessions"
    assert told(clinic) == 0


def test_two_sessions_in_part_count_as_one(clinic: Clinic) -> None:
    patient = ana(clinic)
    live(clinic, patient, days=5, result=PARTLY)
    assert progress.week_facts(clinic, patient, AFTER_A_WEEK).sessions_done == 2


def test_approving_moves_once_and_tells_the_patient(clinic: Clinic) -> None:
    patient = ana(clinic)
    live(clinic, patient)
    patient = look(clinic, patient)
    made, at = latest(clinic, patient), moment(AFTER_A_WEEK)
    assert progress.approve(clinic, patient, made, tess(clinic), at)
    moved = patients.get(clinic.db, patient.id)
    assert (moved.phase, moved.dose_step, moved.phase_started) == (0, 1, AFTER_A_WEEK)
    assert not progress.approve(clinic, moved, latest(clinic, patient), tess(clinic), at)
    assert len(outbox.of_kind(clinic.db, ANA, "moved")) == 1


def test_a_proposal_does_not_survive_a_new_plan(clinic: Clinic) -> None:
    patient = ana(clinic)
    live(clinic, patient)
    patient = look(clinic, patient)
    at = moment(AFTER_A_WEEK)
    patient = arrangements.set_plan(clinic, patient, "low_back_pain", at)
    assert not progress.approve(clinic, patient, latest(clinic, patient), tess(clinic), at)


def build(clinic: Clinic, patient: Patient) -> Patient:
    """Ana in the second phase since the first day."""
    return patients.change(clinic.db, patient.id, phase=1, dose_step=0, phase_started=FIRST)


def test_a_hard_week_proposes_a_step_back_that_waits_for_a_tap(clinic: Clinic) -> None:
    patient = build(clinic, ana(clinic))
    live(clinic, patient, after=AfterExercise.CLEARLY_MORE)
    after = look(clinic, patient)
    assert latest(clinic, patient).proposal.reason == "progress.step_back.worse_sessions"
    assert after.phase == 1


def test_a_step_back_by_itself_happens_where_the_therapist_said_so(clinic: Clinic) -> None:
    patient = build(clinic, ana(clinic))
    progress.set_alone(clinic, patient, is_on=True)
    live(clinic, patient, after=AfterExercise.CLEARLY_MORE)
    after = look(clinic, patient)
    assert (after.phase, after.dose_step) == (0, 1)
    assert latest(clinic, patient).decision == "by_itself"
    assert told(clinic) == 1


def test_going_on_by_itself_never_happens(clinic: Clinic) -> None:
    patient = ana(clinic)
    progress.set_alone(clinic, patient, is_on=True)
    live(clinic, patient)
    after = look(clinic, patient)
    assert (after.phase, after.dose_step) == (0, 0)


def test_exercises_that_were_too_painful_count_unless_taken_back(clinic: Clinic) -> None:
    patient = build(clinic, ana(clinic))
    live(clinic, patient)
    day = prompts.of_day(clinic.db, patient.id, FIRST + timedelta(days=1))
    assert day is not None
    for choice in ("stopped", "taken_back"):
        noted = sore.report(clinic.db, patient.id, day.id, "bridge", START)
        sore.choose(clinic.db, noted.id, choice)
    assert progress.week_facts(clinic, patient, AFTER_A_WEEK).too_painful == 1


def test_while_exercises_are_stopped_nothing_is_proposed(clinic: Clinic) -> None:
    patient = ana(clinic)
    live(clinic, patient)
    patient = patients.change(clinic.db, patient.id, exercises_stopped_at=START)
    look(clinic, patient)
    assert proposals.latest(clinic.db, patient.id) is None


def test_a_step_by_hand_counts_from_where_the_button_stood(clinic: Clinic) -> None:
    patient, by, at = ana(clinic), tess(clinic), moment(FIRST)
    assert progress.step(clinic, patient, Position(0, 0), by, at, is_back=False)
    patient = patients.get(clinic.db, patient.id)
    assert not progress.step(clinic, patient, Position(0, 0), by, at, is_back=False)
    assert progress.step(clinic, patient, Position(0, 1), by, at, is_back=True)
    patient = patients.get(clinic.db, patient.id)
    assert not progress.step(clinic, patient, Position(0, 0), by, at, is_back=True)
    assert (patient.phase, patient.dose_step) == (0, 0)
