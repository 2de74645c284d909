"""Methods about the bot itself, its commands, its chats and files."""

from __future__ import annotations

import re

from bot.simulator.call import Call
from bot.simulator.errors import bad_request, too_many_requests
from bot.simulator.flood import WEBHOOK
from bot.simulator.media import MAX_DOWNLOAD_BYTES
from bot.simulator.values import Json

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
TEXTS = {
    "Name": "name",
    "Description": "description",
    "ShortDescription": "short_description",
}


def get_me(call: Call) -> Json:
    """The bot's own User object."""
    return call.world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def set_commands(call: Call) -> bool:
    """setMyCommands."""
    _check_scope(call)
    call.world.commands.set(call.get("commands"), call.get("scope"), call.get("language_code", ""))
    return _show_commands(call)


def get_commands(call: Call) -> list[Json]:
    """getMyCommands: exactly one scope and language."""
    return list(call.world.commands.get(call.get("scope"), call.get("language_code", "")))


def delete_commands(call: Call) -> bool:
    """deleteMyCommands."""
    call.world.commands.delete(call.get("scope"), call.get("language_code", ""))
    return _show_commands(call)


def _check_scope(call: Call) -> None:
    scope = call.get("scope") or {}
    if "chat_id" in scope:
        call.world.readable(scope["chat_id"])


def _show_commands(call: Call) -> bool:
    world = call.world
    for person in world.people.values():
        shown = world.commands.shown(person.id, person.language_code)
        revision = world.touch(person.id)
        world.hub.emit("commands", {"chat": person.id, "commands": shown, "revision": revision})
    return True


def set_text(call: Call) -> bool:
    """setMyName, setMyDescription, setMyShortDescription; per language."""
    name = TEXTS[call.method.removeprefix("setMy")]
    call.world.profile[f"{name}:{call.get('language_code', '')}"] = call.get(name, "")
    return True


def get_text(call: Call) -> Json:
    """getMyName, getMyDescription, getMyShortDescription; falls back to no language."""
    name = TEXTS[call.method.removeprefix("getMy")]
    profile = call.world.profile
    default = call.world.bot["first_name"] if name == "name" else ""
    general = profile.get(f"{name}:", default)
    return {name: profile.get(f"{name}:{call.get('language_code', '')}") or general}


def set_menu_button(call: Call) -> bool:
    """setChatMenuButton."""
    if call.get("chat_id") is not None:
        call.world.readable(call.get("chat_id"))
    call.world.menu_buttons[call.get("chat_id")] = call.get("menu_button") or {"type": "default"}
    return True


def get_menu_button(call: Call) -> Json:
    """getChatMenuButton."""
    buttons = call.world.menu_buttons
    found = buttons.get(call.get("chat_id")) or buttons.get(None)
    return found or {"type": "commands"}


def get_chat(call: Call) -> Json:
    """The full chat; what the practice clinic does not know has Telegram's usual values."""
    person = call.world.readable(call.get("chat_id"))
    pinned = [one for one in call.world.messages[person.id].values() if one.pinned]
    found = person.chat() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False,
            "premium_subscription": False, "gifts_from_channels": False,
        },
    }  # fmt: skip
    if pinned:
        found["pinned_message"] = pinned[-1].to_api(call.world.bot)
    return found


def send_chat_action(call: Call) -> bool:
    """Typing and the like; shown by the page for a moment."""
    if call.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    person = call.world.writable(call.get("chat_id"))
    call.world.hub.emit("action", {"chat": person.id, "action": call.get("action")})
    return True


def get_file(call: Call) -> Json:
    """Where a file can be downloaded, up to 20 MB."""
    file = call.world.files.by_id(call.get("file_id", ""))
    if len(file.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }


async def get_updates(call: Call) -> list[Json]:
    """Long polling."""
    call.world.updates.allow(call.get("allowed_updates"))
    return await call.world.updates.get(
        call.get("offset", 0), call.get("limit", 100), call.get("timeout", 0)
    )


def set_webhook(call: Call) -> bool:
    """Only the state: the practice clinic delivers by long polling."""
    url = call.get("url", "")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", call.get("secret_token", "")):
        raise bad_request("secret token contains unallowed characters")
    call.world.flood.check(WEBHOOK)
    updates = call.world.updates
    updates.allow(call.get("allowed_updates"))
    if call.flag("drop_pending_updates"):
        updates.drop_all()
    connections = min(max(call.get("max_connections", 40), 1), 100)
    updates.webhook = {"url": url, "max_connections": connections} if url else {}
    if url:
        updates.interrupt("Conflict: terminated by setWebhook request")
    return True


def get_webhook_info(call: Call) -> Json:
    """State of the webhook and of the queue; a probe that conflicts with nobody."""
    updates = call.world.updates
    found: Json = {"url": "", "has_custom_certificate": False}
    found |= updates.webhook
    found["pending_update_count"] = updates.pending()
    if updates.allowed:
        found["allowed_updates"] = updates.allowed
    return found


def close(_: Call) -> bool:
    """close and logOut: refused for the first ten minutes of a bot's life, as at Telegram."""
    raise too_many_requests(600)


PROFILE = {
    "getMe": get_me,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    "getChat": get_chat,
    "sendChatAction": send_chat_action,
    "getFile": get_file,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": set_webhook,
    "getWebhookInfo": get_webhook_info,
    "close": close,
    "logOut": close,
}
PROFILE |= {f"setMy{name}": set_text for name in TEXTS}
PROFILE |= {f"getMy{name}": get_text for name in TEXTS}
