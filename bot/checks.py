"""What `run_bot.py check` looks at: programmes, screening, wording; and with --online, Telegram."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from string import Formatter

import httpx
from babel.messages.catalog import Catalog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import config, lessons_file, program_files, screening_file, texts
from bot.chat.gateway import base_url, sending_bot, trusted
from bot.clock import RealClock
from bot.config import LANGUAGES, Settings
from bot.pictures.figure.files import stale
from bot.program_files.check import check
from bot.storage import readonly

Say = Callable[[str], None]
CLOCK_TOLERANCE = 30.0
"""Seconds the machine's clock may differ from Telegram's before prompts go out visibly wrong."""


def check_all(say: Say, programs: Path) -> bool:
    """Name everything that is wrong; warnings and drafts do not fail the check."""
    found = check(programs, lambda figures: stale(dict(figures), programs / "figures"))
    wrong = [str(problem) for problem in found.problems]
    drafts = list(found.drafts)
    wrong += [line for line in _screening(programs, drafts) if line not in wrong]
    wrong += list(_settings())
    wrong += list(wording())
    for line in wrong:
        say(f"wrong: {line}")
    for warning in found.warnings:
        say(f"look at: {warning}")
    if drafts:
        say(f"drafts, not reviewed by a clinician yet: {', '.join(drafts)}")
        say("Until an admin of the bot accepts these by name (/review) nobody can be enrolled.")
    say("Everything is sound." if not wrong else f"{len(wrong)} to mend.")
    return not wrong


def _screening(programs: Path, drafts: list[str]) -> Iterator[str]:
    try:
        screening = screening_file.load(programs)
        if not screening.reviewed_by:
            drafts.append(screening_file.FILE)
        for name in lessons_file.stale(programs, screening):
            yield f"{name}: is older than its examples or lists; run `python run_bot.py teach`"
        screening_file.match(screening, program_files.load(programs).conditions)
    except Exception as error:  # noqa: BLE001 - whatever the files hold is reported, not raised
        yield str(error)


def wording() -> Iterator[str]:
    """Every language has every key, with the same placeholders."""
    catalogues = {code: texts.catalogue(code) for code in LANGUAGES}
    everything = {
        message.id if isinstance(message.id, str) else message.id[0]
        for catalogue in catalogues.values()
        for message in catalogue
        if message.id
    }
    for key in sorted(everything):
        forms = {code: _forms(catalogue, key) for code, catalogue in catalogues.items()}
        for code, strings in forms.items():
            if not strings or not all(strings):
                yield f"locales/{code}: no wording for {key}"
        if len({frozenset().union(*map(_names, s)) for s in forms.values() if s}) > 1:
            yield f"locales: {key} has different placeholders in {', '.join(forms)}"


def _forms(catalogue: Catalog, key: str) -> tuple[str, ...]:
    message = catalogue.get(key)
    if message is None:
        return ()
    strings = message.string or ()
    return (strings,) if isinstance(strings, str) else tuple(strings)


def _names(wording: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(wording) if name)


def _settings() -> Iterator[str]:
    """Only where a clinic has begun to fill them in: the practice clinic needs none."""
    try:
        if config.has_token():
            config.load()
    except config.SettingsError as error:
        yield from str(error).splitlines()


async def check_online(settings: Settings, say: Say) -> bool:
    """Ask the real Telegram what only it can tell, and send each admin a message."""
    token = settings.telegram_bot_token
    if token is None:
        say("wrong: TELEGRAM_BOT_TOKEN is not set.")
        return False
    bot = sending_bot(token, settings.telegram_api_url)
    url = f"{base_url(settings.telegram_api_url)}{token.get_secret_value()}/getMe"
    try:
        me = await bot.get_me()
        say(f"ok: the token is @{me.username}'s.")
        sound = [await _webhook(bot, say), await _clock(url, say)]
    except InvalidToken:
        say("wrong: Telegram does not accept the token. Copy it whole from @BotFather.")
        return False
    except (TelegramError, httpx.HTTPError) as error:
        # The library's own words may hold the address, and so the token.
        say(f"wrong: Telegram was not reached ({type(error).__name__}). Is the network up?")
        return False
    return all([*sound, await _admins(bot, settings, say)])


async def _webhook(bot: Bot, say: Say) -> bool:
    info = await bot.get_webhook_info()
    say(f"ok: {info.pending_update_count} updates are waiting at Telegram.")
    if info.url:
        say("wrong: a webhook is set, so polling gets nothing. Remove it with deleteWebhook.")
    return not info.url


async def _clock(url: str, say: Say) -> bool:
    async with httpx.AsyncClient(timeout=10, verify=trusted()) as client:
        answer = await client.get(url)
    told = answer.headers.get("Date")
    if told is None:
        say("look at: Telegram told no time.")
        return True
    skew = abs((RealClock().now() - _utc(parsedate_to_datetime(told))).total_seconds())
    if skew > CLOCK_TOLERANCE:
        say(f"wrong: this machine's clock is {skew:.0f} s off. Switch time synchronisation on.")
    else:
        say(f"ok: the clock is right within {max(skew, 1):.0f} s.")
    return skew <= CLOCK_TOLERANCE


def _utc(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


async def _admins(bot: Bot, settings: Settings, say: Say) -> bool:
    accounts = set(settings.admin_ids) | readonly.admin_accounts(settings.database_path)
    if not accounts:
        say("look at: no admin yet; start the bot and open the claim link it prints.")
    words = texts.load().plain(settings.default_language, "check.test_message")
    sound = True
    for account in sorted(accounts):
        try:
            await bot.send_message(account, words)
            say(f"ok: a test message reached admin {account}.")
        except TelegramError as error:
            sound = False
            why = str(error).splitlines()[0]
            say(f"wrong: admin {account} cannot be reached ({why}). They must press Start first.")
        await asyncio.sleep(0.05)
    return sound
