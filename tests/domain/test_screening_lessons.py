"""Example messages teach the reader, the lists keep the last word, and nothing half-made starts."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pydantic import ValidationError

from bot import lessons_file, screening_file
from bot.domain.program.words import LANGUAGES
from bot.domain.screening import Screening, red_flag_question
from bot.domain.screening.learning import Example, learn
from bot.domain.screening.lessons import ALWAYS, ANSWERS, HARMLESS, Lessons, LessonsByLanguage
from bot.program_files import ProgrammeErrors
from bot.read_command import read
from bot.teach_command import teach

PROGRAMS = Path(__file__).parents[2] / "programs"
CORPUS = Path(__file__).parent / "corpus"
HEADER = "questions\tmessage\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A programme folder with the real lists and a few examples of its own."""
    shutil.copy(PROGRAMS / "screening.toml", tmp_path)
    (tmp_path / "examples").mkdir()
    for lang in LANGUAGES:
        write(tmp_path, lang, "bladder\tkazoo gone silent\nfever\thot potato\n\tblue sky\n" * 3)
    return tmp_path


def write(folder: Path, lang: str, lines: str) -> None:
    (folder / "examples" / f"{lang}.tsv").write_text(HEADER + lines, encoding="utf-8")


def taught(folder: Path) -> Result:
    return CliRunner().invoke(teach, ["--programs", str(folder)])


def shown(folder: Path, line: str) -> Result:
    return CliRunner().invoke(read, ["--programs", str(folder)], input=line)


def saying(answer: str) -> Screening:
    """The real lists with lessons that find the same in every message."""
    row = " ".join("200" if one == answer else "0" for one in ANSWERS)
    lessons = Lessons(made_from="a test", rows=f"{ALWAYS}\t{row}\n")
    both = LessonsByLanguage(en=lessons, es=lessons)
    return screening_file.untaught(PROGRAMS).taught(both)


@pytest.mark.parametrize(
    ("lang", "text", "question"),
    [
        ("en", "No feeling between my legs", "saddle_numbness"),
        ("en", "I can't feel it when I wipe", "saddle_numbness"),
        ("en", "cannot pee", "bladder"),
        ("en", "I soiled myself", "bowel"),
        ("en", "no erections since my back went", "sexual"),
        ("en", "both legs are numb", "both_legs"),
        ("es", "no siento nada entre las piernas", "saddle_numbness"),
        ("es", "no puedo orinar", "bladder"),
        ("es", "no aguanto los gases", "bowel"),
        ("es", "tengo dormidas las dos piernas", "both_legs"),
    ],
)
def test_what_the_lists_name_outright_is_asked_whatever_was_learned(
    lang: str, text: str, question: str
) -> None:
    assert red_flag_question(text, lang, saying(HARMLESS)) == question


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "I lost control of the ball"), ("es", "se me escapó el autobús")],
)
def test_what_the_lists_only_suspect_can_be_learned_to_be_harmless(lang: str, text: str) -> None:
    lists = screening_file.untaught(PROGRAMS)
    assert red_flag_question(text, lang, lists) is not None
    assert red_flag_question(text, lang, saying(HARMLESS)) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_no_list_holds_can_be_learned(lang: str) -> None:
    assert red_flag_question("kazoo", lang, saying(HARMLESS)) is None
    assert red_flag_question("kazoo", lang, saying("bladder")) == "bladder"
    assert red_flag_question("kazoo", lang, saying("fever")) == "fever"
    assert red_flag_question("", lang, saying("bladder")) is None


def test_the_same_examples_teach_the_same() -> None:
    examples = [Example(("kazoo", "gone"), ("bladder",)), Example(("blue", "sky"), ())] * 3
    assert learn(examples) == learn(list(examples))
    lessons = Lessons(made_from="a test", rows=learn(examples))
    assert max(lessons.chances(("kazoo",)).items(), key=lambda one: one[1])[0] == "bladder"
    assert lessons.chances(("sky", "never seen"))[HARMLESS] > 0.5
    assert sum(lessons.chances(()).values()) == pytest.approx(1)


def test_a_clinics_own_examples_are_learned_and_read(folder: Path) -> None:
    told = taught(folder)
    assert told.exit_code == 0, told.output
    assert "en: learned from 9 examples." in told.output
    lines = "en\tthe kazoo has gone silent\nen\tblue sky\nes\tkazoo gone silent\n"
    assert shown(folder, lines).output.split("\n")[:-1] == ["\tbladder", "\t", "\tbladder"]


def test_lessons_older_than_their_examples_or_lists_are_named(folder: Path) -> None:
    taught(folder)

    def stale() -> list[str]:
        return lessons_file.stale(folder, screening_file.load(folder))

    assert stale() == []
    write(folder, "es", "bladder\tel kazoo calló\n" * 3)
    assert stale() == ["signs/es.tsv"]
    lists = folder / "screening.toml"
    text = lists.read_text(encoding="utf-8")
    lists.write_text(text.replace("ask_from = 0.3", "ask_from = 0.4"), encoding="utf-8")
    assert stale() == ["signs/es.tsv"], "how soon to ask is no matter of learning"
    lists.write_text(text.replace("perineum, perineal", "perineum"), encoding="utf-8")
    assert stale() == ["signs/en.tsv", "signs/es.tsv"]


def test_the_clinics_files_are_fresh() -> None:
    assert lessons_file.stale(PROGRAMS, screening_file.load(PROGRAMS)) == []


def test_without_lessons_nothing_starts(folder: Path) -> None:
    told = shown(folder, "en\tcannot pee")
    assert told.exit_code == 1
    for lang in LANGUAGES:
        assert f"signs/{lang}.tsv: cannot be opened" in told.output
    assert "run_bot.py teach" in told.output


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda sound: sound[: len(sound) // 2],
        lambda sound: sound.replace(" ", "\t", 5),
        lambda sound: sound.replace(ALWAYS, "(never)"),
        lambda sound: sound + "pee\tmany\n",
        lambda sound: "\xff" + sound,
    ],
)
def test_broken_lessons_are_refused_by_name(folder: Path, spoil: Callable[[str], str]) -> None:
    taught(folder)
    path = folder / "signs" / "es.tsv"
    path.write_bytes(spoil(path.read_text(encoding="utf-8")).encode("latin-1", "replace"))
    with pytest.raises(ProgrammeErrors, match=r"signs/es\.tsv: is") as caught:
        screening_file.load(folder)
    assert "signs/en.tsv" not in str(caught.value)


def test_every_mistake_in_the_examples_is_told_at_once(folder: Path) -> None:
    write(folder, "en", "bladdr\tcannot pee\ncannot pee\n\nbowel|fall\tfine\nfever\t \n")
    told = taught(folder)
    assert told.exit_code == 1
    assert 'examples/en.tsv: line 2: is no red-flag question (given: "bladdr")' in told.output
    assert "examples/en.tsv: line 3: needs the questions, a tab and the message" in told.output
    assert "line 4" not in told.output
    assert "line 5" not in told.output
    assert "examples/en.tsv: line 6" in told.output


def test_rows_of_another_shape_are_no_lessons() -> None:
    for rows in ("", "pee\t1 2 3\n", f"{ALWAYS}\t{'1 ' * len(ANSWERS)}\n"):
        with pytest.raises(ValidationError, match="is broken"):
            Lessons(made_from="a test", rows=rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_measures_the_reader_was_not_learned(lang: str) -> None:
    def messages(path: Path) -> set[str]:
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        return {" ".join(line.partition("\t")[2].lower().split()) for line in lines}

    learned = messages(PROGRAMS / "examples" / f"{lang}.tsv")
    assert len(learned) > 3000
    for path in (*CORPUS.glob(f"{lang}_*sealed.tsv"), *CORPUS.glob(f"{lang}_*held.tsv")):
        assert not learned & messages(path), path.name


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_clinics_lessons_are_what_its_examples_teach(lang: str, tmp_path: Path) -> None:
    shutil.copytree(PROGRAMS / "examples", tmp_path / "examples")
    lessons_file.teach(tmp_path, lang, screening_file.untaught(PROGRAMS))
    made = weights(tmp_path / "signs" / f"{lang}.tsv")
    kept = weights(PROGRAMS / "signs" / f"{lang}.tsv")
    # Another Python may add up the last digit otherwise.
    both = made.keys() & kept.keys()
    assert len(both) > 0.99 * len(made.keys() | kept.keys())
    assert all(
        abs(a - b) <= 1 for name in both for a, b in zip(made[name], kept[name], strict=True)
    )


def weights(path: Path) -> dict[str, list[int]]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return {name: [*map(int, numbers.split())] for name, numbers in rows}
