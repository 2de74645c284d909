"""One call to Telegram, and what its outcome means for the row behind it."""

import io
import logging
import sqlite3
from asyncio import to_thread
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaAnimation,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import MessageLimit, ParseMode
from telegram.error import (
    BadRequest,
    TelegramError,
)

from bot.chat.drawing.canvas import Button, Drawn, Passed, Picture, Rows
from bot.chat.places import place_of
from bot.chat.shorten import shortened
from bot.chat.verdicts import Outcome, Verdict, verdict_of
from bot.storage import facts
from bot.storage.database import Database
from bot.storage.outbox import Entry

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
T = TypeVar("T")


class PictureError(Exception):
    """It could not be drawn; the words go without it."""


async def deliver(
    bot: Bot, db: Database, entry: Entry, drawn: Drawn, original: Entry | None
) -> Verdict:
    """Send or edit one message; every way it can go wrong is named in the verdict."""
    try:
        if drawn.menu is not None:
            await _set_menu(bot, entry.chat_id, drawn)
            return Verdict(Outcome.SENT)
        if original is not None:
            await _edit(bot, db, original, drawn)
            return Verdict(Outcome.SENT, message_id=original.message_id)
        message, has_media = await _send(bot, db, entry.chat_id, drawn)
    except PictureError as error:
        log.error("row %d (%s): %s", entry.id, entry.kind, error)  # noqa: TRY400 - it names the place itself
        return await deliver(bot, db, entry, replace(drawn, picture=None), original)
    except TelegramError as error:
        return verdict_of(error)
    return Verdict(Outcome.SENT, message_id=message.message_id, has_media=has_media)


async def _set_menu(bot: Bot, chat_id: int, drawn: Drawn) -> None:
    assert drawn.menu is not None  # noqa: S101 - checked by the caller
    scope = BotCommandScopeChat(chat_id)
    if drawn.menu.commands:
        commands = [BotCommand(name, text) for name, text in drawn.menu.commands]
        await bot.set_my_commands(commands, scope=scope)
    else:
        await bot.delete_my_commands(scope=scope)


async def _send(bot: Bot, db: Database, chat_id: int, drawn: Drawn) -> tuple[Message, bool]:
    common: dict[str, Any] = {
        "chat_id": chat_id,
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard(drawn.rows),
        "protect_content": drawn.is_protected or None,
        "disable_notification": drawn.is_silent or None,
    }
    if drawn.passed is not None:
        return await _pass_on(bot, drawn.passed, _caption(drawn), common), True
    if drawn.attached is not None:
        file = InputFile(drawn.attached.content, filename=drawn.attached.name)
        return await bot.send_document(document=file, caption=_caption(drawn), **common), True
    if drawn.picture is not None and fits_caption(drawn.text):
        return await _send_picture(bot, db, drawn.picture, drawn.text, common), True
    sent = await bot.send_message(text=_text(drawn), link_preview_options=NO_PREVIEW, **common)
    return sent, False


async def _pass_on(bot: Bot, passed: Passed, text: str, common: dict[str, Any]) -> Message:
    send = getattr(bot, f"send_{passed.kind}")
    message: Message = await send(**{passed.kind: passed.file_id}, caption=text, **common)
    return message


async def _send_picture(
    bot: Bot, db: Database, picture: Picture, text: str, common: dict[str, Any]
) -> Message:
    return await _put(bot, db, picture, partial(_send_media, bot, picture, text, common))


async def _put(
    bot: Bot, db: Database, picture: Picture, put: Callable[[str | io.BytesIO], Awaitable[T]]
) -> T:
    """Send or place a picture by its file id where one is known, else by uploading it."""
    known = facts.file_id(db, bot_id(bot), picture.digest) if picture.digest else None
    try:
        message = await put(known or await _drawn_file(picture))
    except BadRequest as error:
        if known is None or "file" not in str(error).lower():
            raise
        # A file id from another bot or a cleaned store: upload it again.
        facts.forget_file(db, bot_id(bot), picture.digest or "")
        message = await put(await _drawn_file(picture))
    _remember(bot, db, picture, message)
    return message


async def _drawn_file(picture: Picture) -> io.BytesIO:
    try:
        file = io.BytesIO(await to_thread(picture.draw))
    except Exception as error:
        raise PictureError(f"a picture cannot be drawn: {place_of(error)}") from error
    file.name = "exercise.gif" if picture.is_animation else "picture.png"
    return file


async def _send_media(
    bot: Bot, picture: Picture, text: str, common: dict[str, Any], content: str | io.BytesIO
) -> Message:
    if picture.is_animation:
        return await bot.send_animation(animation=content, caption=text, **common)
    return await bot.send_photo(photo=content, caption=text, **common)


def _remember(bot: Bot, db: Database, picture: Picture, message: object) -> None:
    if not picture.digest or not isinstance(message, Message):
        return
    file = message.animation or (message.photo[-1] if message.photo else None)
    if file is not None:
        # A full disk costs another upload; the message has arrived all the same.
        with suppress(sqlite3.OperationalError):
            facts.remember_file(db, bot_id(bot), picture.digest, file.file_id)


async def _edit(bot: Bot, db: Database, original: Entry, drawn: Drawn) -> None:
    place: dict[str, Any] = {"chat_id": original.chat_id, "message_id": original.message_id}
    markup = keyboard(drawn.rows)
    if not original.has_media:
        await bot.edit_message_text(
            text=_text(drawn),
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
            **place,
        )
    elif drawn.picture is not None and _takes_its_place(drawn.picture):
        place["reply_markup"] = markup
        put = partial(_replace_media, bot, drawn.picture, _caption(drawn), place)
        await _put(bot, db, drawn.picture, put)
    else:
        await bot.edit_message_caption(
            caption=_caption(drawn), parse_mode=ParseMode.HTML, reply_markup=markup, **place
        )


def _takes_its_place(picture: Picture) -> bool:
    return picture.is_replacing or (picture.digest is not None and picture.is_animation)


async def _replace_media(
    bot: Bot, picture: Picture, text: str, place: dict[str, Any], content: str | io.BytesIO
) -> Message | bool:
    kind = InputMediaAnimation if picture.is_animation else InputMediaPhoto
    media = kind(content, caption=text, parse_mode=ParseMode.HTML)
    return await bot.edit_message_media(media=media, **place)


def bot_id(bot: Bot) -> int:
    """The number before the colon of the token: file ids belong to one bot."""
    return int(bot.token.partition(":")[0])


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(b) for b in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.text, url=button.url, style=button.style)
    return InlineKeyboardButton(button.text, callback_data=button.data, style=button.style)


def _text(drawn: Drawn) -> str:
    return shortened(drawn.text, MessageLimit.MAX_TEXT_LENGTH)


def _caption(drawn: Drawn) -> str:
    """A message that has a picture keeps it: what has grown too long to stand below is cut."""
    return shortened(drawn.text, MessageLimit.CAPTION_LENGTH)


def fits_caption(html: str) -> bool:
    """Captions end at 1,024 UTF-16 units; markup counts here too, which errs on the safe side."""
    return len(html.encode("utf-16-le")) // 2 <= MessageLimit.CAPTION_LENGTH
