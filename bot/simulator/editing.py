"""Methods that change or remove messages, and the answer to a pressed button."""

from __future__ import annotations

import time
from dataclasses import replace

from bot.simulator.call import Call, caption_text, check_caption, check_text, message_text
from bot.simulator.errors import bad_request
from bot.simulator.markup import check_size, parse_markup
from bot.simulator.model import Content, Message
from bot.simulator.sending import extra, media_content
from bot.simulator.spec import utf16_length
from bot.simulator.values import Json

MAX_DELETE_AGE = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def edit_text(call: Call) -> Json:
    """editMessageText."""
    text = message_text(call)
    message = _to_edit(call)
    if message.content.file or not message.content.text.plain:
        raise bad_request("there is no text in the message to edit")
    check_text(text)
    return _apply(call, message, Content(text, extra=extra(call.given)))


def edit_caption(call: Call) -> Json:
    """editMessageCaption; an absent caption removes it."""
    caption = caption_text(call.given)
    message = _to_edit(call)
    if not message.content.file:
        raise bad_request("there is no caption in the message to edit")
    check_caption(caption)
    return _apply(call, message, replace(message.content, text=caption))


def edit_media(call: Call) -> Json:
    """editMessageMedia: another file with its caption."""
    if not call.get("media"):
        raise bad_request("input media is not specified")
    content = media_content(call, call.get("media"))
    message = _to_edit(call)
    check_caption(content.text)
    return _apply(call, message, content)


def edit_markup(call: Call) -> Json:
    """editMessageReplyMarkup; an absent keyboard removes it."""
    message = _to_edit(call)
    return _apply(call, message, message.content)


def _to_edit(call: Call) -> Message:
    parse_markup(call.get("reply_markup"), inline_only=True)
    message = _existing(call, call.get("message_id"), "message to edit")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _existing(call: Call, message_id: int | None, what: str) -> Message:
    if not message_id:
        raise bad_request("message identifier is not specified")
    person = call.world.writable(call.get("chat_id"))
    message = call.world.messages[person.id].get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def _apply(call: Call, message: Message, content: Content) -> Json:
    markup = parse_markup(call.get("reply_markup"), inline_only=True)
    check_size(markup)
    # Only an inline keyboard belongs to the message; a reply keyboard is the chat's.
    shown = message.reply_markup if "inline_keyboard" in (message.reply_markup or {}) else None
    if (content, markup) == (message.content, shown):
        raise bad_request(NOT_MODIFIED)
    call.world.flood.check(message.chat.id)
    message.content, message.reply_markup = content, markup
    message.edit_date = call.world.seconds()
    call.world.changed(message, "edit")
    return message.to_api(call.world.bot)


def delete_message(call: Call) -> bool:
    """deleteMessage: within 48 hours."""
    message = _existing(call, call.get("message_id"), "message to delete")
    if call.world.seconds() - message.date > MAX_DELETE_AGE:
        raise bad_request("message can't be deleted for everyone")
    if message.chat.type != "private" and not message.from_bot:
        raise bad_request("message can't be deleted")
    call.world.remove(message)
    return True


def delete_messages(call: Call) -> bool:
    """deleteMessages: 1-100; those not found are skipped."""
    wanted = call.get("message_ids") or []
    if not wanted:
        raise bad_request("message identifiers are not specified")
    if len(wanted) > 100:
        raise bad_request("too many message identifiers specified")
    person = call.world.writable(call.get("chat_id"))
    for number in wanted:
        message = call.world.messages[person.id].get(number)
        if message and call.world.seconds() - message.date <= MAX_DELETE_AGE:
            call.world.remove(message)
    return True


def pin_message(call: Call) -> bool:
    """pinChatMessage."""
    message = _existing(call, call.get("message_id"), "message to pin")
    message.pinned = True
    call.world.changed(message, "edit")
    return True


def answer_callback(call: Call) -> bool:
    """answerCallbackQuery: once, and in time."""
    world = call.world
    query = world.queries.pop(call.get("callback_query_id") or "", None)
    if query is None or time.monotonic() - query.at > world.callback_seconds:
        raise bad_request(TOO_OLD)
    if utf16_length(call.get("text", "")) > 200:
        world.queries[query.id] = query
        raise bad_request("MESSAGE_TOO_LONG")
    message = world.messages[query.chat].get(query.message_id)
    if message:
        message.spinning.pop(query.id, None)
    answer: Json = {
        "chat": query.chat,
        "message_id": query.message_id,
        "callback_query_id": query.id,
        "text": call.get("text", ""),
        "alert": call.flag("show_alert"),
        "url": call.get("url"),
        "spinning": sorted(message.spinning.values()) if message else [],
        "revision": world.touch(query.chat),
    }
    world.answers[query.chat] = answer
    world.hub.emit("callback_answer", answer)
    return True


EDITING = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_message,
    "answerCallbackQuery": answer_callback,
}
