"""What is looked at in a message when examples are learned from, and when they are used."""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from bot.domain.screening.matcher import Message

_DENIED_WORDS = 4
_PARTS = (3, 4, 5)
_NEAR = 9
_PAUSES = frozenset({".", ","})


def features(message: Message) -> tuple[str, ...]:
    """Each feature once, in a fixed order: sums of weights must not depend on chance.

    pee a word, cannot pee two neighbours, no:pee after a denial, ~eei part of a word,
    <pee> a concept of the lists, <cant> <pee> two near each other.
    """
    found = set(_words(message.spelt))
    found.update(_denied(message))
    found.update(_parts(message.typed))
    found.update(_concepts(message))
    return tuple(sorted(found))


def _words(spelt: Iterable[str]) -> Iterator[str]:
    yield from spelt
    yield from (f"{one} {other}" for one, other in pairwise(("^", *spelt, "$")))


def _denied(message: Message) -> Iterator[str]:
    left = 0
    for word in message.spelt:
        if message.denies(word):
            left = _DENIED_WORDS
        elif word == "." or message.goes_on(word):
            left = 0
        elif left:
            left -= 1
            yield f"no:{word}"


def _parts(typed: Iterable[str]) -> Iterator[str]:
    for word in typed:
        if word in _PAUSES:
            continue
        whole = f"({word})"
        for length in _PARTS:
            yield from (f"~{whole[at : at + length]}" for at in range(len(whole) - length + 1))


def _concepts(message: Message) -> Iterator[str]:
    found = message.concepts()
    yield from (f"<{name}>" for name in found)
    for (one, here), (other, there) in combinations(sorted(found.items()), 2):
        if any(abs(a - b) < _NEAR for a in here for b in there):
            yield f"<{one}> <{other}>"
