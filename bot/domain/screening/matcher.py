"""Reads a patient's message for signs; decides only which question to ask, never what it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from bot.domain.screening.signs import Combination, Signs
from bot.domain.screening.spelling import Speller
from bot.domain.typed_text import plain

_LONGEST = 4096
_SENTENCE_BREAK = 3
_COMMA = 1
_DENIAL_REACH = 4
_SENTENCE = 3
"""Words; what is shorter says too little by itself."""
_SENTENCES = 20
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[a-z0-9@$]+|[.,]")


@dataclass(frozen=True)
class _Place:
    """Where a concept stands: first and last word, as a count of words into the message."""

    first: int
    last: int
    denied: bool


class Matcher:
    """One language's lists, ready to read messages."""

    def __init__(self, signs: Signs) -> None:
        self._signs = signs
        self._speller = Speller(signs)
        self._deniable = frozenset(signs.deniable.replace(",", " ").split())
        self._negations = signs.compiled(signs.negations)
        self._not_negations = signs.compiled(signs.not_negations)
        self._harmless = signs.compiled(signs.harmless)
        self._contrast = signs.compiled(signs.contrast)
        self.names = tuple(signs.concept)
        self.denials = _single(signs.negations)
        self.turns = _single(signs.contrast)
        self._ends = frozenset(signs.negation_ends.split())
        self._links = frozenset(signs.list_links.split())

    def read(self, text: str, *, forgiving: bool = True) -> "Message":
        """The message, ready to be asked what is in it.

        Forgiving reads through spelling mistakes: right only for a text in this language.
        """
        return self._message(tokens(text), forgiving=forgiving)

    def _message(self, typed: list[str], *, forgiving: bool = True) -> "Message":
        spelt = [self._speller.spelt(token) for token in typed] if forgiving else typed
        return Message(self, typed, " ".join(spelt).split())

    def sentences(self, message: "Message") -> list["Message"]:
        """What is said in a message one by one, where it says more than one thing."""
        said: list[list[str]] = [[]]
        for word in message.typed:
            if word == "." or word in self.turns:
                said.append([])
            else:
                said[-1].append(word)
        telling = [words for words in said if len(words) >= _SENTENCE][:_SENTENCES]
        return [self._message(words) for words in telling] if len(said) > 1 else []

    def kept(self, words: str) -> str:
        """The words without the phrases that are harmless whatever they hold."""
        return words if self._contrast.search(words) else self._harmless.sub("", words)

    def fitting(self, message: "Message") -> Iterator[Combination]:
        """The lines of the rules that the message fits, in their order."""
        return (line for line in self._signs.combinations if self._fits(line, message))

    def _fits(self, combination: Combination, message: "Message") -> bool:
        if any(message.places(name) for name in combination.absent):
            return False
        if not all(message.places(name) for name in combination.somewhere):
            return False
        found = [message.places(name) for name in combination.near]
        return all(found) and any(self._near(places) for places in product(*found))

    def _near(self, places: tuple[_Place, ...]) -> bool:
        apart = max(place.first for place in places) - min(place.last for place in places)
        return apart - 1 <= self._signs.window

    def places(self, name: str, message: "Message") -> tuple[_Place, ...]:
        """Where a concept stands in the message and is not denied."""
        found = self._signs.patterns[name].finditer(message.words)
        places = (message.place(match, name in self._deniable) for match in found)
        return tuple(place for place in places if not place.denied)

    def denied(self, words: str) -> set[int]:
        """The offsets of the words that a negation before them makes quiet."""
        blank = self._not_negations.sub(lambda match: "x" * len(match[0]), words)
        quiet: set[int] = set()
        for match in self._negations.finditer(blank):
            quiet.update(self._scope(words, match.end()))
        return quiet

    def _scope(self, words: str, start: int) -> set[int]:
        sentence = words[start:].split(". ", 1)[0]
        listed = any(f" {link} " in f" {sentence}" for link in self._links)
        quiet: set[int] = set()
        reach = _DENIAL_REACH
        for match in re.finditer(r"\S+", sentence):
            word = match[0]
            if word in self._ends or (word == "," and not listed) or reach == 0:
                break
            if word == "," or word in self._links:
                reach = _DENIAL_REACH
                continue
            quiet.add(start + match.start())
            reach -= 1
        return quiet


class Message:
    """A message's words and, worked out once, where each concept stands in them."""

    def __init__(self, matcher: Matcher, typed: list[str], spelt: list[str]) -> None:
        self._matcher = matcher
        self.typed = typed
        self.spelt = spelt
        self.words = matcher.kept("".join(f"{token} " for token in spelt))
        self._found: dict[str, tuple[_Place, ...]] = {}

    @property
    def first(self) -> Combination | None:
        """The first line of the rules that fits."""
        return next(self._matcher.fitting(self), None)

    def flags(self) -> tuple[str, ...]:
        """Every question that a line leads to, the first line's first."""
        return tuple(dict.fromkeys(line.flag for line in self._matcher.fitting(self)))

    def concepts(self) -> dict[str, tuple[int, ...]]:
        """The concepts that are named and not denied, and where, as a count of words."""
        found = {name: self.places(name) for name in self._matcher.names}
        return {name: tuple(p.first for p in places) for name, places in found.items() if places}

    def denies(self, word: str) -> bool:
        """Whether the word makes those after it quiet."""
        return word in self._matcher.denials

    def goes_on(self, word: str) -> bool:
        """Whether something else follows ("but")."""
        return word in self._matcher.turns

    def places(self, name: str) -> tuple[_Place, ...]:
        if name not in self._found:
            self._found[name] = self._matcher.places(name, self)
        return self._found[name]

    def place(self, match: re.Match[str], deniable: bool) -> _Place:
        denied = deniable and (match.start() in self._quiet or self._denied_after(match.end()))
        last = match.end() - 2 if match.end() > match.start() else match.start()
        return _Place(self._counts[match.start()], self._counts[last], denied)

    def _denied_after(self, end: int) -> bool:
        return (
            re.match(r"(?:, )?(?:no|none|nope|ninguno|ninguna) (?:[,.] |$)", self.words[end:])
            is not None
        )

    @cached_property
    def _quiet(self) -> set[int]:
        return self._matcher.denied(self.words)

    @cached_property
    def _counts(self) -> list[int]:
        """For each letter, how many words (and pauses) stand before its word."""
        counts: list[int] = []
        count = 0
        for token in self.words.split(" "):
            counts.extend([count] * (len(token) + 1))
            count += {".": _SENTENCE_BREAK, ",": _COMMA}.get(token, 1)
        return counts


def _single(phrases: str) -> frozenset[str]:
    """The phrases of a list that are one word."""
    return frozenset(phrase.strip() for phrase in phrases.split(",") if " " not in phrase.strip())


def tokens(text: str) -> list[str]:
    said = plain(text[:_LONGEST].replace("\n", " . "))
    said = re.sub(r"\.{2,}|[:()\[\]\"“”…]", " , ", said).replace("'", "")
    said = re.sub(r"[!?;]+", " . ", said).replace("&", " and ").replace("+", " and ")
    return _TOKEN.findall(said)
