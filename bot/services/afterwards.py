"""Former patients are asked nothing, but whoever may have a warning sign is told what to do."""

from bot.domain.people import Patient
from bot.services import notify, relay, rights
from bot.services.clinic import Clinic, Moment
from bot.storage.outbox import Lane


def tell(
    clinic: Clinic,
    former: Patient,
    words: str,
    at: Moment,
    *,
    media_kind: str | None = None,
    media_id: str | None = None,
) -> None:
    """What to do, at once; their therapist gets the words, unless all is to be erased."""
    is_kept = not rights.is_to_be_forgotten(clinic, former)
    notify.patient(
        clinic,
        former,
        "former_sign",
        at,
        lane=Lane.ALERT,
        is_fleeting=True,
        patient=former.id,
        is_kept=is_kept,
    )
    if is_kept:
        relay.from_patient(clinic, former, words, at, media_kind=media_kind, media_id=media_id)
