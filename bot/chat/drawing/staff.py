"""Who works here: invitations, the list, leaving and handing over; and help for staff."""

from bot.chat.drawing.canvas import Button, Canvas, Drawn, draws, fit, joined
from bot.domain.people import Staff
from bot.services import enrolment, staffing
from bot.storage import invites, staff


@draws("staff_invitation")
def staff_invitation(canvas: Canvas) -> Drawn:
    token = canvas.params.get("token")
    if token is None or not invites.is_open(canvas.db, canvas.params["invite"], canvas.now):
        used = invites.used_at(canvas.db, canvas.params["invite"])
        return Drawn(canvas.t("staff.invitation_used" if used else "staff.invitation_over"))
    link = enrolment.link(canvas.clinic, token)
    clinic = canvas.clinic.settings.clinic_name
    withdraw = canvas.button("button.withdraw", f"iv:{canvas.params['invite']}")
    return Drawn(canvas.t("staff.invitation", clinic=clinic, link=link), ((withdraw,),))


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
def staff_list(canvas: Canvas) -> Drawn | None:
    """The colleagues, or the question who takes over from one of them."""
    if canvas.reader is None or not canvas.reader.is_admin:
        return None
    everyone = staff.all_current(canvas.db)
    leaving = next((m for m in everyone if m.id == canvas.params.get("leaving")), None)
    if leaving is not None:
        return _ask_heir(canvas, leaving)
    lines = [
        canvas.t(
            "staff.line",
            name=member.name,
            role=canvas.t("staff.admin" if member.is_admin else "staff.therapist"),
            n=staffing.caseload_size(canvas.clinic, member),
        )
        for member in everyone
    ]
    buttons = [
        (canvas.button("staff.remove", f"m:{member.id}:leave", name=fit(member.name, 28)),)
        for member in everyone
        if len(everyone) > 1 and staffing.may_leave(canvas.clinic, member)
    ]
    covers = [
        (canvas.button("cover.button.for", f"cv:{member.id}:menu", name=fit(member.name, 28)),)
        for member in everyone
        if len(everyone) > 1
    ]
    invite = (canvas.button("staff.invite", "invite", "primary"),)
    text = joined(canvas.t("staff.head"), joined(*lines, by="\n"))
    return Drawn(text, (*buttons, *covers, invite))


def _ask_heir(canvas: Canvas, leaving: Staff) -> Drawn:
    count = staffing.caseload_size(canvas.clinic, leaving)
    heirs = [m for m in staff.therapists(canvas.db) if m.id != leaving.id]
    rows = [(Button(m.name, f"m:{leaving.id}:to:{m.id}"),) for m in heirs]
    back = (canvas.button("button.back", "m_list"),)
    return Drawn(canvas.t("staff.ask_heir", name=leaving.name, n=count), (*rows, back))


@draws("help_staff")
def help_staff(canvas: Canvas) -> Drawn:
    admin = canvas.t("help.admin") if canvas.reader and canvas.reader.is_admin else ""
    solo = canvas.t("help.solo") if staffing.is_solo(canvas.clinic) else ""
    return Drawn(joined(canvas.t("help.staff"), admin, solo))


@draws("staff_settings")
def staff_settings(canvas: Canvas) -> Drawn | None:
    if canvas.reader is None:
        return None
    languages = tuple(
        Button(canvas.texts.plain(code, "language.own_name"), f"sl:{code}")
        for code in canvas.texts.languages
    )
    discreet = canvas.button(
        "staff.discreet_off" if canvas.reader.discreet else "staff.discreet_on", "sd"
    )
    state = canvas.t("staff.discreet_is_on" if canvas.reader.discreet else "staff.discreet_is_off")
    cover = canvas.button("cover.button.ask", f"cv:{canvas.reader.id}:menu")
    hour = canvas.button("digest.button.hour", "dg:hour")
    return Drawn(
        canvas.t("staff.settings", discreet=state), (languages, (discreet,), (cover, hour))
    )
