"""Who is behind a Telegram account."""

from bot.domain.people import Actor
from bot.services.clinic import Clinic
from bot.storage import patients, staff


def identify(clinic: Clinic, telegram_id: int, language_code: str = "") -> Actor:
    """Staff, patient, former patient, several of these, or a stranger."""
    return Actor(
        telegram_id=telegram_id,
        staff=staff.by_account(clinic.db, telegram_id),
        patient=patients.by_account(clinic.db, telegram_id),
        former=patients.former_by_account(clinic.db, telegram_id),
        language_code=language_code,
    )


def language(clinic: Clinic, actor: Actor) -> str:
    """The language to answer in."""
    if actor.staff:
        return actor.staff.language
    if actor.patient or actor.former:
        known = actor.patient or actor.former
        assert known is not None  # noqa: S101 - one of the two is set
        return known.language
    spoken = actor.language_code.split("-")[0]
    return spoken if spoken in ("en", "es") else clinic.settings.default_language
