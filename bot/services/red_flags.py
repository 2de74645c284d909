"""A sign that needs a doctor: exercises stop, and the alert is repeated until it is seen."""

from datetime import timedelta

from bot.domain.asking import URGENCY, worse
from bot.domain.flags import Finding, Kind, Priority, Raise, Reason
from bot.domain.people import Patient
from bot.domain.schedule import local_date
from bot.domain.screening import Tier
from bot.services import escalation, notify
from bot.services.clinic import Clinic, Moment
from bot.services.flagging import raise_flag, redraw
from bot.storage import flags, patients, prompts
from bot.storage.flags import Flag

WORRY_REPEAT = timedelta(minutes=2)
"""A second press this soon is the same cry for help, and the alert is already on its way."""
_UNTIL_ANSWERED: Tier = "same_day"
"""How a worry is followed up before the questions have said more."""


def report(
    clinic: Clinic,
    patient: Patient,
    cause: str,
    at: Moment,
    *,
    tier: Tier | None = None,
    signs: tuple[str, ...] = (),
) -> Flag:
    """Stop exercises, raise or update the flag, and have its alert repeated until it is seen.

    Without a tier nothing is known yet but that the patient is worried.
    """
    _stop_exercises(clinic, patient, at)
    standing = flags.open_kind(clinic.db, patient.id, Kind.RED_FLAG)
    if standing is None or not standing.is_waiting:
        finding = _finding(clinic, cause, tier, signs)
        return _alert(clinic, patient, finding, tier, at, again=standing is not None)
    both = _merged(clinic, standing, signs)
    worst = _most_urgent(tier, tier_of(standing))
    finding = _finding(clinic, cause, worst, both)
    is_new_cry = tier is None and not _just_raised(clinic, standing, at)
    if is_new_cry or worse(tier, tier_of(standing)):
        return _alert(clinic, patient, finding, worst, at, again=True)
    flags.update(clinic.db, standing, finding, at.now)
    redraw(clinic, standing, at)
    return standing


def cleared(
    clinic: Clinic, patient: Patient, cause: str, skipped: tuple[str, ...], at: Moment
) -> None:
    """The questions after a worry brought no yes: the therapist reads so, and decides."""
    flag = flags.open_kind(clinic.db, patient.id, Kind.RED_FLAG)
    if flag is None or tier_of(flag) is not None:
        return
    count = len(clinic.screening.red_flag)
    key = f"flag.red_flag.{cause}_clear"
    reason = Reason(key, {"count": count})
    if skipped:
        numbers = {"count": count, "no": count - len(skipped)}
        reason = Reason(f"{key}_but", numbers, _labels(skipped))
    finding = Finding(Kind.RED_FLAG, Priority.HIGH, "questions", reason, flag.evidence)
    flags.update(clinic.db, flag, finding, at.now)
    if flag.is_waiting:
        escalation.begin(clinic, flag, "within_days", at)
    redraw(clinic, flag, at)


def tier_of(flag: Flag) -> Tier | None:
    """How urgent the answers behind a red flag were; None for a worry without answers."""
    return next((tier for tier in URGENCY if tier == flag.evidence.get("tier")), None)


def _merged(clinic: Clinic, standing: Flag, signs: tuple[str, ...]) -> tuple[str, ...]:
    kept = standing.evidence.get("signs", ())
    named = {*signs, *(kept if isinstance(kept, tuple) else ())}
    return tuple(sign.id for sign in clinic.screening.red_flag if sign.id in named)


def _most_urgent(one: Tier | None, other: Tier | None) -> Tier | None:
    return one if worse(one, other) else other


def _finding(clinic: Clinic, cause: str, tier: Tier | None, signs: tuple[str, ...]) -> Finding:
    labels = _labels(signs) if signs else {}
    number = clinic.settings.emergency_number
    return Finding(
        Kind.RED_FLAG,
        Priority.MEDIUM if tier == "within_days" else Priority.HIGH,
        "questions" if tier else "worry_button",
        Reason(f"flag.red_flag.{tier or cause}", {"number": number}, labels),
        {"cause": cause, "tier": tier or "", "signs": signs},
    )


def _labels(signs: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {"signs": tuple(f"sign.{sign}" for sign in signs)}


def _alert(
    clinic: Clinic,
    patient: Patient,
    finding: Finding,
    tier: Tier | None,
    at: Moment,
    *,
    again: bool,
) -> Flag:
    today = local_date(at.now, patient.zone)
    flag = raise_flag(clinic, patient, Raise(finding, today, again=again), at)
    escalation.begin(clinic, flag, tier or _UNTIL_ANSWERED, at)
    return flag


def _stop_exercises(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """They stay stopped until a therapist starts them; today's message stops offering them."""
    if patients.get(clinic.db, patient.id).exercises_stopped_at is None:
        patients.change(clinic.db, patient.id, exercises_stopped_at=at.now)
    prompt = prompts.of_day(clinic.db, patient.id, local_date(at.now, patient.zone))
    if prompt is not None:
        notify.redraw(clinic, ("prompt", "nudge", "later", "walk"), "prompt", prompt.id, at)


def _just_raised(clinic: Clinic, flag: Flag, at: Moment) -> bool:
    return at.now - flags.updated_at(clinic.db, flag.id) < WORRY_REPEAT
