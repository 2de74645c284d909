"""Which plan a patient is on: the version they began, until they are moved."""

from functools import lru_cache

from bot.domain.people import Patient
from bot.domain.program.plan import Plan
from bot.services.clinic import Clinic
from bot.storage import plans


def begin(clinic: Clinic, plan_id: str) -> Plan:
    """Keep a plan as it stands today, every dose written out, for whoever begins it now."""
    plan = clinic.programme.plans[plan_id]
    whole = plan.pinned(clinic.programme.exercises).model_dump_json(by_alias=True)
    plans.keep(clinic.db, plan_id, plan.version, whole)
    return plan


def begun(clinic: Clinic, patient: Patient) -> Plan | None:
    """The plan as this patient began it; the file's newest where no older form was kept."""
    body = plans.body(clinic.db, patient.plan_id, patient.plan_version)
    return _read(body) if body else clinic.programme.plans.get(patient.plan_id)


@lru_cache(maxsize=64)
def _read(body: str) -> Plan:
    return Plan.model_validate_json(body)
