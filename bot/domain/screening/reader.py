"""Reads a message by the lists and by what examples have taught; in doubt it asks."""

from bot.domain.screening.features import features
from bot.domain.screening.lessons import ANSWERS, HARMLESS, Chances, Lessons
from bot.domain.screening.matcher import Matcher, Message, tokens
from bot.domain.screening.signs import Signs


class Reader:
    """One language's lists and lessons, ready to read messages."""

    def __init__(self, signs: Signs, lessons: Lessons | None, urgent: frozenset[str]) -> None:
        self._signs = signs
        self._lessons = lessons
        self._matcher = Matcher(signs)
        self._urgent = [flag for flag in ANSWERS if flag in urgent]
        self._lesser = [flag for flag in ANSWERS if flag not in {*urgent, HARMLESS}]

    def asked(self, text: str) -> str | None:
        """The id of the question that a message in this language calls for."""
        message = self._matcher.read(text)
        if self._lessons is None or not message.spelt:
            return message.first.flag if message.first else None
        chances = self._lessons.chances(features(message))
        return self._emergency(message, chances, self._lessons) or self._sign(message, chances)

    def named(self, text: str) -> str | None:
        """The same for a text in another language: only what a sure line names outright."""
        line = self._matcher.read(text, forgiving=False).first
        return line.flag if line is not None and line.sure else None

    def knows(self, text: str) -> int:
        """How many words of a text the examples hold: more in the language it is written in."""
        return self._lessons.knows(tokens(text)) if self._lessons else 0

    def features(self, text: str) -> tuple[str, ...]:
        """What is learned from a message."""
        return features(self._matcher.read(text))

    def _emergency(self, message: Message, whole: Chances, lessons: Lessons) -> str | None:
        # A sign in one sentence is a sign, however much other talk stands around it.
        sentences = [lessons.chances(features(one)) for one in self._matcher.sentences(message)]
        chances = max((whole, *sentences), key=self._urgency)
        line = message.first
        named = line is not None and line.flag in self._urgent
        enough = self._signs.ask_named_from if named else self._signs.ask_emergency_from
        if self._urgency(chances) >= enough:
            return max(self._urgent, key=chances.__getitem__)
        return line.flag if line is not None and named and line.sure else None

    def _urgency(self, chances: Chances) -> float:
        return sum(chances[flag] for flag in self._urgent)

    def _sign(self, message: Message, chances: Chances) -> str | None:
        """A lesser one."""
        named = [flag for flag in message.flags() if flag in self._lesser]
        enough = self._signs.ask_from / 2 if named else self._signs.ask_from
        if 1 - chances[HARMLESS] < enough:
            return None
        return max(named or self._lesser, key=chances.__getitem__)
