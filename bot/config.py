"""Settings: read from the environment and `.env`, checked whole before anything starts."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.schedule import QuietHours

Read = TypeVar("Read", bound=BaseSettings)
LANGUAGES = ("en", "es")
PROGRAMS = Path(__file__).resolve().parent.parent / "programs"

ACCEPTED = {
    "TELEGRAM_BOT_TOKEN": "the token @BotFather gave you, like 123456789:AAE…",
    "TELEGRAM_API_URL": "an http(s) address, like https://api.telegram.org",
    "DATABASE_PATH": "a file path, like data/clinic.db",
    "ADMIN_IDS": "Telegram user ids separated by commas, or nothing",
    "CLINIC_NAME": "the name patients know, 1 to 60 characters",
    "CLINIC_PHONE": "a telephone number, like +49 30 5550100",
    "CLINIC_TIMEZONE": "an IANA time zone, like Europe/Berlin",
    "DEFAULT_LANGUAGE": " or ".join(LANGUAGES),
    "EMERGENCY_NUMBER": "the number patients call in an emergency, like 112, 911 or 999",
    "PRIVACY_CONTACT": "who answers questions about data: e-mail, telephone or postal address",
    "PROGRAMS_DIR": "a folder with exercises/, plans/ and advice/",
    "HEARTBEAT_URL": "an http(s) address to ping each minute, or nothing",
    "QUIET_HOURS": "from-to, like 21-08 or 21:30-07:15",
    "WORKING_HOURS": "from-to, like 08-18 or 07:30-16:00",
    "ESCALATE_MINUTES": "three rising numbers from 5 to 240, like 15,30,60",
    "CATCH_UP_HOURS": "hours from 0.5 to 12, like 3",
    "HEALTH_PORT": "a port from 1024 to 65535, or 0 for none",
    "PRACTICE_PORT": "a port from 1024 to 65535",
    "BACKUP_DIR": "a folder path, or nothing for no daily backup",
    "ERASE_AFTER_DAYS": "whole days from 0 to 90, like 7",
    "RETENTION_DAYS": "whole days, like 3650, or 0 to keep closed enrolments",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
}

_SECRET = "TELEGRAM_BOT_TOKEN"  # noqa: S105 - a name, no secret
_LIKE_A_TOKEN = re.compile(r"\d{4,16}:[A-Za-z0-9_-]{10,}")


class SettingsError(Exception):
    """Settings are missing or wrong: a line each, with key, what was given, what is accepted."""


def _token(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d{4,15}:[A-Za-z0-9_-]{20,64}", value):
        raise ValueError("not a bot token")
    return value


@cache
def _zones() -> set[str]:
    """Every zone known here; looking for them walks through hundreds of files."""
    return available_timezones()


def _zone(value: str) -> str:
    if value not in _zones():
        raise ValueError("unknown time zone")
    return value


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError("unknown language")
    return value


def _phone(value: str) -> str:
    if not re.fullmatch(r"[+0-9][0-9 ()/.-]{1,30}", value) or sum(c.isdigit() for c in value) < 2:
        raise ValueError("not a telephone number")
    return value


def _file(path: Path) -> Path:
    if path.is_dir():
        raise ValueError("a folder")
    return path


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError("no folder")
    return path


def _port_or_none(value: int) -> int:
    if 0 < value < 1024:
        raise ValueError("a port of the system")
    return value


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


def _ids(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _rising(value: tuple[int, int, int]) -> tuple[int, int, int]:
    if sorted(set(value)) != list(value):
        raise ValueError("not rising")
    return value


def _quiet(value: Any) -> Any:
    return QuietHours.parse(value) if isinstance(value, str) else value


def _optional(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Token = Annotated[SecretStr, AfterValidator(lambda s: SecretStr(_token(s.get_secret_value())))]
Port = Annotated[int, Field(ge=1024, le=65535)]
PortOrNone = Annotated[int, Field(ge=0, le=65535), AfterValidator(_port_or_none)]
Minutes = Annotated[int, Field(ge=5, le=240)]
AccountId = Annotated[int, Field(gt=0, lt=2**52)]
Folder = Annotated[Path, AfterValidator(_folder)]
Address = Annotated[HttpUrl | None, BeforeValidator(_optional)]


class Settings(BaseSettings):
    """Everything a clinic can set. The names in the environment are these in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        frozen=True,
        str_strip_whitespace=True,
    )

    telegram_bot_token: Token | None = None
    telegram_api_url: HttpUrl = HttpUrl("https://api.telegram.org")
    database_path: Annotated[Path, AfterValidator(_file)] = Path("data/clinic.db")
    admin_ids: Annotated[tuple[AccountId, ...], NoDecode, BeforeValidator(_ids)] = ()
    clinic_name: Annotated[str, Field(min_length=1, max_length=60)]
    clinic_phone: Annotated[str, AfterValidator(_phone)]
    clinic_timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    default_language: Annotated[str, AfterValidator(_language)] = "en"
    emergency_number: Annotated[str, AfterValidator(_phone)]
    privacy_contact: Annotated[str, Field(min_length=3, max_length=200)]
    programs_dir: Folder = PROGRAMS
    heartbeat_url: Address = None
    quiet_hours: Annotated[QuietHours, NoDecode, BeforeValidator(_quiet)] = QuietHours.parse(
        "21-08"
    )
    working_hours: Annotated[QuietHours, NoDecode, BeforeValidator(_quiet)] = QuietHours.parse(
        "08-18"
    )
    escalate_minutes: Annotated[
        tuple[Minutes, Minutes, Minutes], NoDecode, BeforeValidator(_ids), AfterValidator(_rising)
    ] = (15, 30, 60)
    catch_up_hours: Annotated[float, Field(ge=0.5, le=12)] = 3
    health_port: PortOrNone = 8081
    practice_port: Port = 8080
    backup_dir: Annotated[Path | None, BeforeValidator(_optional)] = Path("data/backups")
    erase_after_days: Annotated[int, Field(ge=0, le=90)] = 7
    retention_days: Annotated[int, Field(ge=0, le=36500)] = 3650
    log_level: Annotated[
        str, BeforeValidator(_upper), Field(pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    ] = "INFO"


class _Choice(BaseSettings):
    """The little that decides which of the two clinics opens, and where."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )
    telegram_bot_token: str = ""
    practice_port: Port = 8080
    programs_dir: Folder = PROGRAMS
    database_path: Path = Path("data/clinic.db")


def has_token() -> bool:
    """Whether a bot token is set at all, right or wrong: it decides real bot or practice clinic."""
    mine = _loaded(lambda: _Choice(practice_port=8080, programs_dir=PROGRAMS))
    return bool(mine.telegram_bot_token.strip())


def practice_port() -> int:
    """Where the practice clinic's page opens; it reads nothing else of the clinic's settings."""
    return _loaded(lambda: _Choice(programs_dir=PROGRAMS)).practice_port


def programs_dir() -> Path:
    """Which programmes are checked, whatever else is set or missing."""
    return _loaded(lambda: _Choice(practice_port=8080)).programs_dir


def database_path() -> Path:
    """Where the clinic's file is, whatever else is set or missing."""
    return _loaded(lambda: _Choice(practice_port=8080, programs_dir=PROGRAMS)).database_path


def load(**given: Any) -> Settings:
    """Read the settings; raise `SettingsError` with one line for each that is missing or wrong."""
    return _loaded(lambda: Settings(**given))


def _loaded(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except ValidationError as error:
        lines = [_line(dict(problem)) for problem in error.errors()]
        raise SettingsError("\n".join(dict.fromkeys(lines))) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env cannot be read: {error}. Write it as UTF-8 text.") from None


def _line(problem: dict[str, Any]) -> str:
    key = str(problem["loc"][0]).upper()
    accepted = ACCEPTED.get(key, "see .env.example")
    if problem["type"] == "missing":
        return f"{key} is not set. Accepted: {accepted}. Write it in .env (see .env.example)."
    return f"{key} is {_shown(key, problem['input'])}. Accepted: {accepted}."


def _shown(key: str, given: object) -> str:
    """What was given, on one line; a token is counted, not shown, in whichever key it stands."""
    if key == _SECRET:
        return f"{len(str(given))} characters that are no token"
    shown = repr(str(given)) if isinstance(given, Path) else repr(given)
    shown = _LIKE_A_TOKEN.sub("(a bot token)", shown)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
