"""The small named world of the tests: Hillside Physio, its people, a bot on a simulated Telegram.

Ana and Ben are patients, Tess is a therapist, Olga the admin. Everything goes through real HTTP;
only the wire's other end is the simulator, and only the clock is moved.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import HttpUrl, SecretStr

from bot import program_files, screening_file
from bot.app import PRACTICE_TEMPO, App, Tempo
from bot.clock import MovableClock
from bot.config import Settings
from bot.domain.daily import PromptState
from bot.domain.people import Patient, Staff
from bot.practice import BOT_USERNAME, TOKEN, Traveller, settings
from bot.services import acceptance, enrolment, staffing
from bot.services.clinic import Clinic, Moment
from bot.services.enrolment import Wishes
from bot.simulator.server import Simulator
from bot.storage import patients, prompts, staff
from bot.storage.database import Database
from tests.simulator.client import Clinic as Phones
from tests.simulator.client import Phone

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OLGA, TESS, TIM, ANA, BEN, STRANGER = 1000, 1001, 1002, 2001, 2002, 3001
PROGRAMS = Path(__file__).resolve().parent.parent / "programs"
QUIET_TEMPO = replace(PRACTICE_TEMPO, tick_seconds=3600)
"""No tick by itself: the test moves the clock, and each move ticks."""


def wishes(name: str = "Ana", **changes: Any) -> Wishes:
    """An ordinary enrolment: sciatica, 08:30 in Berlin, exercises every day, English."""
    usual = Wishes(name, "sciatica", 510, frozenset(range(7)), "Europe/Berlin", "en")
    return replace(usual, **changes)


class World:
    """A running clinic and the hands to play in it."""

    def __init__(self, app: App, clock: MovableClock, simulator: Simulator, phones: Phones) -> None:
        self.app = app
        self.clock = clock
        self.simulator = simulator
        self.phones = phones
        self.traveller = Traveller(app, clock, simulator)
        self._moments = 0

    @property
    def db(self) -> Database:
        return self.app.clinic.db

    @property
    def clinic(self) -> Clinic:
        return self.app.clinic

    def moment(self) -> Moment:
        self._moments += 1
        return Moment(self.clock.now(), f"test{self._moments}")

    async def settled(self) -> None:
        """Everything typed is handled and everything queued has arrived."""
        self.app.sender.queued()
        await self.traveller.settled()

    async def move_to(self, instant: datetime) -> list[datetime]:
        for phone in self.phones.phones.values():
            await phone.mark()
        passed = await self.traveller.move_to(instant)
        for phone in self.phones.phones.values():
            await phone.refresh()
        return passed

    async def next_due(self) -> datetime:
        """Move to the next instant at which something is due."""
        await self.settled()
        due = self.traveller.next_due()
        assert due is not None
        await self.move_to(due)
        return due

    async def phone(self, account: int, name: str, **more: Any) -> Phone:
        return await self.phones.phone(account, name, **more)

    async def member(self, account: int, name: str, *, is_admin: bool = False) -> Phone:
        """A colleague who works here, with a phone that has pressed Start."""
        phone = await self.phone(account, name)
        with self.db.transaction():
            kind = "claim" if is_admin else "therapist"
            fresh = enrolment.issue(self.clinic, kind, self.moment(), by=None)
        await phone.open(enrolment.link(self.clinic, fresh.token))
        await phone.expect("Welcome")
        await self.settled()
        return phone

    async def olga(self) -> Phone:
        return await self.member(OLGA, "Olga", is_admin=True)

    async def tess(self) -> Phone:
        return await self.member(TESS, "Tess", is_admin=not staff.admins(self.db))

    def staff_of(self, account: int) -> Staff:
        found = staff.by_account(self.db, account)
        assert found is not None
        return found

    def enrol(self, by: int = TESS, asked: Wishes | None = None) -> tuple[Patient, str]:
        """An enrolment made by a therapist, and the link of its invitation."""
        at = self.moment()
        with self.db.transaction():
            member = self.staff_of(by)
            patient = enrolment.enrol(self.clinic, member, asked or wishes(), at)
            fresh = enrolment.issue(self.clinic, "patient", at, by=member.id, patient_id=patient.id)
        return patient, enrolment.link(self.clinic, fresh.token)

    async def patient(
        self,
        account: int = ANA,
        asked: Wishes | None = None,
        *,
        by: int = TESS,
        first: int | None = 4,
    ) -> Phone:
        """Somebody who has joined, agreed, and given the first rating."""
        asked = asked or wishes()
        patient, link = self.enrol(by, asked)
        phone = await self.phone(account, asked.name)
        # Telegram refuses what is sent to somebody who has not pressed Start, a menu too.
        await phone.say("/start")
        await self.settled()
        with self.db.transaction():
            token = link.rpartition("=")[2]
            enrolment.join(self.clinic, account, token, self.moment())
            enrolment.ask_first(self.clinic, patients.get(self.db, patient.id), self.moment())
        await phone.say("/help")
        await self.settled()
        if first is not None:
            await phone.press(str(first))
            await self.settled()
        return phone

    async def no_signs(self, phone: Phone) -> None:
        """Answer every question about warning signs of the first visit with no."""
        of = "de" if self.row(phone.chat).language == "es" else "of"
        for number in range(1, len(self.clinic.screening.red_flag) + 1):
            asked = await phone.expect(f" {number} {of} 9")
            await phone.press("No", on=asked)
            await self.settled()

    def row(self, account: int) -> Patient:
        """The patient behind an account, as stored now."""
        found = patients.by_account(self.db, account)
        assert found is not None
        return found

    def pain_on(self, account: int, day: date) -> int | None:
        value: int | None = self.db.value(
            """SELECT r.pain FROM ratings r JOIN prompts p ON p.id = r.prompt_id
            JOIN patients q ON q.id = p.patient_id WHERE q.telegram_id = ? AND p.local_date = ?""",
            account,
            str(day),
        )
        return value


def clinic_settings(folder: Path, **given: Any) -> Settings:
    return settings(folder, **{"programs_dir": PROGRAMS, **given})


def reviewed(clinic: Clinic, now: datetime) -> Clinic:
    """The clinic after its admin has accepted every draft, as most stories begin."""
    with clinic.db.transaction():
        acceptance.accept_everything(clinic, Moment(now, "reviewed"))
    return clinic


def still(folder: Path, **given: Any) -> Clinic:
    """A clinic without a bot running over it, for use cases alone. Close its `db` afterwards."""
    made = clinic_settings(folder, **given)
    programme = program_files.load(PROGRAMS)
    screening = screening_file.load(PROGRAMS)
    db = Database(made.database_path)
    return reviewed(Clinic(db, made, programme, screening, BOT_USERNAME), MONDAY)


def joined(clinic: Clinic, account: int, asked: Wishes, now: datetime) -> Patient:
    """A patient of Tess who has agreed and was asked the first questions, without a phone."""
    at = Moment(now, f"joined{account}")
    with clinic.db.transaction() as db:
        tess = staff.welcome(
            db, TESS, "Tess", is_admin=True, language="en", timezone="Europe/Berlin", now=now
        )
        patient = enrolment.enrol(clinic, tess, asked, at)
        fresh = enrolment.issue(clinic, "patient", at, by=tess.id, patient_id=patient.id)
        found = enrolment.join(clinic, account, fresh.token, at)
        assert found is not None
        first = prompts.first(db, found.id)
        assert first is not None
        prompts.mark(db, first.id, PromptState.SENT, now)
    return found


@asynccontextmanager
async def running(
    folder: Path,
    *,
    start: datetime = MONDAY,
    tempo: Tempo = QUIET_TEMPO,
    simulator: Simulator | None = None,
    is_reviewed: bool = True,
    **given: Any,
) -> AsyncIterator[World]:
    """A bot running over a database in `folder`; the same folder again is a restart.

    Unless `is_reviewed` is false every draft is accepted before it starts.
    """
    clock = MovableClock(start)
    own = simulator is None
    if simulator is None:
        simulator = Simulator(TOKEN, "Hillside Physio", BOT_USERNAME, clock.now)
        await simulator.start()
    made = clinic_settings(folder, **given)
    db = Database(made.database_path)
    api = HttpUrl(simulator.address)
    app = App(made, SecretStr(TOKEN), api, db, clock, BOT_USERNAME, tempo)
    if is_reviewed:
        reviewed(app.clinic, clock.now())
    with db.transaction():
        # The owner's claim link is not wanted here: the tests appoint whom they need.
        staffing.claim_token(app.clinic, Moment(clock.now(), "start"))
    stop = asyncio.Event()
    task = asyncio.create_task(app.run(stop))
    try:
        async with Phones(simulator.address) as phones:
            world = World(app, clock, simulator, phones)
            yield world
    finally:
        stop.set()
        await task
        db.close()
        if own:
            await simulator.stop()
