"""Any order of taps, fresh or stale, leaves a session that can be read, drawn and gone on with."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import texts
from bot.chat.deliver import fits_caption
from bot.chat.drawing import Drawn, draw
from bot.chat.handlers.guided import ACTS
from bot.chat.incoming import Incoming, What
from bot.chat.router import run_press
from bot.chat.turn import Turn
from bot.domain.daily import Prompt, PromptState, SessionResult
from bot.domain.people import Patient
from bot.domain.program.filtering import ANYBODY, filter_session
from bot.domain.program.plan import TURNS
from bot.domain.program.session import Prescribed, in_turn
from bot.services import access, guided, prompting, sessions
from bot.services.clinic import Clinic, Moment
from bot.storage import guided as rows
from bot.storage import outbox, patients, prompts, tips
from tests.programs.shipped import programme
from tests.world import ANA, joined, still, wishes

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = date(2026, 3, 3)
MORNING = datetime(2026, 3, 3, 8, tzinfo=UTC)
STAGES = ("exercise", "sore", "after", "over")
TEXTS = texts.load()
taps = st.lists(st.tuples(st.sampled_from(["start", *ACTS]), st.booleans()), max_size=30)


class Taps:
    """Ana's finger on a session, without a phone."""

    def __init__(self, clinic: Clinic, language: str = "en") -> None:
        self.clinic = clinic
        self.now = MORNING
        self.count = 0
        joined(clinic, ANA, wishes(language=language), START)
        self.number = self._offered().id
        self.offered = self.prompt.session

    def _offered(self) -> Prompt:
        at = Moment(self.now, "morning")
        prompt = prompting.offer(self.clinic, self.patient, at, self.now)
        assert prompt is not None
        prompts.mark(self.clinic.db, prompt.id, PromptState.SENT, self.now)
        return prompt

    @property
    def patient(self) -> Patient:
        found = patients.by_account(self.clinic.db, ANA)
        assert found is not None
        return found

    @property
    def prompt(self) -> Prompt:
        return prompts.get(self.clinic.db, self.number)

    def tap(self, data: str) -> None:
        self.count += 1
        actor = access.identify(self.clinic, ANA)
        incoming = Incoming(What.PRESS, ANA, ANA, "Ana", "en", text=data)
        at = Moment(self.now, f"tap{self.count}")
        with self.clinic.db.transaction():
            run_press(Turn(self.clinic, TEXTS, at, actor, incoming, "en"))

    def act(self, what: str, *, is_stale: bool) -> None:
        """A button as it stands on the message, or as it stood one exercise earlier."""
        walk = rows.find(self.clinic.db, self.number)
        if what == "start" or walk is None:
            self.tap(f"h:{self.number}")
        else:
            self.tap(f"walk:{self.number}:{what}:{walk.position - is_stale}")

    def afresh(self) -> None:
        """The same morning once more."""
        for table in ("walks", "sore_exercises", "substitutes", "flags"):
            self.clinic.db.run(f"DELETE FROM {table}")  # noqa: S608 - fixed names
        self.clinic.db.run(
            """UPDATE prompts SET session = ?, session_result = NULL, could_not_reason = NULL,
            after_exercise = NULL WHERE id = ?""",
            self.offered,
            self.number,
        )
        patients.change(self.clinic.db, self.patient.id, exercises_stopped_at=None)

    def shown(self) -> Drawn | None:
        entry = outbox.of_kind(self.clinic.db, ANA, "walk")[-1]
        return draw(entry, self.clinic, TEXTS, self.now)


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Taps]:
    clinic = still(tmp_path)
    yield Taps(clinic)
    clinic.db.close()


@given(taps)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_taps_leave_a_session_that_stands(ana: Taps, pressed: list[tuple[str, bool]]) -> None:
    ana.afresh()
    ana.act("start", is_stale=False)
    for what, is_stale in pressed:
        ana.act(what, is_stale=is_stale)
    _stands(ana)


def _stands(ana: Taps) -> None:
    walk = rows.find(ana.clinic.db, ana.number)
    assert walk is not None
    items = sessions.of_prompt(ana.prompt)
    assert 0 <= walk.position <= len(items)
    assert walk.stage in STAGES
    if walk.position == len(items):
        assert walk.stage in ("after", "over")
    result = ana.prompt.session_result
    if walk.done == len(items):
        assert result is SessionResult.DONE
    elif walk.done:
        assert result is SessionResult.PARTLY
    else:
        assert result in (None, SessionResult.COULD_NOT)
    drawn = ana.shown()
    assert drawn is not None
    assert drawn.text
    assert drawn.rows


def test_a_session_begun_before_midnight_may_end_after_it(ana: Taps) -> None:
    ana.now = datetime(2026, 3, 3, 22, 50, tzinfo=UTC)
    ana.act("start", is_stale=False)
    ana.now += timedelta(hours=1)
    for _ in range(6):
        ana.act("next", is_stale=False)
    assert ana.prompt.session_result is SessionResult.DONE
    ana.now += timedelta(hours=6)
    ana.act("clearly_more", is_stale=False)
    assert rows.after(ana.clinic.db, ana.number) is None


def test_everything_too_painful_is_a_session_that_could_not_be_done(ana: Taps) -> None:
    ana.act("start", is_stale=False)
    for _ in range(6):
        ana.act("sore", is_stale=False)
        ana.act("out", is_stale=False)
    assert ana.prompt.session_result is SessionResult.COULD_NOT
    assert ana.prompt.could_not_reason == "pain"
    walk = rows.find(ana.clinic.db, ana.number)
    assert walk is not None
    assert walk.stage == "over"
    assert not guided.is_unfinished(walk, ana.prompt)


def every_session() -> Iterator[tuple[Prescribed, ...]]:
    exercises = programme().exercises
    for plan in programme().plans.values():
        for phase in plan.phases:
            for turn in TURNS:
                items = in_turn(phase, turn, exercises, phase.steps - 1)
                yield filter_session(items, exercises, ANYBODY).items


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_session_fits_under_its_picture(tmp_path: Path, language: str) -> None:
    """With the longest tip, and under each figure too."""
    clinic = still(tmp_path)
    ana = Taps(clinic, language)
    ana.act("start", is_stale=False)
    pages = [p for p in clinic.programme.advice.values() if p.tip]
    longest = max(pages, key=lambda p: len(p.tip.say(language)) if p.tip else 0)
    clinic.db.run("UPDATE tips SET advice = ? WHERE sent_on = ?", longest.id, str(TUESDAY))
    assert tips.of_day(clinic.db, ana.patient.id, TUESDAY) == longest.id
    message = outbox.of_kind(clinic.db, ANA, "prompt")[-1]
    for items in every_session():
        rows.set_items(clinic.db, ana.number, sessions.to_text(items))
        day = draw(message, clinic, TEXTS, ana.now)
        assert day is not None
        assert longest.tip is not None
        assert longest.tip.say(language) in day.text
        assert fits_caption(day.text)
        for position in range(len(items)):
            rows.go(clinic.db, ana.number, position, "exercise")
            shown = ana.shown()
            assert shown is not None
            assert fits_caption(shown.text)
    clinic.db.close()
