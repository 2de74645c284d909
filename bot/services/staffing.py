"""Who works in the clinic: the first admin, invited therapists, leaving, and handing over."""

from bot.domain.people import Staff
from bot.services import menus, notify
from bot.services.clinic import Clinic, Moment
from bot.services.enrolment import issue
from bot.storage import invites, patients, staff
from bot.storage.outbox import Lane


def claim_token(clinic: Clinic, at: Moment) -> str | None:
    """A one-time token for the first admin; None where the clinic has one already."""
    if staff.admins(clinic.db):
        return None
    invites.revoke(clinic.db, at.now, kind="claim")
    return issue(clinic, "claim", at, by=None).token


def appoint(clinic: Clinic, at: Moment) -> None:
    """Make everybody in ADMIN_IDS an admin who may treat patients too."""
    for telegram_id in clinic.settings.admin_ids:
        known = staff.by_account(clinic.db, telegram_id)
        if known is None or not known.is_admin:
            member = _welcome(clinic, telegram_id, known.name if known else "", at, is_admin=True)
            menus.of_member(clinic, member, at)


def accept(clinic: Clinic, telegram_id: int, name: str, token: str, at: Moment) -> Staff | None:
    """Open a claim link or a therapist's invitation; None when it does not work (any more)."""
    found = invites.usable(clinic.db, token, at.now)
    if found is None or found.kind not in ("claim", "therapist"):
        return None
    if found.kind == "claim" and staff.admins(clinic.db):
        return None
    if not invites.use(clinic.db, found.id, at.now):
        return None
    member = _welcome(clinic, telegram_id, name, at, is_admin=found.kind == "claim")
    menus.of_member(clinic, member, at)
    if found.kind == "therapist":
        for admin in staff.admins(clinic.db):
            notify.member(clinic, admin, "therapist_joined", at, staff=member.id)
    return member


def _welcome(clinic: Clinic, telegram_id: int, name: str, at: Moment, *, is_admin: bool) -> Staff:
    return staff.welcome(
        clinic.db,
        telegram_id,
        name[:40] or "Admin",
        is_admin=is_admin,
        language=clinic.settings.default_language,
        timezone=clinic.settings.clinic_timezone,
        now=at.now,
    )


def invite(clinic: Clinic, by: Staff, at: Moment) -> None:
    """Send the admin a link for one new therapist."""
    fresh = issue(clinic, "therapist", at, by=by.id)
    notify.member(clinic, by, "staff_invitation", at, token=fresh.token, invite=fresh.id)


def is_solo(clinic: Clinic) -> bool:
    """One person only: no text may promise a second one."""
    return len(staff.all_current(clinic.db)) <= 1


def may_leave(clinic: Clinic, member: Staff) -> bool:
    """The last admin stays, as nobody could let anybody in again."""
    return not member.is_admin or len(staff.admins(clinic.db)) > 1


def remove(clinic: Clinic, member: Staff, heir: Staff, at: Moment) -> int | None:
    """End a therapist's access and give all their patients to another, in one step.

    Answers how many patients moved; None when this person may not leave.
    """
    if member.id == heir.id or not may_leave(clinic, member):
        return None
    moved = hand_over(clinic, member, heir, at)
    staff.remove(clinic.db, member.id, at.now)
    invites.revoke_by_creator(clinic.db, member.id, at.now)
    menus.clear(clinic, member.telegram_id, at)
    return moved


def hand_over(clinic: Clinic, member: Staff, heir: Staff, at: Moment) -> int:
    """All patients of one therapist to another, who is told."""
    moved = patients.hand_over(clinic.db, member.id, heir.id)
    if moved:
        notify.member(
            clinic, heir, "handed_over", at, lane=Lane.ALERT, count=moved, from_name=member.name
        )
    return moved
