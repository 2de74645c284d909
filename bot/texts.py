"""What the bot says: catalogues of every language, and the one place where values are escaped."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
LONG_DAY = {"en": "EEEE d MMMM", "es": "EEEE d 'de' MMMM"}


class Markup(str):
    """Text that is already safe HTML and goes into a message as it is."""

    __slots__ = ()


def catalogue(language: str, folder: Path = LOCALES) -> Catalog:
    """All files of one language as one catalogue; a key written twice is an error."""
    whole = Catalog(locale=language)
    for path in sorted((folder / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if not message.id:
                    continue
                if message.id in whole:
                    raise ValueError(f"{path.name}: {message.id} is written twice")
                whole[message.id] = message
    return whole


class Texts:
    """Looks wording up by language and key and fills its placeholders."""

    def __init__(self, catalogues: Mapping[str, GNUTranslations]) -> None:
        self._catalogues = catalogues

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._catalogues)

    def text(self, language: str, key: str, /, **values: Any) -> Markup:
        """HTML for a message: the wording's own tags stay, every value is escaped.

        With a number `n` the plural form is chosen. An unknown key raises `KeyError`.
        """
        safe = {name: _escaped(value) for name, value in values.items()}
        return Markup(self._wording(language, key, values).format(**safe))

    def plain(self, language: str, key: str, /, **values: Any) -> str:
        """The same without markup, for buttons and pop-ups."""
        return self._wording(language, key, values).format(**values)

    def has(self, language: str, key: str) -> bool:
        return self._catalogues[language].gettext(key) != key

    def _wording(self, language: str, key: str, values: Mapping[str, Any]) -> str:
        found = self._catalogues[language]
        n = values.get("n")
        wording = found.ngettext(key, key, n) if isinstance(n, int) else key
        if wording == key:
            wording = found.gettext(key)
        if wording == key:
            raise KeyError(f"{language}: no wording for {key!r}")
        return wording


def _escaped(value: Any) -> Any:
    if isinstance(value, Markup | int | float):
        return value
    return escape(str(value), quote=False)


@cache
def load(folder: Path = LOCALES) -> Texts:
    """Read every language's catalogue files."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.is_dir() and any(path.glob("*.po")):
            compiled = io.BytesIO()
            write_mo(compiled, catalogue(path.name, folder))
            compiled.seek(0)
            found[path.name] = GNUTranslations(compiled)
    return Texts(found)


def day(language: str, value: date) -> str:
    """ "Wednesday 18 March" in the reader's language."""
    return format_date(value, LONG_DAY[language], locale=language)


def short_day(language: str, value: date) -> str:
    """ "Wed 18"."""
    return format_date(value, "EEE d", locale=language)


def month_day(language: str, value: date) -> str:
    """ "2 Mar": short, and clear over months."""
    return format_date(value, "d MMM", locale=language)


def weekday(language: str, number: int) -> str:
    """The short name of weekday 0 (Monday) to 6."""
    return format_date(date(2024, 1, 1 + number), "EEE", locale=language)


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """ "08:30" on the reader's wall."""
    return f"{instant.astimezone(zone):%H:%M}"


def minute(value: int) -> str:
    """Minutes of the day as "08:30"."""
    return f"{value // 60:02d}:{value % 60:02d}"
