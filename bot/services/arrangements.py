"""How a patient's days are arranged: time, days, plan, language, pause, stop, discharge."""

from dataclasses import replace
from datetime import date

from bot.domain.flags import Kind
from bot.domain.people import Patient, PatientState, Staff
from bot.domain.schedule import local_date
from bot.services import audit, enrolment, menus, notify, plans, rounds, sessions_refit
from bot.services.clinic import Clinic, Moment
from bot.services.flagging import redraw
from bot.services.prompting import plan_next
from bot.storage import chats, drafts, flags, outbox, patients, screens

_DAILY = ("prompt", "nudge", "later")


def set_time(clinic: Clinic, patient: Patient, minute: int, at: Moment) -> Patient:
    return _replan(clinic, patients.change(clinic.db, patient.id, prompt_minute=minute), at)


def set_zone(clinic: Clinic, patient: Patient, timezone: str, at: Moment) -> Patient:
    return _replan(clinic, patients.change(clinic.db, patient.id, timezone=timezone), at)


def _replan(clinic: Clinic, patient: Patient, at: Moment) -> Patient:
    """A new wall clock counts from now; a local date that had its prompt gets no second one."""
    if patient.state is not PatientState.ACTIVE:
        return patient
    return plan_next(clinic, patient, at.now)


def set_days(clinic: Clinic, patient: Patient, days: frozenset[int]) -> Patient:
    return patients.change(clinic.db, patient.id, training_days=days)


def set_language(clinic: Clinic, patient: Patient, language: str, at: Moment) -> Patient:
    patient = patients.change(clinic.db, patient.id, language=language)
    menus.of_patient(clinic, patient, at)
    return patient


def set_plan(clinic: Clinic, patient: Patient, plan_id: str, at: Moment) -> Patient:
    """Begin a plan, or its newest version, from its first phase."""
    return patients.change(
        clinic.db,
        patient.id,
        plan_id=plan_id,
        plan_version=plans.begin(clinic, plan_id),
        phase=0,
        dose_step=0,
        phase_started=local_date(at.now, patient.zone),
    )


def pause(clinic: Clinic, patient: Patient, until: date, at: Moment) -> Patient:
    """No prompts before the local date `until`; anything queued is withdrawn."""
    outbox.withdraw(clinic.db, patient_id=patient.id, kinds=_DAILY)
    patient = patients.change(clinic.db, patient.id, paused_until=until)
    return _replan(clinic, patient, at)


def resume(clinic: Clinic, patient: Patient, at: Moment) -> Patient:
    """Prompts again, after a pause or a stop."""
    patient = patients.change(clinic.db, patient.id, paused_until=None, state=PatientState.ACTIVE)
    return plan_next(clinic, patient, at.now)


RESUME_REASONS = ("examined", "phoned", "doctor", "mistake")
"""Why exercises may start again, to tap; anything else is typed."""


def resume_exercises(
    clinic: Clinic, patient: Patient, by: Staff, reason: str, at: Moment
) -> Patient:
    """Only a therapist starts exercises again after a sign; that also counts as having seen it.

    Or for the first time, where the first questions about signs were answered in the clinic.
    """
    screens.resumed(clinic.db, patient.id, by.id, reason, at.now)
    audit.note(clinic, by, "resume_exercises", patient, at)
    patient = patients.change(clinic.db, patient.id, exercises_stopped_at=None)
    today = local_date(at.now, patient.zone)
    flag = flags.open_kind(clinic.db, patient.id, Kind.RED_FLAG)
    if flag is not None:
        flags.acknowledge(clinic.db, flag.id, by.id, at.now, today)
        flags.close(clinic.db, flag.id, "exercises_resumed", at.now, today)
        redraw(clinic, flag, at)
    sessions_refit.begin_today(clinic, patient, at)
    notify.patient(clinic, patient, "exercises_resumed", at, patient=patient.id)
    return patient


def may_start_exercises(clinic: Clinic, patient: Patient) -> bool:
    """Whether they are stopped, or wait for answers that may come another way."""
    if patient.exercises_stopped_at is not None:
        return True
    return patient.is_current and rounds.keeps_exercises_back(clinic, patient)


def stop(clinic: Clinic, patient: Patient, at: Moment) -> Patient:
    """The patient ends all messages; the record stays and the therapist is told."""
    outbox.withdraw(clinic.db, patient_id=patient.id, kinds=_DAILY)
    patient = patients.change(
        clinic.db,
        patient.id,
        state=PatientState.STOPPED,
        next_due_at=None,
        next_due_date=None,
    )
    notify.therapist(clinic, patient, "stopped", at, patient=patient.id)
    return patient


def discharge(
    clinic: Clinic, patient: Patient, outcome: str, at: Moment, *, by: Staff | None = None
) -> Patient:
    """Close the enrolment: no more messages, open flags and links end, the record stays."""
    audit.note(clinic, by, "discharge", patient, at, outcome)
    outbox.withdraw(clinic.db, patient_id=patient.id, kinds=_DAILY)
    enrolment.withdraw(clinic, patient.id, at)
    today = local_date(at.now, patient.zone)
    for flag in flags.open_of(clinic.db, patient.id):
        flags.close(clinic.db, flag.id, "discharged", at.now, today)
        redraw(clinic, flag, at)
    was_current = patient.is_current
    patient = patients.change(
        clinic.db,
        patient.id,
        state=PatientState.DISCHARGED,
        outcome=outcome,
        closed_at=at.now,
        next_due_at=None,
        next_due_date=None,
    )
    if was_current and patient.telegram_id is not None:
        drafts.end(clinic.db, patient.telegram_id)
        notify.patient(clinic, patient, "discharged", at, patient=patient.id)
        menus.clear(clinic, patient.telegram_id, at)
    return patient


def withdraw_invitation(clinic: Clinic, patient: Patient, at: Moment) -> bool:
    """End the open link; True where that erased an enrolment nobody had joined."""
    if patient.state is not PatientState.INVITED:
        enrolment.withdraw(clinic, patient.id, at)
        return False
    for entry in outbox.about(clinic.db, "patient", patient.id, SPEAK_OF_INVITED):
        chats.detach(clinic.db, entry.id)
        alone = replace(entry, patient_id=None)
        outbox.queue_edit(clinic.db, alone, at.now, kind="withdrawn", params={})
    return patients.erase_invited(clinic.db, patient.id)


SPEAK_OF_INVITED = (*enrolment.INVITATIONS, "card", "joined")
"""Messages in a therapist's chat that must say so when the enrolment they speak of is erased."""


def tell_arranged(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """The therapist changed the days: the patient learns how they are now."""
    if patient.state is PatientState.ACTIVE:
        notify.patient(clinic, patient, "arranged", at, patient=patient.id)


def tell_paused(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """The therapist paused: the patient learns until when, and can end it."""
    if patient.is_current:
        notify.patient(clinic, patient, "ask_pause", at, patient=patient.id, view="done")


def tell_resumed(clinic: Clinic, patient: Patient, at: Moment) -> None:
    notify.patient(clinic, patient, "resumed", at, patient=patient.id)


def redraw_setup(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """The question of the first day shows the time or zone that was just chosen."""
    notify.redraw(clinic, ("setup",), "patient", patient.id, at)
