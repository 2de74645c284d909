"""Inbox and outbox as state machines: whatever happens, in whatever order."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.storage import inbox, outbox, sending
from bot.storage.database import Database
from bot.storage.inbox import Received
from bot.storage.outbox import Entry, Lane
from bot.storage.values import instant_text

CHATS = st.integers(1, 3)
LANES = st.sampled_from(Lane)
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Outbox(RuleBasedStateMachine):
    """Rows are queued, claimed, settled and edited; a model says which may go next."""

    def __init__(self) -> None:
        super().__init__()
        self.db = Database(":memory:")
        self.now = MONDAY
        self.wire: dict[int, Entry] = {}
        self.delivered: dict[str, int] = {}
        self.queued: dict[str, tuple[int, Lane]] = {}
        self.made = 0

    def teardown(self) -> None:
        self.db.close()

    @rule(chat=CHATS, lane=LANES, wait=st.sampled_from([0, 0, 5]))
    def queue(self, chat: int, lane: Lane, wait: int) -> None:
        self.made += 1
        key = f"k{self.made}"
        later = self.now + timedelta(seconds=wait)
        given: dict[str, Any] = {"key": key, "chat_id": chat, "kind": "text", "lane": lane}
        assert outbox.queue(self.db, now=self.now, not_before=later, **given)
        assert not outbox.queue(self.db, now=self.now, **given)
        self.queued[key] = (chat, lane)

    @rule()
    def claim(self) -> None:
        ready = sending.ready(self.db, self.now)
        assert len({entry.chat_id for entry in ready}) == len(ready)
        assert [e.lane for e in ready] == sorted(e.lane for e in ready)
        assert not {entry.chat_id for entry in ready} & set(self.wire)
        for entry in ready[:2]:
            claimed = sending.claim(self.db, entry, self.now)
            assert claimed is not None
            assert claimed.attempts == entry.attempts + 1
            assert sending.claim(self.db, entry, self.now) is None
            self.wire[entry.chat_id] = claimed

    @precondition(lambda self: self.wire)
    @rule(outcome=st.sampled_from(["sent", "put_back", "retry", "unknown", "failed"]))
    def settle(self, outcome: str) -> None:
        _, entry = self.wire.popitem()
        if outcome == "sent":
            self.delivered[entry.key] = self.delivered.get(entry.key, 0) + 1
            sending.sent(self.db, entry, self.now, self.made + 1000, media=False)
        elif outcome == "put_back":
            sending.put_back(self.db, entry, "no network")
        elif outcome == "retry":
            sending.retry(self.db, entry, self.now + timedelta(seconds=2), "lost")
        else:
            sending.fail(self.db, entry, outcome, "refused")

    @rule(number=st.integers(1, 20))
    def edit(self, number: int) -> None:
        original = outbox.by_key(self.db, f"k{number}")
        if original is not None:
            outbox.queue_edit(self.db, original, self.now, params={"n": number})
            open_edits = self.db.value(
                "SELECT count(*) FROM outbox WHERE edits = ? AND state = 'queued'", original.id
            )
            assert open_edits <= 1

    @rule(seconds=st.integers(1, 10))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def start_again(self) -> None:
        """The process was killed: what was on the wire is known, and nothing else is."""
        found = {entry.id for entry in sending.interrupted(self.db)}
        assert found == {entry.id for entry in self.wire.values()}
        for entry in sending.interrupted(self.db):
            sending.retry(self.db, entry, self.now, "interrupted")
        self.wire.clear()

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        rows = {row["key"] for row in self.db.all("SELECT key FROM outbox WHERE edits IS NULL")}
        assert rows == set(self.queued)
        assert all(times == 1 for times in self.delivered.values())

    @invariant()
    def a_chat_has_one_row_on_the_wire(self) -> None:
        worst = self.db.value(
            """SELECT max(n) FROM (SELECT count(*) AS n FROM outbox WHERE state = 'sending'
            GROUP BY chat_id)"""
        )
        assert (worst or 0) <= 1

    @invariant()
    def the_next_of_a_chat_is_its_best(self) -> None:
        waiting = self.db.all(
            "SELECT chat_id, lane, id FROM outbox WHERE state = 'queued' AND not_before <= ?",
            instant_text(self.now),
        )
        best: dict[int, tuple[int, int]] = {}
        for row in waiting:
            place = (row["lane"], row["id"])
            best[row["chat_id"]] = min(best.get(row["chat_id"], place), place)
        expected = sorted(place for chat, place in best.items() if chat not in self.wire)
        assert [(int(e.lane), e.id) for e in sending.ready(self.db, self.now)] == expected


class Inbox(RuleBasedStateMachine):
    """Batches arrive, again and again; each update is handled once, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.db = Database(":memory:")
        self.known: list[int] = []
        self.ended: set[int] = set()

    def teardown(self) -> None:
        self.db.close()

    @rule(first=st.integers(1, 30), size=st.integers(0, 5))
    def keep(self, first: int, size: int) -> None:
        ids = range(first, first + size)
        new = [number for number in ids if number not in self.known]
        kept = inbox.keep(self.db, [(number, number % 3, "{}") for number in ids], MONDAY)
        assert kept == len(new)
        self.known += new

    @precondition(lambda self: len(self.known) > len(self.ended))
    @rule(how=st.sampled_from([inbox.done, inbox.quarantine]))
    def end(self, how: Any) -> None:
        row: Received = inbox.waiting(self.db)[0]
        how(self.db, row.seq, MONDAY)
        self.ended.add(row.update_id)

    @rule()
    def attempt(self) -> None:
        for row in inbox.waiting(self.db)[:1]:
            assert inbox.attempt(self.db, row.seq) == row.attempts + 1

    @invariant()
    def what_waits_is_what_came_and_has_not_ended(self) -> None:
        waiting = [row.update_id for row in inbox.waiting(self.db)]
        assert waiting == [number for number in self.known if number not in self.ended]
        assert inbox.count_waiting(self.db) == len(waiting)
        bodies = self.db.value("SELECT count(*) FROM inbox WHERE state != 'new' AND body NOT NULL")
        assert bodies == 0


QUICK = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestOutbox = Outbox.TestCase
TestOutbox.settings = QUICK
TestInbox = Inbox.TestCase
TestInbox.settings = QUICK


def test_what_is_queued_finds_its_way_by_indexes(tmp_path: Any) -> None:
    """With ten thousand prompts waiting the next row is found without reading them."""
    db = Database(tmp_path / "clinic.db")
    plans = [
        row["detail"]
        for row in db.all(
            """EXPLAIN QUERY PLAN SELECT * FROM outbox o WHERE o.state = 'queued'
            AND o.not_before <= 'x' AND NOT EXISTS (SELECT 1 FROM outbox s
                WHERE s.chat_id = o.chat_id AND s.state = 'sending')
            ORDER BY o.lane, o.id LIMIT 5"""
        )
    ]
    assert not [plan for plan in plans if "TEMP B-TREE" in plan]
    db.close()
