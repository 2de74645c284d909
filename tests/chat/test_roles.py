"""Who may do what: every command and every button, pressed by everybody the bot can meet.

A command or button that is declared without a row here fails the test: say who may use it, and
give a sample of each thing it can do. In a sample, `{patient}`, `{prompt}`, `{flag}`, ... are
Ana's, `{draft}` is Tess's (see `roles.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import handlers, router
from bot.chat.handlers import cards, flags
from bot.chat.turn import Pop
from bot.storage import outbox
from tests.chat.desk import Desk, Rows
from tests.chat.roles import ACCOUNTS, Named, clinic_of_roles
from tests.world import ANA, TESS

EVERYBODY = frozenset(ACCOUNTS)
STAFF = frozenset({"therapist", "other therapist", "test patient", "admin"})
ADMIN = frozenset({"admin"})
PATIENTS = frozenset({"patient", "other's patient", "test patient"})
ANAS_OWN = frozenset({"patient"})
WHO_TREATS_ANA = frozenset({"therapist", "admin"})
TESS_ONLY = frozenset({"therapist"})
TEA_AND_ADMINS = frozenset({"test patient", "admin"})
"""`{member}` is Tea."""
WHO_MAY_TOUCH_ANA = ANAS_OWN | WHO_TREATS_ANA


@dataclass(frozen=True)
class Row:
    """Who may, what they send, and (after `before`) what Ana must have pressed for it to fit."""

    who: frozenset[str]
    samples: tuple[str, ...]
    before: tuple[str, ...] = ()


def row(who: frozenset[str], *samples: str, before: tuple[str, ...] = ()) -> Row:
    return Row(who, samples, before)


COMMANDS = {
    "start/anyone": row(EVERYBODY, "/start", "/start invented", "/start@bot x"),
    "help/anyone": row(EVERYBODY, "/help", "/HELP"),
    "privacy/anyone": row(EVERYBODY, "/privacy"),
    "enroll/staff": row(STAFF, "/enroll"),
    "flags/staff": row(STAFF, "/flags"),
    "patients/staff": row(STAFF, "/patients"),
    "settings/staff": row(STAFF, "/settings"),
    "invite/admin": row(ADMIN, "/invite"),
    "staff/admin": row(ADMIN, "/staff"),
    "language/patient": row(PATIENTS, "/language"),
    "pain/patient": row(PATIENTS, "/pain", "/pain 4"),
    "pause/patient": row(PATIENTS, "/pause"),
    "resume/patient": row(PATIENTS, "/resume"),
    "stop/patient": row(PATIENTS, "/stop"),
    "time/patient": row(PATIENTS, "/time", "/time 9:15"),
    "today/patient": row(PATIENTS, "/today"),
    "tips/patient": row(PATIENTS, "/tips"),
    "flare/patient": row(PATIENTS, "/flare"),
    "digest/staff": row(STAFF, "/digest"),
    "quality/staff": row(STAFF, "/quality"),
    "cover/staff": row(STAFF, "/cover"),
    "audit/admin": row(ADMIN, "/audit"),
    "review/admin": row(ADMIN, "/review"),
    "mydata/anyone": row(PATIENTS | {"former patient"}, "/mydata"),
    "deletemydata/anyone": row(PATIENTS | {"former patient"}, "/deletemydata"),
}
PRESSES = {
    "a": row(ANAS_OWN, "a:{message}"),
    "c": row(ANAS_OWN, "c:{prompt}"),
    "d": row(ANAS_OWN, "d:{prompt}:done", "d:{prompt}:partly", "d:{prompt}:could_not"),
    "h": row(ANAS_OWN, "h:{prompt}"),
    "leg": row(ANAS_OWN, "leg:{prompt}:calf", "leg:{prompt}:left", "leg:{prompt}:again"),
    "l": row(ANAS_OWN, "l:{prompt}:30m", "l:{prompt}:2h", "l:{prompt}:evening"),
    "o": row(ANAS_OWN, "o:{prompt}"),
    "p": row(ANAS_OWN, "p:{prompt}:0", "p:{prompt}:10"),
    "q": row(ANAS_OWN, "q:{screen}:saddle_numbness:yes", before=("w",)),
    "r": row(ANAS_OWN, "r:{prompt}:time"),
    "walk": row(ANAS_OWN, "walk:{prompt}:next:0", "walk:{prompt}:sore:0", before=("h:{prompt}",)),
    "x": row(ANAS_OWN, "x:{prompt}"),
    "s": row(
        PATIENTS,
        *("s:time", "s:zone", "s:pause", "s:stop", "s:cancel", "s:resume", "s:stop:yes"),
        *("s:time:480", "s:zone:Europe/Madrid", "s:lang:es", "s:pause:2026-03-20"),
    ),
    "fv": row(PATIENTS, "fv:signs", "fv:go", "fv:later", "fv:back_and_bones:0:none"),
    "vc": row(
        WHO_TREATS_ANA,
        *("vc:{patient}:show", "vc:{patient}:goals", "vc:{patient}:examination"),
        *("vc:{patient}:diagnosis", "vc:{patient}:ask"),
    ),
    "w": row(EVERYBODY, "w"),
    "v": row(PATIENTS, "v:yes", "v:no"),
    "z": row(PATIENTS | {"former patient"}, "z:yes", "z:no", "z:sure"),
    "cmp": row(ANAS_OWN, "cmp:{prompt}:usual", "cmp:{prompt}:flare", "cmp:{prompt}:new"),
    "fl": row(PATIENTS, "fl:ask", "fl:begin", "fl:end"),
    "tips": row(PATIENTS, "tips", "tips:topic:pain"),
    "y": row(PATIENTS, "y:ok"),
    "e": row(
        TESS_ONLY,
        *("e:{draft}:name:cancel", "e:{draft}:name:back", "e:{draft}:plan:sciatica"),
    ),
    "f": row(WHO_TREATS_ANA, *(f"f:{{flag}}:{a}" for a in (*flags.ACTIONS, "back-0-1"))),
    "t": row(
        WHO_TREATS_ANA,
        *(f"t:{{patient}}:{action}" for action in cards.ACTIONS),
        *("t:{patient}:time:600", "t:{patient}:zone:Asia/Kathmandu", "t:{patient}:days:02"),
        *("t:{patient}:plan:stenosis", "t:{patient}:lang:es", "t:{patient}:pause:3"),
        *("t:{patient}:discharge:better", "t:{patient}:notthem:yes"),
    ),
    "course": row(
        WHO_TREATS_ANA,
        *(f"course:{{patient}}:{act}" for act in ("show", "card", "alone", "ask", "on:0.0")),
    ),
    "n": row(
        WHO_TREATS_ANA,
        *("n:{patient}", "n:{patient}:c:stenosis", "n:{patient}:f:tens_enabled"),
        *("n:{patient}:known:stenosis", "n:{patient}:known:off", "n:{patient}:ask"),
    ),
    "see": row(WHO_TREATS_ANA, "see:{patient}"),
    "u": row(WHO_TREATS_ANA, "u:{patient}"),
    "fp": row(STAFF, "fp:0", "fp:7"),
    "dg": row(STAFF, "dg:hour", "dg:open"),
    "cv": row(TEA_AND_ADMINS, "cv:{member}:menu", "cv:{member}:{heir}", "cv:{member}:0"),
    "g": row(STAFF, "g:0", "g:7"),
    "sd": row(STAFF, "sd"),
    "sl": row(STAFF, "sl:es"),
    "invite": row(ADMIN, "invite"),
    "m": row(ADMIN, "m:{member}:leave", "m:{member}:to:{heir}"),
    "m_list": row(ADMIN, "m_list"),
    "rv": row(
        ADMIN,
        *("rv:show", "rv:show:exercises:2", "rv:show:done:0"),
        *("rv:all:exercises:0:invented", "rv:one:screening:0:invented"),
    ),
    "iv": row(ADMIN, "iv:{invite}"),
    "j": row(EVERYBODY, "j:{token}:y", "j:{token}:n", "j:invented:y"),
    "k": row(EVERYBODY, "k:{token}:y", "k:{token}:n", "k:invented:y"),
}
SAYS_NOTHING_WITHOUT_ITS_MESSAGE = {"o", "see", "x"}
DENIALS = {"stranger.text", "stranger.former", "command.unknown"}


@dataclass
class Cell:
    """What one person's act did."""

    pop: Pop | None
    before: Rows
    after: Rows
    said: list[outbox.Entry]

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Named]]:
    desk, named = clinic_of_roles(tmp_path_factory.mktemp("roles"))
    yield desk, named
    desk.db.close()


def act(
    cast: tuple[Desk, Named],
    account: int,
    sample: str,
    before: tuple[str, ...] = (),
    *,
    is_press: bool,
) -> Cell:
    """Do it in a transaction that is rolled back, and look at everything it changed."""
    desk, named = cast
    for press in before:
        desk.press(ANA, _filled(desk, named, press))
    sample = _filled(desk, named, sample)
    rows, queued = desk.rows(), _outbox(desk)
    pop = desk.press(account, sample) if is_press else desk.say(account, sample)
    new = [key for key, entry in _outbox(desk).items() if queued.get(key) != entry]
    entries = [outbox.find(desk.db, number) for number in new]
    return Cell(pop, rows, desk.rows(), [entry for entry in entries if entry])


def _filled(desk: Desk, named: Named, sample: str) -> str:
    screen = desk.db.value("SELECT coalesce(max(id), 1) FROM screens")
    return sample.format(**vars(named), screen=screen)


def _outbox(desk: Desk) -> dict[int, tuple[Any, ...]]:
    return {row[0]: row for row in desk.table("outbox")}


def test_every_command_and_button_has_its_row() -> None:
    assert handlers.MODULES
    assert COMMANDS.keys() == router.COMMANDS.keys()
    assert PRESSES.keys() == router.PRESSES.keys()
    given = {sample.split(":")[2] for sample in PRESSES["t"].samples}
    assert given == cards.ACTIONS.keys()


@pytest.mark.parametrize("role", ACCOUNTS)
@pytest.mark.parametrize("key", [*COMMANDS, *PRESSES])
def test_who_may(cast: tuple[Desk, Named], key: str, role: str) -> None:
    wanted = COMMANDS.get(key) or PRESSES[key]
    for sample in wanted.samples:
        desk = cast[0]
        with desk.undone():
            cell = act(cast, ACCOUNTS[role], sample, wanted.before, is_press=key in PRESSES)
        if role in wanted.who:
            _assert_allowed(key, role, sample, cell)
        else:
            _assert_denied(key, role, sample, cell)


def _assert_allowed(key: str, role: str, sample: str, cell: Cell) -> None:
    told = cell.pop is not None or cell.said
    assert cell.is_changed or told or key in SAYS_NOTHING_WITHOUT_ITS_MESSAGE, (role, sample)
    assert cell.pop is None or "does nothing any more" not in cell.pop.text
    if role not in WHO_MAY_TOUCH_ANA:
        assert _anas(cell.before) == _anas(cell.after), (role, sample)


def _assert_denied(key: str, role: str, sample: str, cell: Cell) -> None:
    assert not cell.is_changed, (role, sample)
    assert {entry.chat_id for entry in cell.said} <= {ACCOUNTS[role]}
    if key in PRESSES:
        assert not cell.said, (role, sample)
        assert cell.pop is not None
        assert "does nothing any more" in cell.pop.text
    else:
        assert len(cell.said) == 1, (role, sample)
        assert cell.said[0].params["wording"] in DENIALS


def _anas(rows: Rows) -> dict[str, Any]:
    """What is stored of Ana, whose row is the first of all patients."""
    own = {"patients": 0, "prompts": 1, "flags": 1, "messages": 1, "ratings": 1}
    return {table: [r for r in rows[table] if r[place] == 1] for table, place in own.items()}


@pytest.mark.parametrize("role", ACCOUNTS)
def test_what_people_type_reaches_only_those_it_is_for(cast: tuple[Desk, Named], role: str) -> None:
    desk = cast[0]
    for text in ("4", "hello", "Ana", "10", "/unknown", "-3"):
        with desk.undone():
            if role == "therapist":
                desk.press(TESS, f"e:{cast[1].draft}:name:cancel")
            cell = act(cast, ACCOUNTS[role], text, is_press=False)
        chats = {entry.chat_id for entry in cell.said}
        allowed = {ACCOUNTS[role]}
        if role in PATIENTS:
            allowed |= {TESS, ACCOUNTS["other therapist"], ACCOUNTS["test patient"]}
        assert chats <= allowed, (role, text)
        if role not in PATIENTS:
            assert not cell.is_changed, (role, text)


VERBS = st.sampled_from([*router.PRESSES, "", "zz"])
PARTS = st.one_of(
    st.integers(-1, 30).map(str),
    st.sampled_from(
        ["", "yes", "y", "seen", "time", "card", "²", "٣", "9" * 30, "\x00", "to", "name"]
    ),
    st.text(max_size=12),
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(verb=VERBS, parts=st.lists(PARTS, max_size=4), role=st.sampled_from(sorted(ACCOUNTS)))
def test_forged_buttons_break_nothing(
    cast: tuple[Desk, Named], verb: str, parts: list[str], role: str
) -> None:
    """Whatever a changed client sends: no crash, and nothing of Ana's for those it is not for."""
    desk = cast[0]
    data = ":".join([verb, *parts]).encode()[:64].decode(errors="ignore")
    with desk.undone():
        rows = desk.rows()
        desk.press(ACCOUNTS[role], data)
        if role not in WHO_MAY_TOUCH_ANA:
            assert _anas(rows) == _anas(desk.rows())
