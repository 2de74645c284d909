"""Reply markup: inline keyboards, reply keyboards, their removal, forced replies."""

from __future__ import annotations

import json

from bot.simulator.errors import bad_request
from bot.simulator.spec import tables, utf16_length
from bot.simulator.values import Json

ACTIONS = (
    "url", "callback_data", "switch_inline_query", "switch_inline_query_current_chat", "copy_text",
)  # fmt: skip
STYLES = {"danger", "success", "primary"}
KINDS = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}
MAX_BUTTONS = 100
MAX_BYTES = 10 * 1024


def parse_markup(text: str | None, *, inline_only: bool = False) -> Json | None:
    """Read reply_markup; raises ApiError with Telegram's words. Empty markup is None."""
    if not text:
        return None
    try:
        value = json.loads(text)
    except ValueError as error:
        raise bad_request("Can't parse reply keyboard markup JSON object") from error
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    if not value:
        return None
    kind = next((name for name in KINDS if name in value), None)
    if kind is None or (inline_only and kind != "inline_keyboard"):
        raise bad_request("Object expected as reply markup")
    _check_fields(value, KINDS[kind])
    if kind in {"inline_keyboard", "keyboard"}:
        _check_rows(value, kind)
    if kind == "inline_keyboard" and not any(value["inline_keyboard"]):
        return None
    return value


def check_size(markup: Json | None) -> None:
    """Refuse more buttons or bytes than Telegram's servers take, and bad button data."""
    if not markup:
        return
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    buttons = sum(len(row) for row in rows)
    if buttons > MAX_BUTTONS or len(json.dumps(markup, ensure_ascii=False).encode()) > MAX_BYTES:
        raise bad_request("reply markup is too long")
    for row in markup.get("inline_keyboard", []):
        for button in row:
            data = button.get("callback_data")
            if data is not None and not 1 <= len(data.encode()) <= 64:
                raise bad_request("BUTTON_DATA_INVALID")
            if "url" in button and not button["url"].startswith(("http://", "https://", "tg://")):
                raise bad_request("BUTTON_URL_INVALID")


def _check_rows(value: Json, kind: str) -> None:
    rows = value[kind]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'Field "{kind}" must be an Array of Arrays')
    check = _check_inline if kind == "inline_keyboard" else _check_key
    for row in rows:
        for button in row:
            check(button)


def _check_inline(button: object) -> None:
    if not isinstance(button, dict):
        raise bad_request("InlineKeyboardButton must be an Object")
    _check_fields(button, "InlineKeyboardButton")
    _check_button_text(button)
    given = [name for name in ACTIONS if name in button]
    if not given:
        raise bad_request("Text buttons are unallowed in the inline keyboard")
    if len(given) > 1:
        raise bad_request(f"exactly one of the optional button fields must be used, not {given}")


def _check_key(button: object) -> None:
    if isinstance(button, str):
        return
    if not isinstance(button, dict):
        raise bad_request("KeyboardButton must be a String or an Object")
    _check_fields(button, "KeyboardButton")
    _check_button_text(button)


def _check_button_text(button: Json) -> None:
    if not isinstance(button.get("text"), str):
        raise bad_request('Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("button text must be non-empty")
    if button.get("style") not in {None, *STYLES}:
        raise bad_request("invalid button style specified")


def _check_fields(value: Json, kind: str) -> None:
    fields = tables()["types"][kind]["fields"]
    for name, item in value.items():
        if name not in fields:
            raise bad_request(f'unknown field "{name}" of {kind}')
        _check_plain_type(name, item, fields[name])


def _check_plain_type(name: str, item: object, field: Json) -> None:
    plain = {"String": str, "Boolean": bool}.get(field["types"][0])
    if plain and not isinstance(item, plain):
        raise bad_request(f'Field "{name}" must be of type {field["types"][0]}')
    if name == "input_field_placeholder" and isinstance(item, str):
        low, high = field["length"]
        if not low <= utf16_length(item) <= high:
            raise bad_request(f'"{name}" must have {low}-{high} characters')
