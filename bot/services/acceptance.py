"""Wording and doses nobody has reviewed: an admin accepts each file by name, or no patient gets it.

A file is what its digest says: one that was changed since is accepted anew.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Literal, get_args

from bot.domain.people import Patient, Staff
from bot.services import audit, notify
from bot.services.clinic import Clinic, Moment
from bot.storage import acceptances, staff
from bot.storage.acceptances import Acceptance
from bot.storage.outbox import Lane

Kind = Literal["screening", "plans", "exercises", "advice"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SCREENING_FILE = "screening.toml"
PAGE = 8
"""File names that a phone shows without scrolling."""
KEY_LENGTH = 16
"""Of a hash in hexadecimal: short enough for a button, too long to be met by chance."""


@dataclass(frozen=True)
class File:
    """A draft: a file whose `reviewed_by` is empty, as it was read at the start."""

    kind: Kind
    id: str
    path: str
    digest: str


def drafts(clinic: Clinic) -> tuple[File, ...]:
    """Every draft, those that were accepted too, kind by kind."""
    digests = clinic.programme.fingerprint.files
    found = [(path, digests[path]) for path in clinic.programme.unreviewed]
    if not clinic.screening.reviewed_by:
        found.append((SCREENING_FILE, clinic.screening.digest))
    return _files(tuple(found))


@lru_cache(maxsize=8)
def _files(found: tuple[tuple[str, str], ...]) -> tuple[File, ...]:
    """Made once for each start of the bot, as every session of every patient asks."""
    files = (_file(path, digest) for path, digest in found)
    return tuple(sorted(files, key=lambda file: (KINDS.index(file.kind), file.id)))


def _file(path: str, digest: str) -> File:
    name = path.removesuffix(".toml")
    kind = next(kind for kind in KINDS if name.split("/")[0] == kind)
    return File(kind, name.rpartition("/")[2], path, digest)


def pending(clinic: Clinic) -> tuple[File, ...]:
    """The drafts that nobody has accepted as they now stand."""
    waiting = drafts(clinic)
    known = acceptances.named(clinic.db) if waiting else frozenset()
    return tuple(file for file in waiting if (file.path, file.digest) not in known)


def accepted(clinic: Clinic) -> tuple[tuple[File, Acceptance], ...]:
    """The drafts that somebody has accepted as they now stand."""
    known = acceptances.everything(clinic.db)
    found = ((file, known.get((file.path, file.digest))) for file in drafts(clinic))
    return tuple((file, by) for file, by in found if by is not None)


def key(files: Iterable[File]) -> str:
    """What a button carries to name these files exactly as they stood when it was drawn."""
    whole = "".join(f"{file.path} {file.digest}\n" for file in files)
    return sha256(whole.encode()).hexdigest()[:KEY_LENGTH]


@dataclass(frozen=True)
class Page:
    """Some files of a long list."""

    number: int
    files: tuple[File, ...]
    is_last: bool


def page(files: Sequence[File], number: int) -> Page:
    """The page asked for, or the last one that there now is."""
    number = min(number, max(len(files) - 1, 0) // PAGE)
    after = (number + 1) * PAGE
    return Page(number, tuple(files[number * PAGE : after]), after >= len(files))


def of_kind(clinic: Clinic, kind: Kind) -> tuple[File, ...]:
    """The drafts of a kind that wait."""
    return tuple(file for file in pending(clinic) if file.kind == kind)


def accept(clinic: Clinic, by: Staff | None, paths: Collection[str], at: Moment) -> int:
    """Take responsibility for these drafts as they now stand; answers how many it made usable."""
    chosen = [file for file in pending(clinic) if file.path in paths]
    new = [file.path for file in chosen if _keep(clinic, by, file, at)]
    if new:
        audit.note(clinic, by, "accept_wording", None, at, ", ".join(new))
    return len(new)


def _keep(clinic: Clinic, by: Staff | None, file: File, at: Moment) -> bool:
    staff_id = by.id if by else None
    return acceptances.add(clinic.db, file.path, file.digest, staff_id, at.now)


def accept_everything(clinic: Clinic, at: Moment) -> None:
    """For a clinic in which nobody is a real patient."""
    accept(clinic, None, {file.path for file in pending(clinic)}, at)


def is_colleague(clinic: Clinic, telegram_id: int | None) -> bool:
    """Whether this account is of somebody who works here: they try out what is not reviewed yet."""
    return telegram_id is not None and staff.by_account(clinic.db, telegram_id) is not None


def withheld(clinic: Clinic, patient: Patient) -> tuple[File, ...]:
    """The drafts this patient must not be shown: none on a colleague's test enrolment."""
    if patient.is_test and is_colleague(clinic, patient.telegram_id):
        return ()
    return pending(clinic)


def keeps_back(clinic: Clinic, patient: Patient, plan_id: str) -> bool:
    """Whether a patient must not be moved to a plan yet: it, or what it names, is not accepted."""
    plan = clinic.programme.plans[plan_id]
    needed = {f"exercises/{item.exercise}.toml" for item in plan.items} | {f"plans/{plan_id}.toml"}
    return any(file.path in needed for file in withheld(clinic, patient))


def who_may(clinic: Clinic) -> str:
    """The people who can accept, as a sentence names them."""
    return ", ".join(member.name for member in staff.admins(clinic.db)[:3])


def tell(clinic: Clinic, member: Staff, at: Moment) -> None:
    """That files wait: an admin hears it once for each set of them."""
    waiting = pending(clinic)
    if waiting:
        told = f"review:{key(waiting)}"
        notify.member(clinic, member, "review_due", at, key=told, lane=Lane.DIGEST)
