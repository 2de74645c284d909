"""What people type, brought to one plain form before any parser reads it."""

import re
import unicodedata

ENGLISH_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
SPANISH_NUMBERS = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciseis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
]
_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "–": "-", "—": "-", "−": "-", "\U0001f51f": "10"}
)


def plain(text: str) -> str:
    """Lower case without accents, joiners or emoji marks, ASCII digits, single spaces."""
    text = text.translate(_TYPOGRAPHY)
    if text.isascii():  # as most of what is read: nothing to take apart
        return " ".join(text.casefold().split())
    spread = "".join(map(_spread_number, text))
    letters = unicodedata.normalize("NFKD", spread).casefold()
    bare = "".join(_bare(letter) for letter in unicodedata.normalize("NFKD", letters))
    return " ".join(bare.translate(_TYPOGRAPHY).split())


def _spread_number(letter: str) -> str:
    # "4½" is four and a half and "5²" is two numbers: a plain NFKD would read 41 and 52.
    if unicodedata.category(letter) != "No":
        return letter
    value = unicodedata.numeric(letter, -1.0)
    if 0 < value < 1:
        return f"{value:g}".removeprefix("0")
    return f" {letter} "


def _bare(letter: str) -> str:
    if letter.isascii():
        return letter
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(letter) in {"Mn", "Me", "Cf"} else letter


def digits_for_words(text: str, words: dict[str, int]) -> str:
    """Write each whole word that `words` knows as its number."""
    return re.sub(r"[a-z]+", lambda found: str(words.get(found[0], found[0])), text)
