"""What a drawn message consists of, and the list of all kinds that can be drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.domain.people import Patient, Staff
from bot.services import cover
from bot.services.clinic import Clinic
from bot.storage import patients, staff
from bot.storage.database import Database
from bot.storage.outbox import Entry
from bot.texts import Markup, Texts

Style = Literal["success", "danger", "primary"]


@dataclass(frozen=True)
class Button:
    """An inline button: presses send `data`, or open `url`."""

    text: str
    data: str = ""
    style: Style | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


def fit(text: str, most: int) -> str:
    """At most so many characters of a name on a button, cut where a phone would cut it."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


@dataclass(frozen=True)
class Picture:
    """Drawn off the loop. One with a `digest` is uploaded once and then sent by its file id."""

    draw: Callable[[], bytes]
    digest: str | None = None
    is_animation: bool = False
    is_replacing: bool = False
    """In an edit: it takes the place of the picture that was sent, as animations always do."""


@dataclass(frozen=True)
class Passed:
    """A file that somebody sent, passed on by its file id."""

    kind: str
    file_id: str


@dataclass(frozen=True)
class Attached:
    """A file made for this message alone; it is never kept."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Menu:
    """Not a message: a chat's command list, as (command, description); empty = a stranger's."""

    commands: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Drawn:
    """A message as it is to be seen now."""

    text: Markup
    rows: Rows = ()
    picture: Picture | None = None
    passed: Passed | None = None
    attached: Attached | None = None
    is_protected: bool = False
    is_silent: bool = False
    menu: Menu | None = None


Drawer = Callable[["Canvas"], Drawn | None]
_DRAWERS: dict[str, tuple[Drawer, bool]] = {}
_NAMES_A_PATIENT: set[str] = set()


def draws(
    kind: str, *, for_patient: bool = False, is_discreet: bool = False
) -> Callable[[Drawer], Drawer]:
    """Register how a kind of outbox row looks; a drawer answers None when nothing is left.

    What `is_discreet` is closed, on its arrival, for therapists who want no names on their screen.
    """

    def register(drawer: Drawer) -> Drawer:
        if kind in _DRAWERS:
            raise ValueError(f"{kind} is drawn twice")
        _DRAWERS[kind] = (drawer, for_patient)
        if is_discreet:
            _NAMES_A_PATIENT.add(kind)
        return drawer

    return register


def kinds() -> frozenset[str]:
    return frozenset(_DRAWERS)


@dataclass(frozen=True)
class Canvas:
    """All that a drawer may look at: the row, the clinic as it now is, the reader's language."""

    entry: Entry
    clinic: Clinic
    texts: Texts
    now: datetime
    language: str
    reader: Staff | None

    @property
    def params(self) -> dict[str, Any]:
        return self.entry.params

    @property
    def db(self) -> Database:
        return self.clinic.db

    def t(self, key: str, /, **values: Any) -> Markup:
        return self.texts.text(self.language, key, **values)

    def button(self, key: str, data: str, style: Style | None = None, /, **values: Any) -> Button:
        return Button(self.texts.plain(self.language, key, **values), data, style)

    def patient(self) -> Patient:
        """The patient the row speaks of. LookupError when erased since."""
        number: int = self.params.get("patient") or self.entry.patient_id or 0
        return patients.get(self.clinic.db, number)


def joined(*parts: str, by: str = "\n\n") -> Markup:
    """Put finished parts together; empty ones leave no gap."""
    return Markup(by.join(part for part in parts if part))


def draw(entry: Entry, clinic: Clinic, texts: Texts, now: datetime) -> Drawn | None:
    """How this row looks now, in its reader's language; None when it has become pointless."""
    drawer, for_patient = _DRAWERS[entry.kind]
    reader = staff.by_account(clinic.db, entry.chat_id)
    if not _is_theirs(entry, clinic, reader, for_patient=for_patient):
        return None
    language = _language(entry, clinic, reader, for_patient=for_patient)
    canvas = Canvas(entry, clinic, texts, now, language, reader)
    try:
        drawn = drawer(canvas)
        return _closed(canvas, drawn) if drawn and _is_hidden(canvas) else drawn
    except LookupError:
        # Erased or withdrawn since it was queued; a wording that is missing must still be heard of.
        if _subject_exists(entry, clinic):
            raise
        return None


def _is_hidden(canvas: Canvas) -> bool:
    wants_no_names = canvas.reader is not None and canvas.reader.discreet
    is_named = canvas.entry.kind in _NAMES_A_PATIENT
    return wants_no_names and is_named and not canvas.params.get("view")


def _closed(canvas: Canvas, drawn: Drawn) -> Drawn:
    """What it is about, without name, numbers or words, and the button that shows it."""
    see = canvas.button("button.open", f"see:{canvas.patient().id}", "primary")
    return Drawn(canvas.t(f"discreet.{canvas.entry.kind}"), ((see,),), is_silent=drawn.is_silent)


def _is_theirs(entry: Entry, clinic: Clinic, reader: Staff | None, *, for_patient: bool) -> bool:
    """Whoever lost a patient, a phone or the job since it was queued must not read it any more."""
    if entry.patient_id is None:
        return True
    about = patients.find(clinic.db, entry.patient_id)
    if about is None or about.telegram_id == entry.chat_id:
        return about is not None
    return not for_patient and cover.may_see(clinic, reader, about)


def _subject_exists(entry: Entry, clinic: Clinic) -> bool:
    return entry.patient_id is None or patients.find(clinic.db, entry.patient_id) is not None


def _language(entry: Entry, clinic: Clinic, reader: Staff | None, *, for_patient: bool) -> str:
    given = entry.params.get("lang")
    if isinstance(given, str):
        return given
    if for_patient and entry.patient_id is not None:
        patient = patients.find(clinic.db, entry.patient_id)
        if patient is not None:
            return patient.language
    return reader.language if reader else clinic.settings.default_language
