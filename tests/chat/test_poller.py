"""Polling goes on through whatever the way to Telegram does, and ends loudly when it cannot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.chat import poller as polling
from bot.chat.incoming import ALLOWED_UPDATES
from bot.chat.poller import Patience, Poller, PollingEndedError
from bot.clock import RealClock
from bot.storage import inbox
from bot.storage.database import Database
from tests.chat import stub
from tests.chat.stub import Answer, Stub, message, updates

QUICK = Patience(first_pause=0.01, longest_pause=0.02, conflicts=4, refusals=5)


@dataclass
class Polled:
    """A running poller, the Telegram it asks, and the inbox it fills."""

    telegram: Stub
    poller: Poller
    db: Database
    task: asyncio.Task[None]

    def kept(self) -> list[int]:
        return [row.update_id for row in inbox.waiting(self.db)]

    async def ended(self) -> str:
        with pytest.raises(PollingEndedError) as caught:
            await asyncio.wait_for(self.task, 10)
        return str(caught.value)


@asynccontextmanager
async def polling_of(folder: Path, *answers: Answer) -> AsyncIterator[Polled]:
    db = Database(folder / "clinic.db")
    async with Stub(*answers) as telegram:
        poller = Poller(telegram.url, db, RealClock(), lambda: None, 0, QUICK)
        task = asyncio.create_task(poller.run())
        try:
            yield Polled(telegram, poller, db, task)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, PollingEndedError):
                await task
            db.close()


@pytest.mark.parametrize(
    "trouble",
    [
        stub.refused(401),
        stub.refused(404),
        stub.refused(409),
        stub.refused(500),
        stub.refused(429, retry_after=0.01),
        stub.refused(429, retry_after="soon"),
        stub.page(502),
        stub.page(200, "all is well"),
        stub.page(200, "[" * 100_000),
        stub.answer(["not", "an", "object"]),
        stub.answer({"ok": True, "result": "none"}),
        stub.answer({"ok": True, "result": [{"no": "number"}, 7]}),
        stub.dropped,
    ],
)
async def test_one_bad_answer_changes_nothing(tmp_path: Path, trouble: Answer) -> None:
    good = updates(message(7), message(8))
    async with polling_of(tmp_path, trouble, good) as polled:
        await polled.telegram.until(3)
        assert polled.kept() == [7, 8]
        assert [q.get("offset") for q in polled.telegram.questions[:3]] == [None, None, 9]


async def test_an_answer_that_never_comes_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "ANSWER_WITHIN", 0.1)
    async with polling_of(tmp_path, updates(message(7))) as polled:
        polled.telegram.stall = 2
        await polled.telegram.until(5)
        assert polled.kept() == [7]


async def test_every_question_names_the_wanted_kinds(tmp_path: Path) -> None:
    async with polling_of(tmp_path) as polled:
        await polled.telegram.until(2)
        for question in polled.telegram.questions:
            assert question["allowed_updates"] == ALLOWED_UPDATES


@pytest.mark.parametrize(
    ("code", "times", "advice"),
    [(409, 4, "Another program"), (401, 5, "TELEGRAM_BOT_TOKEN"), (404, 5, "(404)")],
)
async def test_what_lasts_ends_polling_with_advice(
    tmp_path: Path, code: int, times: int, advice: str
) -> None:
    async with polling_of(tmp_path, *[stub.refused(code)] * times) as polled:
        assert advice in await polled.ended()
        assert len(polled.telegram.questions) == times


async def test_what_comes_and_goes_does_not_end_it(tmp_path: Path) -> None:
    spells = [*[stub.refused(409)] * 3, updates(), *[stub.refused(401)] * 4, stub.page(502)]
    async with polling_of(tmp_path, *spells, *spells, updates(message(1))) as polled:
        await polled.telegram.until(2 * len(spells) + 2)
        assert polled.kept() == [1]


async def test_nothing_is_acknowledged_that_is_not_kept(tmp_path: Path) -> None:
    async with polling_of(tmp_path, updates(message(1)), updates(message(1))) as polled:
        polled.db.conn.execute("PRAGMA query_only=ON")
        await polled.telegram.until(3)
        assert polled.kept() == []
        assert all("offset" not in q for q in polled.telegram.questions)


async def test_a_full_disk_is_waited_for(tmp_path: Path) -> None:
    waiting = [updates(message(1, "x" * 40_000))] * 6
    async with polling_of(tmp_path, *waiting) as polled:
        pages = polled.db.value("PRAGMA page_count")
        polled.db.conn.execute(f"PRAGMA max_page_count={pages}")
        await polled.telegram.until(4)
        assert polled.poller.last_success is None
        assert polled.kept() == []
        polled.db.conn.execute("PRAGMA max_page_count=100000")
        await polled.telegram.until(8)
        assert polled.kept() == [1]
        assert 2 in [q.get("offset") for q in polled.telegram.questions]


async def test_above_the_limit_telegram_keeps_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "MOST_WAITING", 2)
    monkeypatch.setattr(polling, "LOOK_AGAIN", 0.01)
    async with polling_of(tmp_path, updates(*map(message, (1, 2, 3)))) as polled:
        await polled.telegram.until(1)
        await asyncio.sleep(0.1)
        assert len(polled.telegram.questions) == 1
        inbox.done(polled.db, inbox.waiting(polled.db)[0].seq, RealClock().now())
        await polled.telegram.until(2)
        assert polled.telegram.questions[1]["offset"] == 4


@pytest.mark.parametrize(
    "odd",
    [
        message(5, "half a pair \ud83d"),
        message(5, chat=2**70),
        message(5, chat=True),
        {"update_id": 5},
        {"update_id": 5, "message": None},
        {"update_id": 5, "message": {"chat": "here"}},
        {"update_id": 5, "callback_query": {"from": {"id": 1.5}}},
    ],
)
async def test_any_update_with_a_number_is_kept(tmp_path: Path, odd: dict[str, object]) -> None:
    async with polling_of(tmp_path, updates(odd, message(6))) as polled:
        await polled.telegram.until(2)
        assert polled.kept() == [5, 6]
        assert polled.telegram.questions[1]["offset"] == 7


@pytest.mark.parametrize("number", [2**80, -(2**80), True, "5", None, 1.0])
async def test_a_number_nobody_can_keep_is_passed_over(tmp_path: Path, number: object) -> None:
    odd = {**message(1), "update_id": number}
    async with polling_of(tmp_path, updates(odd, message(6))) as polled:
        await polled.telegram.until(2)
        assert polled.kept() == [6]


async def test_an_update_delivered_again_is_kept_once(tmp_path: Path) -> None:
    again = updates(message(3), message(4))
    async with polling_of(tmp_path, again, again, again) as polled:
        await polled.telegram.until(4)
        assert polled.kept() == [3, 4]


async def test_numbers_that_begin_anew_are_followed(tmp_path: Path) -> None:
    async with polling_of(tmp_path, updates(message(900)), updates(message(12))) as polled:
        await polled.telegram.until(4)
        assert polled.kept() == [900, 12]
        assert [q.get("offset") for q in polled.telegram.questions[:4]] == [None, 901, 13, None]
