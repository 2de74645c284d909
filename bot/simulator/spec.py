"""The Bot API's own table of methods, types and lengths, and the check of a call against it."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from bot.simulator.errors import ApiError, bad_request
from bot.simulator.values import Json, Value

TRUE = {"true", "yes", "1"}
FALSE = {"false", "no", "0"}
WRONG = object()
# Lengths of these are counted after entities are parsed, so not here.
PARSED_LATER = {"text", "caption", "quote"}
# Their absence has words of its own, said by the method itself.
MISSED_LATER = {
    "chat_id", "text", "message_id", "message_ids", "media", "photo", "animation", "video",
    "document", "voice", "sticker", "callback_query_id", "url", "action",
}  # fmt: skip
# Telegram has its own word for a command of a wrong length.
OWN_WORDS = {"command": "BOT_COMMAND_INVALID"}


@cache
def tables() -> dict[str, Json]:
    """`methods` and `types` of the Bot API, reduced to what the practice clinic supports."""
    text = (files("bot.simulator") / "bot_api.json").read_text(encoding="utf-8")
    loaded: dict[str, Json] = json.loads(text)
    return loaded


@cache
def method_names() -> dict[str, str]:
    """Lower-cased method name to its spelling: Telegram does not mind the case."""
    return {name.lower(): name for name in tables()["methods"]}


def checked(method: str, given: dict[str, str], uploads: set[str]) -> Json:
    """Convert the strings of a call to values; refuse unknown names, wrong types and lengths."""
    fields = tables()["methods"].get(method)
    if fields is None:
        raise ApiError(404, "Not Found: method not found")
    attached = attachment_names(given)
    for name in (given.keys() | uploads) - fields.keys() - attached:
        raise bad_request(f'unknown parameter "{name}" of {method}')
    for name, field in fields.items():
        if field.get("required") and not given.get(name) and name not in uploads | MISSED_LATER:
            raise bad_request(f'parameter "{name}" is required')
    return {
        name: _parameter(name, text, fields[name]) for name, text in given.items() if name in fields
    }


def attachment_names(given: dict[str, str]) -> set[str]:
    """Names of the multipart parts that a call refers to as attach://name."""
    return {name for text in given.values() for name in re.findall(r"attach://([^\"\s]+)", text)}


def _parameter(name: str, text: str, field: Json) -> Value:
    if name == "reply_markup":
        return text  # read by its own parser, which has Telegram's words for what is wrong
    for kind in field["types"]:
        value = _from_text(text, kind)
        if value is not WRONG:
            _check_length(name, value, field)
            return value
    raise bad_request(f'parameter "{name}" must be {" or ".join(field["types"])}')


def _from_text(text: str, kind: str) -> Value:
    if kind == "Integer":
        return int(text) if re.fullmatch(r"[+-]?[0-9]{1,19}", text) else WRONG
    if kind == "Boolean":
        lowered = text.lower()
        return True if lowered in TRUE else False if lowered in FALSE else WRONG
    if kind in {"String", "InputFile"}:
        return text
    try:
        value = json.loads(text)
    except ValueError:
        return WRONG
    return value if _is(value, kind) else WRONG


def _is(value: object, kind: str) -> bool:
    """Whether a JSON value is of a type; a wrong field inside is refused with its own words."""
    if kind.startswith("Array of "):
        return isinstance(value, list) and all(_is(item, kind[9:]) for item in value)
    if kind == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "Boolean":
        return isinstance(value, bool)
    if kind in {"String", "InputFile"}:
        return isinstance(value, str)
    return isinstance(value, dict) and _is_object(value, kind)


def _is_object(value: Json, kind: str) -> bool:
    spec = tables()["types"][kind]
    if "one_of" in spec:
        return any(_has_type(value, name) and _is_object(value, name) for name in spec["one_of"])
    fields = spec["fields"]
    if any(field.get("required") and name not in value for name, field in fields.items()):
        return False
    for name, item in value.items():
        if name not in fields:
            return False
        if not any(_is(item, option) for option in fields[name]["types"]):
            return False
        _check_length(name, item, fields[name])
    return True


def _has_type(value: Json, kind: str) -> bool:
    wanted: str = tables()["types"][kind]["fields"]["type"]["value"]
    return value.get("type") == wanted


def _check_length(name: str, value: object, field: Json) -> None:
    if "length" not in field or name in PARSED_LATER or not isinstance(value, str):
        return
    low, high = field["length"]
    if not low <= utf16_length(value) <= high:
        raise bad_request(OWN_WORDS.get(name, f'"{name}" must have {low}-{high} characters'))


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
