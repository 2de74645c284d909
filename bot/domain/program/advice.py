"""Advice pages, the weekly tip, and who is not shown what."""

from collections.abc import Collection, Iterable
from typing import Literal

from pydantic import Field

from bot.domain.program.words import Data, Line, Passage, Title, Whole

Topic = Literal[
    "understand", "everyday", "comfort", "clinic", "questions", "keep_going", "flare_up"
]
TOPICS: tuple[Topic, ...] = (
    "understand",
    "everyday",
    "comfort",
    "keep_going",
    "flare_up",
    "clinic",
    "questions",
)


class Advice(Data):
    """An advice file; its id is the file's name without `.toml`."""

    id: str = ""
    """Left out in the file: the file's name is the id."""
    file_format: Literal[1] = Field(alias="schema")
    """The version of this file format: 1."""
    version: Whole = Field(ge=1)
    """Raise by one with every change that a patient can see."""
    reviewed_by: str
    """Name, profession and date of the reviewer; "" = draft."""
    topic: Topic
    order: Whole = Field(ge=1, le=99)
    """Place within its topic, and in the row of weekly tips."""
    source: str
    """Where the facts come from, so that a reviewer can judge them."""
    hidden_for: tuple[str, ...] = ()
    """Contraindication ids: patients who have one of these are not shown this page or its tip."""
    requires: tuple[str, ...] = ()
    """Confirmation ids: shown only where a therapist has switched all of these on."""
    plans: tuple[str, ...] = ()
    """Plan ids: only for patients on one of these; empty = for everybody."""
    title: Title
    text: Passage
    tip: Line | None = None
    """The page in one sentence, to go with a prompt once; leave out where the page is no tip."""

    def open_to(
        self, contraindications: frozenset[str], confirmed: frozenset[str], plan: str | None = None
    ) -> bool:
        """Whether a patient on this plan, with these facts on their card, may see this page."""
        fits = plan is None or not self.plans or plan in self.plans
        allowed = contraindications.isdisjoint(self.hidden_for)
        return fits and allowed and confirmed.issuperset(self.requires)


def shown(
    pages: Iterable[Advice],
    contraindications: frozenset[str],
    confirmed: frozenset[str],
    plan: str | None = None,
) -> tuple[Advice, ...]:
    """The pages a patient may read, in reading order; without a plan those of every plan."""
    allowed = (p for p in pages if p.open_to(contraindications, confirmed, plan))
    return tuple(sorted(allowed, key=lambda p: (TOPICS.index(p.topic), p.order, p.id)))


def next_tip(pages: Iterable[Advice], already_sent: Collection[str]) -> Advice | None:
    """The next page whose tip was not sent yet (ids), by `order`; none when all were."""
    waiting = [p for p in pages if p.tip and p.id not in already_sent]
    return min(waiting, key=lambda p: (p.order, p.id), default=None)
