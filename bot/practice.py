"""The practice clinic: the real bot on a simulated Telegram, with a clock that can be moved."""

import asyncio
import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import HttpUrl, SecretStr

from bot.app import PRACTICE_TEMPO, App
from bot.clock import MovableClock, RealClock
from bot.config import Settings
from bot.services import acceptance, downtime, enrolment, prompting, staffing
from bot.services.clinic import Moment
from bot.services.enrolment import Wishes
from bot.simulator import phones
from bot.simulator.server import Simulator
from bot.simulator.story import Story
from bot.storage import staff
from bot.storage.database import Database

log = logging.getLogger(__name__)

TOKEN = "700000001:PracticeClinicTokenThatOpensNothing00"  # noqa: S105 - opens only the simulator
BOT_USERNAME = "hillside_practice_bot"
CLINIC = "Hillside Physio"
TESS = 1001
ANA = 2001
ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
NAMES = ("Ben", "Carla", "Dan", "Eva", "Finn", "Gita", "Hugo", "Ida")
SETTLED_WITHIN = 20.0
MOST_TICKS_AN_INSTANT = 40


def settings(folder: Path, **given: object) -> Settings:
    """What the practice clinic is called and where it keeps its file: never the clinic's own."""
    usual: dict[str, object] = {
        "database_path": folder / "practice.db",
        "clinic_name": CLINIC,
        "clinic_phone": "+49 30 555 0100",
        "clinic_timezone": str(ZONE),
        "emergency_number": "112",
        "privacy_contact": "privacy@hillside.example",
        "health_port": 0,
        "backup_dir": None,
    }
    return Settings(_env_file=None, **{**usual, **given})  # type: ignore[arg-type]


class Traveller:
    """Moves a running bot's clock through every due instant on the way."""

    def __init__(self, app: App, clock: MovableClock, simulator: Simulator) -> None:
        self._app = app
        self._clock = clock
        self._simulator = simulator

    def next_due(self) -> datetime | None:
        return prompting.next_instant(self._app.clinic, self._clock.now())

    async def move_to(self, instant: datetime) -> list[datetime]:
        """Stop at each due instant until everything it sends has arrived; answers the instants."""
        passed: list[datetime] = []
        await self.settled()
        while (due := self.next_due()) is not None and due <= instant:
            if passed[-MOST_TICKS_AN_INSTANT:] == [due] * MOST_TICKS_AN_INSTANT:
                break  # something is due for ever: time must go on all the same
            self._jump(due)
            passed.append(due)
            await self.settled()
        self._jump(instant)
        await self.settled()
        return passed

    def _jump(self, instant: datetime) -> None:
        self._clock.move_to(instant)
        # Moving the clock is no downtime.
        downtime.alive(self._app.clinic, self._clock.now())
        self._app.ticker.tick()

    async def settled(self) -> None:
        """Wait until what was typed is fetched and handled, and what was queued is sent."""
        until = asyncio.get_running_loop().time() + SETTLED_WITHIN
        while asyncio.get_running_loop().time() < until:
            fetched = not self._simulator.world.updates.queue
            if fetched and self._app.intake.is_idle and self._app.sender.is_idle:
                return
            await asyncio.sleep(0.002)


class Practice:
    """Simulator, bot and clock together; the simulator reaches the clock through this."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        self._clock = MovableClock(START, RealClock().now)
        self._patients = 0
        self._app: App | None = None
        self._traveller: Traveller | None = None
        self._running: asyncio.Task[None] | None = None
        self._stop = asyncio.Event()
        self._opened = asyncio.Event()
        self.simulator = Simulator(TOKEN, CLINIC, BOT_USERNAME, self._now, port=self)
        self.simulator.story = Story(self.simulator, self.reset)

    def _now(self) -> datetime:
        """In the clinic's zone, so that the page shows the time its people live by."""
        return self._clock.now().astimezone(ZONE)

    async def start(self, port: int) -> str:
        """Open the page, and the clinic with one therapist and one phone for a patient."""
        await self.simulator.start(port)
        self._people()
        await self._open()
        return self.simulator.address

    async def stop(self) -> None:
        await self._close()
        await self.simulator.stop()

    async def ended(self) -> None:
        """Wait until the bot ends by itself; a fresh start of the clinic is no end."""
        while True:
            await self._opened.wait()
            running = self._running
            assert running is not None  # noqa: S101 - set before it is opened
            await asyncio.wait([running])
            if running is self._running and self._opened.is_set():
                return

    def _people(self) -> None:
        self._person(TESS, "Tess", "therapist")
        self._person(ANA, "Ana", "patient")

    def _person(self, account: int, name: str, role: str) -> None:
        phones.enter(self.simulator.world, {"id": account, "first_name": name, "role": role})

    async def _open(self) -> None:
        made = settings(self._folder, programs_dir=self._programs)
        self._folder.mkdir(parents=True, exist_ok=True)
        db = Database(made.database_path)
        api = HttpUrl(self.simulator.address)
        app = App(made, SecretStr(TOKEN), api, db, self._clock, BOT_USERNAME, PRACTICE_TEMPO)
        with db.transaction():
            at = Moment(self._clock.now(), "practice")
            # Nobody here is a real patient.
            acceptance.accept_everything(app.clinic, at)
            token = staffing.claim_token(app.clinic, at)
        if token is not None:
            claim = enrolment.link(app.clinic, token)
            phones.open_link(self.simulator.world, TESS, claim)
        self._app, self._stop = app, asyncio.Event()
        self._traveller = Traveller(app, self._clock, self.simulator)
        self._running = asyncio.create_task(app.run(self._stop))
        self._opened.set()

    async def _close(self) -> None:
        self._opened.clear()
        self._stop.set()
        if self._running is not None:
            await self._running
        if self._app is not None:
            self._app.clinic.db.close()

    async def reset(self) -> None:
        """A fresh practice database and empty chats, from the first day on."""
        await self._close()
        for file in self._folder.glob("practice.db*"):
            file.unlink()
        self._clock = MovableClock(START, RealClock().now)
        self._patients = 0
        self.simulator.world.clear()
        self._people()
        await self._open()

    # What the simulator asks for: time, and one more patient.

    async def next_due(self) -> datetime | None:
        return self._traveller.next_due() if self._traveller else None

    async def move_to(self, instant: datetime) -> list[datetime]:
        return await self._traveller.move_to(instant) if self._traveller else []

    async def new_patient(self) -> dict[str, object]:
        """Enrol one more person in Tess's name; the page opens the link on the new phone."""
        app = self._app
        assert app is not None  # noqa: S101 - the page is only served while the clinic is open
        name = NAMES[self._patients % len(NAMES)]
        self._patients += 1
        account = ANA + self._patients
        with app.clinic.db.transaction() as db:
            tess = staff.by_account(db, TESS)
            if tess is None:
                return {}
            at = Moment(self._clock.now(), f"practice{account}")
            plan = next(iter(app.clinic.programme.plans))
            wishes = Wishes(
                name, plan, 8 * 60 + 30, frozenset(range(5)), tess.timezone, tess.language
            )
            enrolment.enrol(app.clinic, tess, wishes, at)
        app.sender.queued()
        self._person(account, name, "patient")
        return {"chat": account, "name": name}


async def serve(port: int, folder: Path | None, programs: Path, stop: asyncio.Event) -> None:
    """Run the practice clinic until `stop`; without a folder its data is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="homestretch-practice-") as temporary:
        practice = Practice(folder or Path(temporary), programs)
        address = await practice.start(port)
        print(f"\n  The practice clinic is open: {address}\n  Ctrl-C closes it.\n", flush=True)  # noqa: T201 - the address is the program's output
        waiting = asyncio.create_task(stop.wait())
        ended = asyncio.create_task(practice.ended())
        await asyncio.wait([waiting, ended], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        ended.cancel()
        await practice.stop()
