"""Settings: read from the environment and `.env`, checked whole before anything starts."""

import re
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.schedule import QuietHours

LANGUAGES = ("en", "es")

ACCEPTED = {
    "TELEGRAM_BOT_TOKEN": "the token @BotFather gave you, like 123456789:AAE…",
    "TELEGRAM_API_URL": "an http(s) address, like https://api.telegram.org",
    "DATABASE_PATH": "a file path, like data/clinic.db",
    "ADMIN_IDS": "Telegram user ids separated by commas, or nothing",
    "CLINIC_NAME": "the name patients know, 1 to 60 characters",
    "CLINIC_PHONE": "a telephone number, like +49 30 1234567",
    "CLINIC_TIMEZONE": "an IANA time zone, like Europe/Berlin",
    "DEFAULT_LANGUAGE": " or ".join(LANGUAGES),
    "EMERGENCY_NUMBER": "the number patients call in an emergency, like 112, 911 or 999",
    "PRIVACY_CONTACT": "who answers questions about data: an e-mail address, telephone or postal address",
    "PROGRAMS_DIR": "a folder with exercises/, plans/ and advice/",
    "HEARTBEAT_URL": "an http(s) address to ping each minute, or nothing",
    "QUIET_HOURS": "from-to, like 21-08 or 21:30-07:15",
    "CATCH_UP_HOURS": "hours from 0.5 to 12, like 3",
    "HEALTH_PORT": "a port from 1024 to 65535, or 0 for none",
    "PRACTICE_PORT": "a port from 1024 to 65535",
    "BACKUP_DIR": "a folder path, or nothing for no daily backup",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
}

_SECRET = frozenset({"TELEGRAM_BOT_TOKEN"})


class SettingsError(Exception):
    """A setting is missing or wrong; each line names the key, what was given and what is accepted."""


def _token(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d{4,15}:[A-Za-z0-9_-]{20,64}", value):
        raise ValueError("not a bot token")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
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


def _ids(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _quiet(value: Any) -> Any:
    return QuietHours.parse(value) if isinstance(value, str) else value


def _optional(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Token = Annotated[SecretStr, AfterValidator(lambda s: SecretStr(_token(s.get_secret_value())))]
Port = Annotated[int, Field(ge=0, le=65535)]
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
    database_path: Path = Path("data/clinic.db")
    admin_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)] = ()
    clinic_name: Annotated[str, Field(min_length=1, max_length=60)]
    clinic_phone: Annotated[str, AfterValidator(_phone)]
    clinic_timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    default_language: Annotated[str, AfterValidator(_language)] = "en"
    emergency_number: Annotated[str, AfterValidator(_phone)]
    privacy_contact: Annotated[str, Field(min_length=3, max_length=200)]
    programs_dir: Path = Path(__file__).resolve().parent.parent / "programs"
    heartbeat_url: Address = None
    quiet_hours: Annotated[QuietHours, BeforeValidator(_quiet)] = QuietHours.parse("21-08")
    catch_up_hours: Annotated[float, Field(ge=0.5, le=12)] = 3
    health_port: Port = 8081
    practice_port: Port = 8080
    backup_dir: Annotated[Path | None, BeforeValidator(_optional)] = Path("data/backups")
    log_level: Annotated[str, Field(pattern="^(DEBUG|INFO|WARNING|ERROR)$")] = "INFO"

    @model_validator(mode="after")
    def _ids_are_people(self) -> "Settings":
        if any(number <= 0 for number in self.admin_ids):
            raise ValueError("ADMIN_IDS")
        return self


def has_token(env_file: Path | None = Path(".env")) -> bool:
    """Whether a bot token is set at all, right or wrong: it decides real bot or practice clinic."""

    class OnlyToken(BaseSettings):
        model_config = SettingsConfigDict(env_file=env_file, extra="ignore", env_ignore_empty=True)
        telegram_bot_token: str = ""

    return bool(OnlyToken().telegram_bot_token.strip())


def load(**given: Any) -> Settings:
    """Read the settings; raise `SettingsError` with one line for each that is missing or wrong."""
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = [_line(dict(problem)) for problem in error.errors()]
        raise SettingsError("\n".join(dict.fromkeys(lines))) from None


def _line(problem: dict[str, Any]) -> str:
    place = problem["loc"][0] if problem["loc"] else "admin_ids"
    key = str(place).upper()
    accepted = ACCEPTED.get(key, "see .env.example")
    if problem["type"] == "missing":
        return f"{key} is not set. Needed: {accepted}. Write it in .env (see .env.example)."
    given = problem["input"]
    shown = f"{len(str(given))} characters" if key in _SECRET else repr(given)
    if key == "ADMIN_IDS":
        shown = "something that is not a list of ids"
    return f"{key} is {shown}. Accepted: {accepted}."
