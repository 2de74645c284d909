"""Reads examples/ and signs/ of a programme folder: example messages and what they have taught."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from bot.domain.program.problem import Problem
from bot.domain.program.words import LANGUAGES
from bot.domain.screening import Screening
from bot.domain.screening.learning import Example, learn
from bot.domain.screening.lessons import ANSWERS, HARMLESS, Lessons, LessonsByLanguage
from bot.program_files import ProgrammeErrors

# Raise it when a change of the learning code should teach every language anew.
LEARNER: Final = 3
_HOW: Final = "`python run_bot.py teach` makes it anew"
_QUESTIONS: Final = frozenset(ANSWERS) - {HARMLESS}


def load(folder: Path) -> LessonsByLanguage:
    """What has been taught; raises ProgrammeErrors with every file that cannot be used."""
    problems: list[Problem] = []
    found: dict[str, Lessons] = {}
    for lang in LANGUAGES:
        try:
            found[lang] = _lessons(_read(folder, _name(lang)))
        except ProgrammeErrors as error:
            problems += error.problems
        except (ValidationError, ValueError):
            problems.append(Problem(_name(lang), "", f"is broken; {_HOW}"))
    if problems:
        raise ProgrammeErrors(tuple(problems))
    return LessonsByLanguage(**found)


@lru_cache(maxsize=4)
def _lessons(text: str) -> Lessons:
    """The same content is taken apart once."""
    first, _, rows = text.partition("\n")
    return Lessons(made_from=first.removeprefix("made from\t"), rows=rows)


def teach(folder: Path, lang: str, screening: Screening) -> int:
    """Learn a language's examples and write what they teach; how many they were."""
    reader = screening.readers[lang]
    examples = [
        Example(reader.features(message), flags) for flags, message in _examples(folder, lang)
    ]
    path = folder / _name(lang)
    path.parent.mkdir(exist_ok=True)
    made = f"made from\t{_digest(folder, lang, screening)}\n{learn(examples)}"
    path.write_text(made, encoding="utf-8", newline="\n")
    return len(examples)


def stale(folder: Path, screening: Screening) -> list[str]:
    """The files that were made from other examples or other lists."""
    taught = screening.lessons
    return [
        _name(lang)
        for lang in LANGUAGES
        if taught is None or taught.say(lang).made_from != _digest(folder, lang, screening)
    ]


def _name(lang: str) -> str:
    return f"signs/{lang}.tsv"


def _digest(folder: Path, lang: str, screening: Screening) -> str:
    lists = screening.signs.say(lang).model_dump_json(
        exclude={"ask_emergency_from", "ask_named_from", "ask_from"}
    )
    examples = "\n".join(f"{flags}\t{text}" for flags, text in _examples(folder, lang))
    return sha256(f"{LEARNER}\n{lists}\n{examples}".encode()).hexdigest()[:16]


def _examples(folder: Path, lang: str) -> list[tuple[tuple[str, ...], str]]:
    """Every line's questions and message; raises ProgrammeErrors that name the lines."""
    name = f"examples/{lang}.tsv"
    lines = _read(folder, name).splitlines()
    problems = tuple(_mistakes(name, lines))
    if problems:
        raise ProgrammeErrors(problems)
    parted = [line.partition("\t") for line in lines[1:] if line.strip()]
    return [(tuple(filter(None, flags.split("|"))), message) for flags, _, message in parted]


def _mistakes(name: str, lines: list[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines[1:], 2):
        flags, tab, message = line.partition("\t")
        unknown = sorted(set(filter(None, flags.split("|"))) - _QUESTIONS)
        if not line.strip():
            continue
        if not tab or not message.strip():
            yield Problem(name, f"line {number}", "needs the questions, a tab and the message")
        elif unknown:
            yield Problem(name, f"line {number}", "is no red-flag question", f'"{unknown[0]}"')


def _read(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 text from byte {error.start} on; save it as UTF-8"
        raise ProgrammeErrors((Problem(name, "", message),)) from None
    except OSError as error:
        hint = f"; {_HOW}" if name.startswith("signs/") else ""
        message = f"cannot be opened: {error.strerror}{hint}"
        raise ProgrammeErrors((Problem(name, "", message),)) from None
