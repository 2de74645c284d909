"""Reads a message by the lists and by what examples have taught; in doubt it asks."""

from bot.domain.screening.features import features
from bot.domain.screening.lessons import ANSWERS, HARMLESS, Lessons
from bot.domain.screening.matcher import Matcher, Message
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
        if not message.spelt:
            return None
        if self._lessons is None:
            return _flag(message)
        return self._weighed(message, self._lessons.chances(features(message)))

    def named(self, text: str) -> str | None:
        """The same for a text that may be in another language: only what the lists name."""
        return _flag(self._matcher.read(text, forgiving=False))

    def features(self, text: str) -> tuple[str, ...]:
        """What learning looks at."""
        return features(self._matcher.read(text))

    def _weighed(self, message: Message, chances: dict[str, float]) -> str | None:
        line = message.first
        if sum(chances[flag] for flag in self._urgent) >= self._signs.ask_emergency_from:
            return max(self._urgent, key=chances.__getitem__)
        if line is not None and line.sure and line.flag in self._urgent:
            return line.flag
        named = [flag for flag in message.flags() if flag in self._lesser]
        if named or 1 - chances[HARMLESS] >= self._signs.ask_from:
            return max(named or self._lesser, key=chances.__getitem__)
        return None


def _flag(message: Message) -> str | None:
    return message.first.flag if message.first else None
