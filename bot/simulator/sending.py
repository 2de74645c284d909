"""Methods that add messages: sendMessage, the send... of files, sendMediaGroup."""

from __future__ import annotations

from typing import Any

from bot.simulator.call import Call, caption_text, check_caption, check_text, message_text
from bot.simulator.errors import bad_request
from bot.simulator.markup import check_size, parse_markup
from bot.simulator.media import KINDS, File
from bot.simulator.model import Content, Message, Person
from bot.simulator.values import Json

FLAGS = ("link_preview_options", "has_spoiler", "show_caption_above_media")


def send_message(call: Call) -> Json:
    """A text message."""
    text = message_text(call)
    fields = _fields(call)
    person = _target(call)
    check_text(text)
    return _post(call, person, Content(text, extra=extra(call.given)), fields)


def send_file(call: Call) -> Json:
    """A photo, animation, video, document, voice or sticker, uploaded or by file_id."""
    kind = call.method.removeprefix("send").lower()
    caption = caption_text(call.given)
    file = file_of(call, kind, call.get(kind), kind)
    fields = _fields(call)
    person = _target(call)
    check_caption(caption)
    return _post(call, person, Content(caption, file, extra(call.given)), fields)


def send_media_group(call: Call) -> list[Json]:
    """An album of 2-10 files."""
    items = call.get("media") or []
    if not 2 <= len(items) <= 10:
        raise bad_request("media group must contain 2-10 items")
    if any(item["type"] == "animation" for item in items):
        raise bad_request("can't use the media of the specified type in the album")
    contents = [media_content(call, item) for item in items]
    fields = _fields(call)
    person = _target(call)
    for content in contents:
        check_caption(content.text)
    group = str(call.world.revisions[person.id] + 10_000_000)
    return [_post(call, person, one, fields | {"media_group_id": group}) for one in contents]


def media_content(call: Call, item: Json) -> Content:
    """The content of one InputMedia object."""
    kind, media = item["type"], item["media"]
    name = media.removeprefix("attach://") if media.startswith("attach://") else ""
    file = file_of(call, kind, media, name)
    return Content(caption_text(item), file, extra(item))


def file_of(call: Call, kind: str, given: str | None, part: str) -> File:
    """The file of an upload, of attach://, or of an earlier file_id; raises ApiError."""
    upload = call.uploads.get(part)
    if given and given.startswith("attach://"):
        upload = call.uploads.get(given.removeprefix("attach://"))
        given = None
    if upload is not None:
        return call.world.files.add(kind, upload)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        # The practice clinic reaches nothing outside this machine.
        raise bad_request("failed to get HTTP URL content")
    return call.world.files.by_id(given, kind)


def extra(given: Json) -> tuple[tuple[str, Any], ...]:
    """The flags that are part of what a message says."""
    return tuple((name, given[name]) for name in FLAGS if given.get(name))


def _fields(call: Call) -> Json:
    markup = parse_markup(call.get("reply_markup"))
    return {
        "from_bot": True,
        "reply_markup": markup,
        "protect_content": call.flag("protect_content"),
        "disable_notification": call.flag("disable_notification"),
    }


def _target(call: Call) -> Person:
    person = call.world.writable(call.get("chat_id"))
    call.world.flood.check(person.id)
    return person


def _post(call: Call, person: Person, content: Content, fields: Json) -> Json:
    check_size(fields["reply_markup"])
    reply_to = _replied(call, person)
    message = call.world.post(person, content, reply_to=reply_to, **fields)
    return message.to_api(call.world.bot)


def _replied(call: Call, person: Person) -> Message | None:
    wanted = call.get("reply_parameters")
    if not wanted:
        return None
    message = call.world.messages[person.id].get(wanted["message_id"])
    if message is None and not wanted.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


SENDING = {"sendMessage": send_message, "sendMediaGroup": send_media_group} | {
    f"send{kind.title()}": send_file for kind in KINDS
}
