"""Whatever is sent at whatever step: one polite answer, no wrong record, nothing thrown."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.chat.drawing import draw
from bot.domain.pain import read_pain
from bot.services import assessment, rounds, visit_asking, visit_state
from bot.storage import drafts, outbox, patients
from bot.storage.outbox import Entry
from tests.chat.desk import Desk
from tests.chat.roles import Named, clinic_of_roles
from tests.world import ANA, STRANGER, TESS, World, running

MESSAGES = 10_000
OVER_HTTP = 300
PIECES = (
    *(
        "",
        " ",
        "\n",
        "\t",
        "\u200b",
        "\u200f",
        "\u202e",
        "\ufeff",
        "\u0301" * 20,
        "\x00",
        "\x1b[31m",
    ),
    *("😀", "👍🏽", "🏳️‍🌈", "٤", "४", "½", "מה", "مرحبا", "漢字", "ñ", "ß", "İ"),
    *("<b>", "</b>", "&amp;", "&", "<script>", "{name}", "{0}", "%s", "'; DROP TABLE patients;--"),
    *("/", "/start", "/pain", "/nothing", "@", ":", "p:1:9", "yes", "no", "not sure", "sí", "null"),
    *("-1", "11", "1e9", "9" * 400, "4", "ten", "25:99", "2026-02-30", "None", "True", "NaN"),
    *("pain", "dolor", "leg", "numb", "cannot pee", "fine", "a" * 400),
)
Step = Callable[[Desk, Named], None]


def draft(account: int, flow: str, step: str, *, about: bool = True) -> Step:
    """In the middle of a question that takes a typed answer."""

    def begin(desk: Desk, named: Named) -> None:
        data = {"message": named.message} if flow == "answer" else {}
        patient = named.patient if about else None
        now = desk.clock.now()
        drafts.begin(desk.db, account, flow, step, now, patient_id=patient, **data)

    return begin


def press(account: int, data: str) -> Step:
    def begin(desk: Desk, _: Named) -> None:
        desk.press(account, data)

    return begin


def at_signs(desk: Desk, named: Named) -> None:
    """The first round of questions stands last in the chat."""
    patient = patients.get(desk.db, named.patient)
    rounds.begin(desk.clinic, patient, rounds.AT_ENROLMENT, desk.moment())
    desk.send_all()


def at_words(desk: Desk, named: Named) -> None:
    """So does the first visit's first question for words."""
    patient = patients.get(desk.db, named.patient)
    while (step := visit_state.current(desk.clinic, patient)) and step.kind != "text":
        assert assessment.tap(desk.clinic, patient, step.id, step.item, "skip", desk.moment())
    visit_asking.put(desk.clinic, patient, desk.moment())
    desk.send_all()


STEPS: dict[str, tuple[int, Step]] = {
    "patient": (ANA, lambda *_: None),
    "patient, questions open": (ANA, press(ANA, "w")),
    **{f"patient, {s}": (ANA, draft(ANA, "settings", s)) for s in ("time", "zone", "pause")},
    "patient, at the first visit's signs": (ANA, at_signs),
    "patient, at the first visit's words": (ANA, at_words),
    "therapist, noting": (TESS, draft(TESS, "note", "goals")),
    "patient, answering": (ANA, draft(ANA, "answer", "text")),
    "therapist": (TESS, lambda *_: None),
    "therapist, writing": (TESS, draft(TESS, "write", "text")),
    **{
        f"therapist, card {s}": (TESS, draft(TESS, "card", s))
        for s in ("time", "zone", "days", "pause", "exercises", "discharge")
    },
    **{
        f"therapist, enrolling, {s}": (TESS, draft(TESS, "enroll", s, about=False))
        for s in ("name", "plan", "time", "days")
    },
    "stranger": (STRANGER, lambda *_: None),
}


def message(chance: random.Random) -> str:
    """A few pieces in a row, at most as long as Telegram lets anybody write."""
    if chance.random() < 0.05:
        return "".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(4096))
    return "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 6)))[:4096]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Named]:
    return clinic_of_roles(tmp_path_factory.mktemp("clinic"))


@pytest.mark.parametrize("step", STEPS)
def test_every_message_at_every_step_gets_its_answer(clinic: tuple[Desk, Named], step: str) -> None:
    desk, named = clinic
    account, begin = STEPS[step]
    chance = random.Random(step)  # noqa: S311 - the same messages each time
    with desk.undone():
        begin(desk, named)
        for _ in range(MESSAGES // len(STEPS) + 1):
            _one(desk, account, message(chance))


def _one(desk: Desk, account: int, text: str) -> None:
    """Said, answered, drawn, and taken back."""
    desk.db.run("SAVEPOINT one")
    last = desk.db.value("SELECT coalesce(max(id), 0) FROM outbox")
    ratings = _ratings(desk)
    desk.say(account, text)
    new = _since(desk, last, account)
    assert new, repr(text)
    for entry in new:
        draw(entry, desk.clinic, desk.texts, desk.clock.now())
    if read_pain(text, "en") is None and "/pain" not in text:
        assert _ratings(desk) == ratings, repr(text)
    desk.db.run("ROLLBACK TO one")
    desk.db.run("RELEASE one")


def _since(desk: Desk, last: int, account: int) -> list[Entry]:
    rows = desk.db.all("SELECT id FROM outbox WHERE id > ? AND chat_id = ?", last, account)
    found = [outbox.find(desk.db, row["id"]) for row in rows]
    return [entry for entry in found if entry is not None]


def _ratings(desk: Desk) -> list[tuple[object, ...]]:
    return desk.table("ratings")


async def test_over_the_wire_nothing_is_thrown_and_nobody_is_left_without_an_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random("wire")  # noqa: S311 - the same messages each time
    kinds = ("photo", "voice", "document", "sticker", "video", "location", "contact")
    async with running(tmp_path) as world:
        await world.tess()
        ana = await world.patient()
        for number in range(OVER_HTTP):
            before = _said(world)
            if number % 10 == 0:
                await ana.send(chance.choice(kinds), message(chance)[:200])
            else:
                text = "".join(c for c in message(chance) if c.isprintable()).strip() or "?"
                await ana.say(text)
            await world.settled()
            assert _said(world) > before
    assert [r.getMessage() for r in caplog.records if r.levelname in ("ERROR", "CRITICAL")] == []


def _said(world: World) -> int:
    count: int = world.db.value(
        "SELECT count(*) FROM outbox WHERE chat_id = ? AND edits IS NULL", ANA
    )
    return count


async def test_a_corrected_and_a_forwarded_line_are_lines_like_others(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    sent = await ana.say("hello")
    await ana.expect("I kept this")
    await ana.edit(int(sent["message_id"]), "hello again")
    await ana.expect("I kept this")
