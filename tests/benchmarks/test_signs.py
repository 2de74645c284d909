"""How long a message is read for signs, how soon the reader is ready, and how long it learns."""

from pathlib import Path
from time import process_time

from bot import lessons_file, screening_file
from bot.domain.screening import red_flag_question

PROGRAMS = Path(__file__).parents[2] / "programs"
CORPUS = Path(__file__).parents[1] / "domain" / "corpus"


def test_a_message_is_read_in_milliseconds() -> None:
    screening = screening_file.load(PROGRAMS)
    lines = (CORPUS / "en_a_held.tsv").read_text(encoding="utf-8").splitlines()[1:]
    messages = [line.partition("\t")[2] for line in lines]
    red_flag_question("hello", "en", screening)
    began = process_time()
    for message in messages:
        red_flag_question(message, "en", screening)
    spent = (process_time() - began) / len(messages) * 1000
    print(f"\n{spent:.1f} ms a message")
    assert spent < 10


def test_the_longest_message_is_read_in_time() -> None:
    screening = screening_file.load(PROGRAMS)
    for text in ("cant pee " * 450, "a b c. " * 600, "no " * 1300, "x" * 4096):
        began = process_time()
        red_flag_question(text, "en", screening)
        assert process_time() - began < 1


def test_lessons_are_loaded_at_once_and_learned_in_a_minute(tmp_path: Path) -> None:
    lessons_file._lessons.cache_clear()
    began = process_time()
    lessons_file.load(PROGRAMS)
    loaded = process_time() - began
    (tmp_path / "examples").symlink_to(PROGRAMS / "examples")
    screening = screening_file.untaught(PROGRAMS)
    began = process_time()
    for lang in screening.readers:
        lessons_file.teach(tmp_path, lang, screening)
    learned = process_time() - began
    print(f"\nloaded in {loaded * 1000:.0f} ms, learned in {learned:.0f} s")
    assert loaded < 0.5
    assert learned < 60
