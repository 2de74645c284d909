"""Who works here: invitations, the list, leaving and handing over; and help for staff."""

from bot.chat.drawing.canvas import Button, Canvas, Drawn, draws, joined
from bot.services import enrolment, staffing
from bot.storage import invites, patients, staff


@draws("staff_invitation")
def staff_invitation(canvas: Canvas) -> Drawn:
    token = canvas.params.get("token")
    if token is None or not invites.is_open(canvas.db, canvas.params["invite"], canvas.now):
        return Drawn(canvas.t("staff.invitation_over"))
    link = enrolment.link(canvas.clinic, token)
    clinic = canvas.clinic.settings.clinic_name
    return Drawn(canvas.t("staff.invitation", clinic=clinic, link=link))


@draws("therapist_joined")
def therapist_joined(canvas: Canvas) -> Drawn:
    return Drawn(canvas.t("staff.joined", name=staff.get(canvas.db, canvas.params["staff"]).name))


@draws("handed_over")
def handed_over(canvas: Canvas) -> Drawn:
    return Drawn(
        canvas.t(
            "staff.handed_over", n=canvas.params["count"], from_name=canvas.params["from_name"]
        )
    )


@draws("staff_list")
def staff_list(canvas: Canvas) -> Drawn:
    """The colleagues, or the question who takes over from one of them."""
    everyone = staff.all_current(canvas.db)
    leaving = canvas.params.get("leaving")
    if leaving is not None:
        return _ask_heir(canvas, leaving)
    lines = [
        canvas.t(
            "staff.line",
            name=member.name,
            role=canvas.t("staff.admin" if member.is_admin else "staff.therapist"),
            n=len(patients.of_therapist(canvas.db, member.id)),
        )
        for member in everyone
    ]
    buttons = [
        (canvas.button("staff.remove", f"m:{member.id}:leave", name=member.name),)
        for member in everyone
        if member.id != (canvas.reader.id if canvas.reader else 0)
        and staffing.may_leave(canvas.clinic, member)
    ]
    invite = (canvas.button("staff.invite", "invite", "primary"),)
    text = joined(canvas.t("staff.head"), joined(*lines, by="\n"))
    return Drawn(text, (*buttons, invite))


def _ask_heir(canvas: Canvas, leaving: int) -> Drawn:
    member = staff.get(canvas.db, leaving)
    count = len(patients.of_therapist(canvas.db, leaving))
    heirs = [m for m in staff.therapists(canvas.db) if m.id != leaving]
    rows = [(Button(m.name, f"m:{leaving}:to:{m.id}"),) for m in heirs]
    back = (canvas.button("button.back", "m_list"),)
    return Drawn(canvas.t("staff.ask_heir", name=member.name, n=count), (*rows, back))


@draws("help_staff")
def help_staff(canvas: Canvas) -> Drawn:
    admin = canvas.t("help.admin") if canvas.reader and canvas.reader.is_admin else ""
    solo = canvas.t("help.solo") if staffing.is_solo(canvas.clinic) else ""
    return Drawn(joined(canvas.t("help.staff"), admin, solo))


@draws("staff_settings")
def staff_settings(canvas: Canvas) -> Drawn:
    assert canvas.reader is not None  # noqa: S101 - only staff is sent this
    languages = tuple(
        Button(canvas.texts.plain(code, "language.own_name"), f"sl:{code}")
        for code in canvas.texts.languages
    )
    discreet = canvas.button(
        "staff.discreet_off" if canvas.reader.discreet else "staff.discreet_on", "sd"
    )
    state = canvas.t("staff.discreet_is_on" if canvas.reader.discreet else "staff.discreet_is_off")
    return Drawn(canvas.t("staff.settings", discreet=state), (languages, (discreet,)))
