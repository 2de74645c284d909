"""The longest names a clinic may have still fit: Telegram's limits, a narrow phone, few words."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot import texts
from bot.chat.drawing import canvas, card_questions, draw
from bot.chat.drawing.canvas import Drawn
from bot.domain.enrolling import STEPS
from bot.domain.first_visit import Given
from bot.services import (
    assessment,
    notes,
    visit_state,
)
from bot.storage import assessments, drafts, outbox, patients, staff
from bot.storage.assessments import NoteKind
from bot.storage.outbox import Entry
from tests.chat.desk import Desk, open_desk
from tests.chat.roles import hire, join
from tests.world import ANA, BEN, OLGA, TESS, wishes

NAME = "Maximiliane Bartholomäa-Christiansen Wey"
CLINIC = "Centro de Fisioterapia y Rehabilitación «Los Álamos» & Hijos"
ZONE = "America/Argentina/Buenos_Aires"
OURS = ("enrolment", "joining", "staff", "cards", "first_visit", "visit_card", "review")
"""The drawing modules whose every kind must be drawn here."""
WIDEST = {1: 40, 2: 24, 3: 16, 4: 8, 5: 6, 6: 2}
"""Characters that fit on a button at 360 pixels, by how many share its row."""
MOST_WORDS = 60
WORDS = "W&" * 500


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.fixture(scope="module", params=["en", "es"])
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Everybody is called as long as can be, and reads the language under test."""
    opened = open_desk(
        tmp_path_factory.mktemp("sizes"),
        clinic_name=CLINIC,
        clinic_phone="+54 9 11 5555 0100 44",
        clinic_timezone=ZONE,
        default_language=request.param,
        privacy_contact="proteccion.de.datos@centro-los-alamos.example",
    )
    lang = request.param
    with opened.db.transaction():
        hire(opened, OLGA, NAME, is_admin=True)
        hire(opened, TESS, NAME)
        asked = wishes(NAME, timezone=ZONE, language=lang, days=frozenset(range(6)))
        first = join(opened, TESS, ANA, asked)
        join(opened, OLGA, BEN, asked)
        for number in range(20):
            join(opened, TESS, 5000 + number, asked)
        opened.send_all()
        for row in opened.db.all("SELECT id, patient_id FROM prompts"):
            account = patients.get(opened.db, row["patient_id"]).telegram_id
            opened.press(account or 0, f"p:{row['id']}:10")
        opened.send_all()
    assert first == 1
    yield opened
    opened.db.close()


def entry(desk: Desk, kind: str, chat: int, patient: int | None, params: dict[str, Any]) -> Entry:
    key = f"size:{desk.number()}"
    now = desk.clock.now()
    outbox.queue(
        desk.db, key=key, chat_id=chat, kind=kind, now=now, params=params, patient_id=patient
    )
    found = outbox.by_key(desk.db, key)
    assert found is not None
    return found


def everything(desk: Desk) -> Iterator[tuple[str, int, int | None, dict[str, Any]]]:
    """Each kind of ours in each of its forms."""
    lang = desk.clinic.settings.default_language
    token = "x" * 24
    open_link = desk.db.value("SELECT max(id) FROM invites")
    draft = drafts.of_chat(desk.db, TESS)
    assert draft is not None
    for view in ("", "again", "all", "waits"):
        yield "enroll", TESS, None, {"draft": draft.id, "view": view}
    yield "enroll", TESS, None, {"draft": draft.id, "past": True}
    for end in ("over", "done", "trial", "cancelled"):
        yield "enroll", TESS, None, {"draft": draft.id, "end": end}
    yield from _reviews()
    yield "join_waits", TESS, 1, {"patient": 1}
    for kind in ("invitation", "forward"):
        yield kind, TESS, 1, {"patient": 1, "invite": open_link, "token": token}
        yield kind, TESS, 1, {"patient": 1, "invite": 1}
    yield "withdrawn", TESS, None, {}
    for kind in ("invite_ask", "invite_consent"):
        yield kind, ANA, None, {"patient": 1, "token": token, "lang": lang}
    for kind in ("setup", "arranged", "new_therapist"):
        yield kind, ANA, 1, {"patient": 1}
    yield "setup", ANA, 1, {"patient": 1, "view": "done"}
    yield "staff_invitation", OLGA, None, {"invite": open_link, "token": token}
    yield "staff_invitation", OLGA, None, {"invite": 1}
    yield "therapist_joined", OLGA, None, {"staff": 2}
    for count in (1, 200):
        yield "handed_over", TESS, None, {"count": count, "from_name": NAME}
    yield "staff_list", OLGA, None, {}
    yield "staff_list", OLGA, None, {"leaving": 2}
    for kind in ("help_staff", "staff_settings"):
        yield kind, OLGA, None, {}
    yield from _about_patients()


def _about_patients() -> Iterator[tuple[str, int, int | None, dict[str, Any]]]:
    for page in range(4):
        yield "patients", OLGA, None, {"page": page}
        yield "flags", OLGA, None, {"page": page}
    for kind, chat, views in (
        ("card", TESS, ("", *_card_views())),
        ("visited", TESS, ("card", *NoteKind)),
        ("first_visit", ANA, ("intro", "again", "later", "past")),
    ):
        for view in views:
            yield kind, chat, 1, {"patient": 1, "view": view}


def _reviews() -> Iterator[tuple[str, int, int | None, dict[str, Any]]]:
    yield "review_due", OLGA, None, {}
    yield "review", OLGA, None, {}
    for what in ("screening", "exercises", "advice", "done"):
        for page in range(3):
            yield "review", OLGA, None, {"what": what, "page": page}


def _card_views() -> list[str]:
    return list(card_questions.VIEWS)


def first_visit(desk: Desk) -> Iterator[tuple[str, Drawn]]:
    """Each question of the first visit fresh and half answered, and the card of the longest."""
    ana = patients.get(desk.db, 1)
    with desk.undone():
        while (step := visit_state.current(desk.clinic, ana)) is not None:
            yield _draw(desk, "first_visit", ANA)
            at = desk.moment()
            longest = "=" + max(step.choices, key=len) if step.choices else "=10"
            if step.kind == "text":
                said = Given(step.id, step.item, WORDS, desk.clock.now().date())
                assessments.keep(desk.db, ana.id, said, desk.clock.now())
                continue
            assert assessment.tap(desk.clinic, ana, step.id, step.item, longest, at)
            if step.kind in ("group", "multi"):
                yield _draw(desk, "first_visit", ANA)
                assert assessment.tap(desk.clinic, ana, step.id, step.item, "ok", at)
        tess = staff.get(desk.db, ana.therapist_id)
        for kind in NoteKind:
            assert notes.write(desk.clinic, ana, kind, "&" * notes.LONGEST, tess, desk.moment())
        yield _draw(desk, "visited", TESS)


def _draw(desk: Desk, kind: str, chat: int) -> tuple[str, Drawn]:
    made = draw(
        entry(desk, kind, chat, 1, {"patient": 1}), desk.clinic, desk.texts, desk.clock.now()
    )
    assert made is not None
    return kind, made


def drawn(desk: Desk) -> Iterator[tuple[str, Drawn]]:
    yield from first_visit(desk)
    with desk.undone():
        desk.db.run("DELETE FROM accepted_files WHERE path NOT LIKE 'plans/%'")
        draft = drafts.begin(desk.db, TESS, "enroll", "name", desk.clock.now())
        answers = {"name": NAME, "plan": "sciatica", "time": 510, "days": "012345", "zone": ZONE}
        for step, after in pairwise((*STEPS, STEPS[-1])):
            drafts.save(desk.db, draft, desk.clock.now())
            for kind, chat, patient, params in everything(desk):
                made = draw(
                    entry(desk, kind, chat, patient, params),
                    desk.clinic,
                    desk.texts,
                    desk.clock.now(),
                )
                if made is not None:
                    yield kind, made
            draft = draft.at(after, **{step: {**answers, "language": "es"}.get(step, "")})


def test_every_kind_of_ours_is_measured(desk: Desk) -> None:
    ours = {
        kind
        for kind, (drawer, _) in canvas._DRAWERS.items()
        if drawer.__module__.rpartition(".")[2] in OURS
    }
    assert {kind for kind, _ in drawn(desk)} >= ours


def test_texts_and_buttons_fit(desk: Desk) -> None:
    for kind, made in drawn(desk):
        length = len(plain(made.text).encode("utf-16-le")) // 2
        assert 0 < length <= (1024 if made.picture else 4096), (kind, length)
        assert all(0 < len(row) <= 6 for row in made.rows), kind
        assert sum(map(len, made.rows)) <= 100, kind
        for row in made.rows:
            for button in row:
                assert 0 < len(button.data.encode()) <= 64, (kind, button)
                assert 0 < len(button.text) <= WIDEST[len(row)], (kind, button)


def test_every_value_is_escaped(desk: Desk) -> None:
    """The clinic's name holds an ampersand; nothing of it may reach Telegram as markup."""
    for kind, made in drawn(desk):
        assert not re.search(r"&(?!amp;|lt;|gt;|quot;|#)", made.text), kind


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("topic", OURS)
def test_wordings_are_short_and_name_no_gender(lang: str, topic: str) -> None:
    path = Path(texts.LOCALES / lang / f"{topic}.po")
    for key, wording in _wordings(path):
        if not key.startswith(("help.", "consent.")):
            assert len(wording.split()) <= MOST_WORDS, key
        if key.startswith("pop."):
            assert len(wording) <= 200, key
        assert not GENDERED[lang].search(wording), (key, wording)
        assert "!" not in wording, key


GENDERED = {
    "en": re.compile(r"\b(he|she|his|hers?|him)\b", re.IGNORECASE),
    "es": re.compile(
        r"\b([ée]l|la|un|una|este|esta|ning[úu]n) (paciente|terapeuta|colega|administradora?)\b"
        r"|(?<!la )\bbienvenid[oa]\b|\b(ella|inscrit[oa]|dad[oa]|administradora?|invitad[oa])\b",
        re.IGNORECASE,
    ),
}


def _wordings(path: Path) -> Iterator[tuple[str, str]]:
    key = ""
    for line in path.read_text().splitlines():
        if line.startswith("msgid "):
            key = line.removeprefix("msgid ").strip('"')
        elif line.startswith("msgstr") and key:
            yield key, line.partition(" ")[2].strip('"').replace("\\n", "\n")


def test_a_name_is_cut_only_where_it_must_be(desk: Desk) -> None:
    assert canvas.fit("Ana", 20) == "Ana"
    assert len(canvas.fit(NAME, 20)) <= 20
    assert staff.get(desk.db, 1).name == NAME
