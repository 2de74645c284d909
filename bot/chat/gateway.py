"""The way to Telegram: one client for sending, one of its own for polling, nothing logged."""

import logging
import os
import re
import ssl
from functools import cache
from typing import Any

import httpx
from pydantic import HttpUrl, SecretStr
from telegram import Bot
from telegram.request import HTTPXRequest

SEND_TIMEOUT = 10.0
CONCURRENT_SENDS = 8
ANSWERS_AT_ONCE = 4
"""Buttons' answers have connections of their own: a slow one must not hold up what is sent."""
QUIET = ("httpx", "httpcore", "telegram", "apscheduler", "aiohttp.access", "PIL")
"""Libraries that log addresses, what is sent, or each chunk of a picture."""
_TOKEN = re.compile(r"\d{4,16}:[A-Za-z0-9_-]{20,}")


class Redaction(logging.Filter):
    """Takes tokens out of every record, arguments and tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if _TOKEN.search(message):
            record.msg, record.args = _TOKEN.sub("<token>", message), None
        if record.exc_info and not record.exc_text:
            record.exc_text = _TOKEN.sub("<token>", _formatter.formatException(record.exc_info))
        return True


_formatter = logging.Formatter()


def set_up_logging(level: str) -> None:
    """Log ids and events to stderr. The libraries stay quiet: their addresses hold the token."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(Redaction())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def base_url(api: HttpUrl) -> str:
    return f"{str(api).rstrip('/')}/bot"


def file_url(api: HttpUrl) -> str:
    return f"{str(api).rstrip('/')}/file/bot"


@cache
def trusted() -> ssl.SSLContext:
    """The authorities every client trusts; reading them takes longer than opening a client."""
    return httpx.create_ssl_context()


def sending_bot(token: SecretStr, api: HttpUrl, **client: Any) -> Bot:
    """The client for everything but polling; its pool is no larger than what is sent at once."""
    # Without it the library warns, at each 429, that a number will become a timedelta.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    request = HTTPXRequest(
        connection_pool_size=CONCURRENT_SENDS + ANSWERS_AT_ONCE,
        read_timeout=SEND_TIMEOUT,
        write_timeout=SEND_TIMEOUT,
        connect_timeout=SEND_TIMEOUT,
        pool_timeout=SEND_TIMEOUT,
        httpx_kwargs={"verify": trusted(), **client},
    )
    return Bot(
        token.get_secret_value(),
        base_url=base_url(api),
        base_file_url=file_url(api),
        request=request,
        get_updates_request=HTTPXRequest(
            connection_pool_size=1, httpx_kwargs={"verify": trusted()}
        ),
    )
