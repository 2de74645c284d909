"""A wrong or missing setting: one line with its key, what was given, and what is accepted."""

from pathlib import Path

import pytest

from bot import config
from bot.config import ACCEPTED, Settings, SettingsError

GOOD = {
    "TELEGRAM_BOT_TOKEN": "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc",
    "CLINIC_NAME": "Hillside Physio",
    "CLINIC_PHONE": "+49 30 555 0100",
    "EMERGENCY_NUMBER": "112",
    "PRIVACY_CONTACT": "privacy@hillside.example",
}
WRONG = [
    ("TELEGRAM_BOT_TOKEN", "123456789"),
    ("TELEGRAM_API_URL", "telegram"),
    ("TELEGRAM_API_URL", "ftp://api.example"),
    ("DATABASE_PATH", "/"),
    ("ADMIN_IDS", "olga"),
    ("ADMIN_IDS", "12,-5"),
    ("ADMIN_IDS", "12;13"),
    ("ADMIN_IDS", "99999999999999999999"),
    ("CLINIC_NAME", "x" * 61),
    ("CLINIC_PHONE", "call us"),
    ("CLINIC_TIMEZONE", "Berlin"),
    ("DEFAULT_LANGUAGE", "de"),
    ("EMERGENCY_NUMBER", "the usual"),
    ("PRIVACY_CONTACT", "me"),
    ("PROGRAMS_DIR", "/no/such/folder"),
    ("HEARTBEAT_URL", "heartbeat"),
    ("QUIET_HOURS", "late"),
    ("WORKING_HOURS", "office hours"),
    ("ESCALATE_MINUTES", "15,30"),
    ("ESCALATE_MINUTES", "30,15,60"),
    ("CATCH_UP_HOURS", "13"),
    ("CATCH_UP_HOURS", "nan"),
    ("HEALTH_PORT", "80"),
    ("HEALTH_PORT", "70000"),
    ("PRACTICE_PORT", "0"),
    ("PRACTICE_PORT", "page"),
    ("ERASE_AFTER_DAYS", "91"),
    ("RETENTION_DAYS", "-1"),
    ("LOG_LEVEL", "LOUD"),
]
REQUIRED = ("CLINIC_NAME", "CLINIC_PHONE", "EMERGENCY_NUMBER", "PRIVACY_CONTACT")


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and no settings but those of a small clinic."""
    monkeypatch.chdir(tmp_path)
    for key in ACCEPTED:
        monkeypatch.delenv(key, raising=False)
    for key, value in GOOD.items():
        monkeypatch.setenv(key, value)


def refused() -> list[str]:
    with pytest.raises(SettingsError) as caught:
        config.load()
    return str(caught.value).splitlines()


def test_every_setting_says_what_it_accepts_and_stands_in_the_example() -> None:
    assert {name.upper() for name in Settings.model_fields} == set(ACCEPTED)
    example = (Path(__file__).parent.parent / ".env.example").read_text()
    keys = {
        line.partition("=")[0] for line in example.splitlines() if "=" in line and line[0] != "#"
    }
    assert keys == set(ACCEPTED)


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_setting_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    monkeypatch.setenv(key, value)
    (line,) = refused()
    assert line.startswith(f"{key} is ")
    assert f"Accepted: {ACCEPTED[key]}." in line
    if key != "TELEGRAM_BOT_TOKEN":
        assert value.partition(",")[2] or value[:50] in line


def test_every_key_that_can_be_wrong_is_tried() -> None:
    # Any text is a folder's path.
    assert {key for key, _ in WRONG} == set(ACCEPTED) - {"BACKUP_DIR"}


@pytest.mark.parametrize("key", REQUIRED)
@pytest.mark.parametrize("value", [None, "", "   "])
def test_what_has_no_default_is_asked_for_by_name(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str | None
) -> None:
    if value is None:
        monkeypatch.delenv(key)
    else:
        monkeypatch.setenv(key, value)
    (line,) = refused()
    assert line.startswith(f"{key} is ")
    assert ACCEPTED[key] in line


def test_all_that_is_wrong_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLINIC_NAME")
    monkeypatch.setenv("CLINIC_TIMEZONE", "Berlin")
    monkeypatch.setenv("ADMIN_IDS", "olga,tess")
    assert {line.split()[0] for line in refused()} == {
        "CLINIC_NAME",
        "CLINIC_TIMEZONE",
        "ADMIN_IDS",
    }


@pytest.mark.parametrize("key", sorted(set(ACCEPTED) - {"BACKUP_DIR", "PRIVACY_CONTACT"}))
def test_a_token_is_never_shown_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    secret = "AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
    monkeypatch.setenv(key, f"987654321:{secret} {'x' * 60}")
    if key == "DATABASE_PATH":
        monkeypatch.setenv(key, "/")
        monkeypatch.setenv("LOG_LEVEL", f"987654321:{secret}")
    assert secret[:12] not in "".join(refused()).replace("aae", "AAE")


def test_an_ordinary_clinic_starts_with_these(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", " 12, 13 ,")
    monkeypatch.setenv("HEARTBEAT_URL", "")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    monkeypatch.setenv("HEALTH_PORT", "0")
    settings = config.load()
    assert settings.admin_ids == (12, 13)
    assert (settings.heartbeat_url, settings.log_level, settings.health_port) == (None, "DEBUG", 0)
    assert settings.telegram_bot_token is not None
    assert "AAEhBO" not in repr(settings)


def test_the_file_beside_the_program_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CLINIC_NAME")
    (tmp_path / ".env").write_text("CLINIC_NAME=Clínica del Valle\nPRACTICE_PORT=9090\n", "utf-8")
    assert config.load().clinic_name == "Clínica del Valle"
    assert config.practice_port() == 9090
    (tmp_path / ".env").write_bytes("CLINIC_NAME=Clínica".encode("latin-1"))
    assert refused()[0].startswith(".env cannot be read")


@pytest.mark.parametrize(
    ("token", "is_set"), [(None, False), ("", False), (" ", False), ("x", True)]
)
def test_a_token_decides_which_clinic_opens(
    monkeypatch: pytest.MonkeyPatch, token: str | None, is_set: bool
) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    monkeypatch.setenv("PRACTICE_PORT", "wrong, but of no matter here")
    if token is not None:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    assert config.has_token() is is_set
