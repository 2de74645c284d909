"""What people do on their phones: say, send, edit, press, open a link, block the bot."""

from __future__ import annotations

import re
from dataclasses import asdict
from urllib.parse import parse_qs, urlparse

from bot.simulator.entities import Text, trimmed, with_detected
from bot.simulator.model import Content, Message, Person
from bot.simulator.samples import SAMPLES
from bot.simulator.values import Json
from bot.simulator.world import World

START = re.compile(r"[A-Za-z0-9_-]{1,64}")


class PhoneError(ValueError):
    """Something a Telegram app would not let its user do."""


def enter(world: World, given: Json) -> Json:
    """Add a person (or a group, with a negative id) to the clinic."""
    known = world.people.get(given.get("id", 0))
    try:
        # In place: the messages of a known person keep pointing at them.
        person = Person(**((asdict(known) if known else {}) | given))
    except TypeError as error:
        raise PhoneError(f"a person needs id and first_name: {error}") from error
    if known:
        vars(known).update(vars(person))
    return world.add_person(known or person).chat()


def say(world: World, chat: int, text: str, reply_to: int | None = None) -> Json:
    """Type a text; the first one presses Start."""
    content = Content(with_detected(trimmed(Text(text))))
    if not 1 <= content.text.length <= 4096:
        raise PhoneError("a message has 1-4096 characters")
    return _sent(world, chat, content, reply_to)


def send(world: World, chat: int, kind: str, caption: str = "") -> Json:
    """Send a photo, voice message, document, sticker, video, location or contact."""
    text = with_detected(Text(caption))
    if kind == "location":
        place = {"latitude": 52.52, "longitude": 13.4}
        return _sent(world, chat, Content(extra=(("location", place),)))
    if kind == "contact":
        card = {"phone_number": "+10000000000", "first_name": "Sam"}
        return _sent(world, chat, Content(extra=(("contact", card),)))
    if kind not in SAMPLES:
        raise PhoneError(f"kind must be location, contact or one of {', '.join(SAMPLES)}")
    file = world.files.add(kind, SAMPLES[kind])
    return _sent(world, chat, Content(text, file))


def _sent(world: World, chat: int, content: Content, reply_to: int | None = None) -> Json:
    person = _active(world, chat)
    if person.standing in {"new", "seen"}:
        person.standing = "started"
    replied = world.messages[chat].get(reply_to) if reply_to else None
    message = world.post(person, content, from_bot=False, reply_to=replied)
    update_id = world.updates.push("message", message.to_api(world.bot))
    return {"update_id": update_id, "message_id": message.id}


def edit(world: World, chat: int, message_id: int, text: str) -> Json:
    """Change an own message."""
    _active(world, chat)
    message = _message(world, chat, message_id)
    if message.from_bot:
        raise PhoneError("only an own message can be edited")
    message.content = Content(with_detected(trimmed(Text(text))), message.content.file)
    message.edit_date = world.seconds()
    world.changed(message, "edit")
    update_id = world.updates.push("edited_message", message.to_api(world.bot))
    return {"update_id": update_id, "message_id": message_id}


def press(world: World, given: Json) -> Json:
    """Tap an inline button, or forge a callback with `data`; `times` re-sends the same tap."""
    chat, message_id = given["chat"], given["message_id"]
    person = _active(world, chat)
    message = world.messages[chat].get(message_id)
    place = None if "data" in given else (int(given["row"]), int(given["col"]))
    data = given["data"] if place is None else None
    if place is not None:
        button = _button(_message(world, chat, message_id), place)
        if "callback_data" not in button:
            return {"url": button.get("url"), "copy_text": button.get("copy_text")}
        data = button["callback_data"]
    made = [
        _query(world, person, message, message_id, place, str(data))
        for _ in range(int(given.get("times", 1)))
    ]
    return {"callback_query_id": made[0], "callback_query_ids": made}


def _query(
    world: World,
    person: Person,
    message: Message | None,
    message_id: int,
    place: tuple[int, int] | None,
    data: str,
) -> str:
    query = world.new_query(person.id, message_id, place)
    body: Json = {
        "id": query.id,
        "from": person.user(),
        "chat_instance": str(person.id * 31),
        "data": data,
    }
    if message:
        body["message"] = message.to_api(world.bot)
        if place:
            message.spinning[query.id] = place
            world.hub.emit("press", _spinning(message))
    else:
        # A message the bot can no longer see comes as date 0.
        body["message"] = {"chat": person.chat(), "message_id": message_id, "date": 0}
    world.updates.push("callback_query", body)
    return query.id


def _spinning(message: Message) -> Json:
    places = sorted(message.spinning.values())
    return {"chat": message.chat.id, "message_id": message.id, "spinning": places}


def _button(message: Message, place: tuple[int, int]) -> Json:
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    row, column = place
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
        raise PhoneError(f"message {message.id} has no button at row {row}, column {column}")
    button: Json = rows[row][column]
    return button


def open_link(world: World, chat: int, link: str) -> Json:
    """Open a link to this bot as that person: presses Start, with its payload."""
    parts = urlparse(link if "://" in link else f"https://{link}")
    query = parse_qs(parts.query)
    name = query.get("domain", [""])[0] if parts.scheme == "tg" else parts.path.strip("/")
    ours = parts.scheme == "tg" or parts.hostname in {"t.me", "telegram.me"}
    if not ours or name.lower() != world.bot["username"].lower():
        raise PhoneError("only links to this bot can be opened here")
    payload = query.get("start", [""])[0]
    if payload and not START.fullmatch(payload):
        raise PhoneError("a start parameter has 1-64 of A-Z a-z 0-9 _ -")
    if world.person(chat).blocked:
        block(world, chat, blocked=False)
    return say(world, chat, f"/start {payload}".strip())


def block(world: World, chat: int, *, blocked: bool) -> Json:
    """Block or unblock the bot; it is told by my_chat_member."""
    person = world.person(chat)
    if person.blocked == blocked:
        return {"update_id": None}
    person.blocked = blocked
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    body = {
        "chat": person.chat(),
        "from": person.user(),
        "date": world.seconds(),
        "old_chat_member": _membership(world, before),
        "new_chat_member": _membership(world, after),
    }
    world.touch(chat)
    world.hub.emit("blocked", {"chat": chat, "blocked": blocked})
    return {"update_id": world.updates.push("my_chat_member", body)}


def _membership(world: World, status: str) -> Json:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": world.bot, "status": status} | until


def _active(world: World, chat: int) -> Person:
    person = world.person(chat)
    if person.blocked or person.deactivated:
        raise PhoneError("this phone has blocked the bot or its account is deleted")
    return person


def _message(world: World, chat: int, message_id: int) -> Message:
    message = world.messages[chat].get(message_id)
    if message is None:
        raise PhoneError(f"no message {message_id} in chat {chat}")
    return message
