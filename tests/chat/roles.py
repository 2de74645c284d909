"""Everybody the bot can meet, in one clinic, with what their buttons name.

Tess treats Ana, Tim treats Ben, Tea is on her own test enrolment, Rita was removed, Fay was
discharged, Olga is the admin. What the buttons name is Ana's or Tess's, so that every other
role is somebody else to it.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.services import arrangements, enrolment, prompting, relay, staffing
from bot.services.enrolment import Wishes
from bot.storage import drafts, flags, patients, prompts, staff
from tests.chat.desk import Desk, open_desk
from tests.world import ANA, BEN, OLGA, STRANGER, TESS, TIM, wishes

TEA, RITA, FAY = 1003, 1004, 2003
ACCOUNTS = {
    "stranger": STRANGER,
    "patient": ANA,
    "other's patient": BEN,
    "test patient": TEA,
    "therapist": TESS,
    "other therapist": TIM,
    "removed therapist": RITA,
    "admin": OLGA,
    "former patient": FAY,
}


@dataclass(frozen=True)
class Named:
    """The ids that buttons carry."""

    patient: int
    prompt: int
    flag: int
    message: int
    draft: int
    member: int
    heir: int
    invite: int
    token: str


def clinic_of_roles(folder: Path) -> tuple[Desk, Named]:
    """The whole cast, each in the middle of an ordinary week."""
    desk = open_desk(folder)
    with desk.db.transaction():
        for account, name in ((OLGA, "Olga"), (TESS, "Tess"), (TIM, "Tim")):
            hire(desk, account, name, is_admin=account == OLGA)
        rita = hire(desk, RITA, "Rita")
        tea = hire(desk, TEA, "Tea")
        join(desk, TESS, ANA, wishes("Ana"))
        join(desk, TIM, BEN, wishes("Ben"))
        join(desk, TEA, TEA, wishes("Tea"))
        fay = join(desk, TESS, FAY, wishes("Fay"))
        arrangements.discharge(desk.clinic, patients.get(desk.db, fay), "better", desk.moment())
        tim = staff.by_account(desk.db, TIM)
        assert tim is not None
        staffing.remove(desk.clinic, staff.get(desk.db, rita), tim, desk.moment())
    _next_morning(desk)
    named = _things(desk, tea, tim.id)
    desk.send_all()
    return desk, named


def _next_morning(desk: Desk) -> None:
    """Everybody's prompt of the day has come."""
    desk.send_all()
    desk.clock.move_to(desk.clock.now() + timedelta(days=1))
    prompting.due_prompts(desk.clinic, desk.moment())
    desk.send_all()


def hire(desk: Desk, account: int, name: str, *, is_admin: bool = False) -> int:
    kind = "claim" if is_admin else "therapist"
    fresh = enrolment.issue(desk.clinic, kind, desk.moment(), by=None)
    member = staffing.accept(desk.clinic, account, name, fresh.token, desk.moment())
    assert member is not None
    return member.id


def join(desk: Desk, by: int, account: int, asked: Wishes) -> int:
    member = staff.by_account(desk.db, by)
    assert member is not None
    patient = enrolment.enrol(desk.clinic, member, asked, desk.moment())
    at = desk.moment()
    fresh = enrolment.issue(desk.clinic, "patient", at, by=member.id, patient_id=patient.id)
    joined = enrolment.join(desk.clinic, account, fresh.token, at)
    assert joined is not None
    enrolment.ask_first(desk.clinic, joined, at)
    return joined.id


def _things(desk: Desk, member: int, heir: int) -> Named:
    ana = patients.by_account(desk.db, ANA)
    tess = staff.by_account(desk.db, TESS)
    assert ana is not None
    assert tess is not None
    at = desk.moment()
    prompt = prompts.latest(desk.db, ana.id, 1)[0]
    desk.press(ANA, f"p:{prompt.id}:9")
    flag = flags.open_of(desk.db, ana.id)[0]
    relay.to_patient(desk.clinic, ana, tess, "How was the bridge?", at)
    message = desk.db.value("SELECT max(id) FROM messages")
    draft = drafts.begin(desk.db, TESS, "enroll", "name", at.now)
    enrolment.invite(desk.clinic, tess, ana, at)
    staff_link = enrolment.issue(desk.clinic, "therapist", at, by=None)
    new = enrolment.enrol(desk.clinic, tess, wishes("Gus"), at)
    fresh = enrolment.issue(desk.clinic, "patient", at, by=tess.id, patient_id=new.id)
    assert flag.is_waiting
    return Named(
        patient=ana.id,
        prompt=prompt.id,
        flag=flag.id,
        message=message,
        draft=draft.id,
        member=member,
        heir=heir,
        invite=staff_link.id,
        token=fresh.token,
    )
