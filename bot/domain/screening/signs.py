"""The word lists by which a message is read for signs, as the screening file holds them."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated

from pydantic import Field, model_validator

from bot.domain.program.words import Data, Words
from bot.domain.screening.questions import RedFlagId
from bot.domain.typed_text import plain

Regexes = dict[str, re.Pattern[str]]
Chance = Annotated[float, Field(gt=0, le=1)]
_GAP = r"(?:[a-z0-9]+(?:\.\d+)? ){0,3}"
_END = r"(?=[.,] |$)"
_SIGNS = {"_": _GAP, ".": _END}
_WORD = re.compile(r"<(?P<concept>\w+)>|[a-z0-9.]+\*?")


class Rule(Data):
    """One question and the combinations of concepts that lead to it."""

    flag: RedFlagId
    any: tuple[str, ...] = ()
    """Each "a + b & c - d": a and b stand near each other, c anywhere, d nowhere."""
    perhaps: tuple[str, ...] = ()
    """Lines of the same kind that what the examples have taught may overrule."""

    @model_validator(mode="after")
    def _has_a_line(self) -> "Rule":
        if not self.any and not self.perhaps:
            raise ValueError("needs a line in any or perhaps")
        return self


class Combination(Data):
    """A rule's line, taken apart."""

    flag: RedFlagId
    sure: bool
    """Asked whatever the examples have taught."""
    near: tuple[str, ...]
    somewhere: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every concept that the line names."""
        return self.near + self.somewhere + self.absent


class Signs(Data):
    """How signs are spoken of in one language."""

    window: int = Field(default=7, ge=1, le=30)
    """How many words may stand between the concepts of a rule."""
    ask_emergency_from: Chance
    """How likely, from 0 to 1, the examples must make an emergency for it to be asked about."""
    ask_named_from: Chance
    """The same where a line under `perhaps` names one."""
    ask_from: Chance
    """The same for a lesser sign; half of it where a line names one."""
    negations: str
    """Words that make the symptom after them quiet."""
    not_negations: str
    """Phrases that hold such a word and deny nothing ("not sure")."""
    negation_ends: str
    """Words at which a denial is over."""
    list_links: str
    """Words that carry a denial on along a list ("no numbness, tingling or weakness")."""
    deniable: str
    """Concepts that are quiet when denied; all others are signs even beside a "no"."""
    contrast: str
    """Words after which something else follows ("but"): harmless phrases are then read too."""
    harmless: str
    """Phrases taken out before reading."""
    ordinary: str
    """Everyday words that must not be taken for a misspelt sign."""
    little: str
    """Words that people type together with the next ("nopuedo")."""
    concept: Mapping[str, str]
    """Phrases, with commas between: a|b either, word* beginning, _ up to three words, <concept>,
    . a comma or the end of the sentence."""
    rule: tuple[Rule, ...]

    @model_validator(mode="after")
    def _names_are_known(self) -> "Signs":
        named = [name for one in self.combinations for name in one.names]
        named += self.deniable.replace(",", " ").split()
        texts = (*self.concept.values(), self.harmless, self.not_negations, self.negations)
        named += [name for text in texts for name in re.findall(r"<(\w+)>", text)]
        for name in named:
            if name not in self.concept:
                raise ValueError(f"there is no concept {name!r}")
        for text in (*texts, self.contrast):
            self.compiled(text)
        return self

    @cached_property
    def combinations(self) -> tuple[Combination, ...]:
        """All rules' lines in the order of the rules."""
        return tuple(
            _combination(rule.flag, line, sure=sure)
            for rule in self.rule
            for lines, sure in ((rule.any, True), (rule.perhaps, False))
            for line in lines
        )

    @cached_property
    def patterns(self) -> Regexes:
        """One pattern for each concept, over words with one space after each."""
        return {name: self.compiled(text) for name, text in self.concept.items()}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every whole word of the lists."""
        texts = (*self.concept.values(), self.harmless, self.ordinary, self.negations)
        whole = plain(" ".join((*texts, self.not_negations, self.negation_ends, self.contrast)))
        return frozenset(re.findall(r"(?<![\w<])[a-z]+(?![\w*>])", whole))

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """What stands before a star in the lists."""
        return tuple(re.findall(r"([a-z]+)\*", plain(" ".join(self.concept.values()))))

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """The words that a misspelt word may be meant for."""
        whole = plain(" ".join(self.concept.values())).replace("*", "")
        return tuple(sorted(set(re.findall(r"(?<![\w<])[a-z]{5,}(?![\w>])", whole))))

    def compiled(self, text: str) -> re.Pattern[str]:
        """A pattern for a comma-separated list of phrases; "" matches nothing."""
        return re.compile(rf"(?<![\w.])(?:{self._either(text, ())})" if text else r"(?!)")

    def _either(self, text: str, within: tuple[str, ...]) -> str:
        phrases = sorted(
            (phrase.strip() for phrase in plain(text).split(",")), key=len, reverse=True
        )
        return "|".join("".join(self._parts(phrase, within)) for phrase in phrases if phrase)

    def _parts(self, phrase: str, within: tuple[str, ...]) -> Iterator[str]:
        for part in phrase.split():
            if part in _SIGNS:
                yield _SIGNS[part]
            else:
                yield f"(?:{'|'.join(self._word(word, within) for word in part.split('|'))})"

    def _word(self, word: str, within: tuple[str, ...]) -> str:
        if not (found := _WORD.fullmatch(word)):
            raise ValueError(f"{word!r} is neither a word nor a <concept>")
        name = found["concept"]
        if name is None:
            return word.replace(".", "[.]").replace("*", "[a-z]*") + " "
        if name in within:
            raise ValueError(f"concept {name!r} leads back to itself")
        return f"(?:{self._either(self.concept[name], (*within, name))})"


class SignsByLanguage(Words[Signs]):
    """The word lists of every language the bot speaks."""


def _combination(flag: RedFlagId, line: str, *, sure: bool) -> Combination:
    present, *absent = (part.strip() for part in line.split(" - "))
    near, *somewhere = (part.strip() for part in present.split("&"))
    names = tuple(name.strip() for name in near.split("+"))
    return Combination(
        flag=flag, sure=sure, near=names, somewhere=tuple(somewhere), absent=tuple(absent)
    )
