"""Who works in the clinic: the first admin, invited therapists, leaving, and handing over."""

from bot.domain.people import Patient, PatientState, Staff
from bot.services import acceptance, arrangements, menus, notify
from bot.services.clinic import Clinic, Moment
from bot.services.enrolment import issue
from bot.services.flagging import alert_key
from bot.storage import chats, flags, invites, outbox, patients, staff
from bot.storage.outbox import Lane

UNNAMED = "Admin"
"""What an admin of ADMIN_IDS is called until their first message brings their name."""


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
            _welcome(clinic, telegram_id, known.name if known else UNNAMED, at, is_admin=True)


def is_listed(clinic: Clinic, member: Staff) -> bool:
    """Whether the settings let this person in again with each start, whatever is done in a chat."""
    return member.telegram_id in clinic.settings.admin_ids


def introduce(clinic: Clinic, member: Staff, name: str, at: Moment) -> None:
    """An appointed admin writes for the first time: now their name is known and a menu fits."""
    if member.name == UNNAMED and name and name != UNNAMED:
        _welcome(clinic, member.telegram_id, name, at, is_admin=member.is_admin)


def is_colleagues_link(clinic: Clinic, token: str, at: Moment) -> bool:
    """An open invitation for one more therapist: wasted on somebody who works here."""
    found = invites.usable(clinic.db, token, at.now)
    return found is not None and found.kind == "therapist"


def accept(
    clinic: Clinic, telegram_id: int, name: str, token: str, at: Moment, language: str = ""
) -> Staff | None:
    """Open a claim link or a therapist's invitation; None when it does not work (any more)."""
    found = invites.usable(clinic.db, token, at.now)
    if found is None or found.kind not in ("claim", "therapist"):
        return None
    if found.kind == "claim" and staff.admins(clinic.db):
        return None
    if not invites.use(clinic.db, found.id, at.now):
        return None
    is_admin = found.kind == "claim"
    member = _welcome(clinic, telegram_id, name, at, is_admin=is_admin, language=language)
    if found.kind == "therapist":
        notify.redraw(clinic, ("staff_invitation",), "invite", found.id, at)
        for admin in staff.admins(clinic.db):
            notify.member(clinic, admin, "therapist_joined", at, staff=member.id)
    return member


def _welcome(
    clinic: Clinic, telegram_id: int, name: str, at: Moment, *, is_admin: bool, language: str = ""
) -> Staff:
    member = staff.welcome(
        clinic.db,
        telegram_id,
        name[:40] or UNNAMED,
        is_admin=is_admin,
        language=language or clinic.settings.default_language,
        timezone=clinic.settings.clinic_timezone,
        now=at.now,
    )
    menus.of_member(clinic, member, at)
    if is_admin:
        _tell_of_drafts(clinic, member, at)
    return member


def remind_of_drafts(clinic: Clinic, at: Moment) -> None:
    """Admins hear that files wait for them, once for each set of files."""
    for member in staff.admins(clinic.db):
        _tell_of_drafts(clinic, member, at)


def _tell_of_drafts(clinic: Clinic, member: Staff, at: Moment) -> None:
    """One who was appointed but has never written cannot be reached yet."""
    if member.name != UNNAMED:
        acceptance.tell(clinic, member, at)


def invite(clinic: Clinic, by: Staff, at: Moment) -> None:
    """Send the admin a link for one new therapist."""
    fresh = issue(clinic, "therapist", at, by=by.id)
    notify.member(clinic, by, "staff_invitation", at, token=fresh.token, invite=fresh.id)


def withdraw_invitation(clinic: Clinic, invite_id: int, at: Moment) -> bool:
    """End a colleague's open invitation; False when it was used or over already."""
    if not invites.revoke_one(clinic.db, invite_id, at.now):
        return False
    notify.redraw(clinic, ("staff_invitation",), "invite", invite_id, at)
    return True


def is_solo(clinic: Clinic) -> bool:
    """One person only: no text may promise a second one."""
    return len(staff.all_current(clinic.db)) <= 1


def caseload_size(clinic: Clinic, member: Staff) -> int:
    """How many people somebody treats; test enrolments are nobody."""
    return sum(not patient.is_test for patient in patients.of_therapist(clinic.db, member.id))


def may_leave(clinic: Clinic, member: Staff) -> bool:
    """The last admin stays, as nobody could let anybody in again."""
    return not member.is_admin or len(staff.admins(clinic.db)) > 1


def remove(clinic: Clinic, member: Staff, heir: Staff, at: Moment) -> int | None:
    """End a therapist's access and give all their patients to another, in one step.

    Answers how many patients moved; None when this person may not leave.
    """
    if member.id == heir.id or not may_leave(clinic, member):
        return None
    _end_own_test(clinic, member, at)
    staff.remove(clinic.db, member.id, at.now)
    invites.revoke_by_creator(clinic.db, member.id, at.now)
    chats.forget(clinic.db, member.telegram_id)
    moved = hand_over(clinic, member, heir, at)
    menus.clear(clinic, member.telegram_id, at)
    _say_goodbye(clinic, member, at)
    return moved


def _end_own_test(clinic: Clinic, member: Staff, at: Moment) -> None:
    """Whoever leaves is a stranger at once, also as the test patient they may have been."""
    own = patients.by_account(clinic.db, member.telegram_id)
    if own is not None and own.is_test:
        arrangements.discharge(clinic, own, "left", at, by=member)
        patients.change(clinic.db, own.id, telegram_id=None)


def _say_goodbye(clinic: Clinic, member: Staff, at: Moment) -> None:
    args = {"clinic": clinic.settings.clinic_name}
    outbox.queue(
        clinic.db,
        key=at.key(),
        chat_id=member.telegram_id,
        kind="text",
        now=at.now,
        params={"wording": "staff.access_ended", "args": args, "lang": member.language},
        is_fleeting=True,
    )


def hand_over(clinic: Clinic, member: Staff, heir: Staff, at: Moment) -> int:
    """All patients of one therapist to another, who is told, with every flag still open."""
    before = patients.of_therapist(clinic.db, member.id)
    if not before:
        return 0
    patients.hand_over(clinic.db, member.id, heir.id)
    count = sum(not patient.is_test for patient in before)
    notify.member(
        clinic, heir, "handed_over", at, lane=Lane.ALERT, count=count, from_name=member.name
    )
    for patient in before:
        _meet_heir(clinic, patients.get(clinic.db, patient.id), at)
    return count


def _meet_heir(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """The alerts that nobody has seen come again, and the patient learns who reads now."""
    for flag in flags.open_of(clinic.db, patient.id):
        if flag.is_waiting:
            key = alert_key(flag)
            notify.therapist(clinic, patient, "flag", at, key=key, lane=Lane.ALERT, flag=flag.id)
    if patient.state is PatientState.ACTIVE:
        notify.patient(clinic, patient, "new_therapist", at, lane=Lane.DIGEST)
