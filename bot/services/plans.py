"""Which plan a patient is on: the version they began, until they are moved."""

from functools import lru_cache
from itertools import count

from bot.domain.people import Patient
from bot.domain.program.plan import Plan
from bot.services.clinic import Clinic
from bot.storage import plans


def begin(clinic: Clinic, plan_id: str) -> int:
    """Keep a plan as it stands today, every dose written out, for whoever begins it now.

    Answers the number it is kept under: the file's version, or the next free one where the plan or
    a dose of its exercises was changed without raising it. So nobody gets what was tried before.
    """
    plan = clinic.programme.plans[plan_id]
    whole = plan.pinned(clinic.programme.exercises).model_dump_json(by_alias=True)
    kept = plans.bodies(clinic.db, plan_id)
    version = next(n for n in count(plan.version) if kept.get(n, whole) == whole)
    plans.keep(clinic.db, plan_id, version, whole)
    return version


def begun(clinic: Clinic, patient: Patient) -> Plan | None:
    """The plan as this patient began it; the file's newest where no older form was kept."""
    body = plans.body(clinic.db, patient.plan_id, patient.plan_version)
    return _read(body) if body else clinic.programme.plans.get(patient.plan_id)


@lru_cache(maxsize=64)
def _read(body: str) -> Plan:
    return Plan.model_validate_json(body)
