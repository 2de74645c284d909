"""pydantic's findings in the words of somebody who edits a file, not a program."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.program.problem import Problem, did_you_mean

_LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}
_PLAIN = {
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "greater_than": "must be more than {gt}",
    "less_than": "must be less than {lt}",
    "int_type": "must be a whole number, without quotes",
    "int_parsing": "must be a whole number, without quotes",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number, without quotes",
    "bool_type": "must be true or false, without quotes",
    "bool_parsing": "must be true or false, without quotes",
    "string_type": 'must be text in quotes ("...")',
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "holds characters that cannot stand here",
    "tuple_type": 'must be a list in brackets (["..."])',
    "too_short": "needs at least {min_length}",
    "too_long": "may have at most {max_length}",
    "dict_type": "must be a table of its own",
    "model_type": "must be a table of its own",
}


def problems(
    file: str, model: type[BaseModel], error: ValidationError, *within: str
) -> Iterator[Problem]:
    """Each finding with its place (in the table `within`), what was given and may be meant."""
    for found in error.errors(include_url=False):
        place = _place((*within, *found["loc"]))
        yield _problem(file, place, model, found)


def _problem(file: str, place: str, model: type[BaseModel], found: ErrorDetails) -> Problem:
    loc, kind, given = found["loc"], found["type"], _shown(found["input"])
    context = found.get("ctx", {})
    if kind == "extra_forbidden":
        near = did_you_mean(str(loc[-1]), _keys(model, loc[:-1]))
        return Problem(file, place, "there is no such key", suggestion=near)
    if kind == "missing":
        return Problem(file, place, _missing(str(loc[-1])))
    if kind == "literal_error":
        near = did_you_mean(str(found["input"]), _choices(str(context.get("expected", ""))))
        return Problem(file, place, f"must be {context.get('expected')}", given, near)
    if kind == "value_error":
        return Problem(file, place, str(context.get("error", found["msg"])))
    template = _PLAIN.get(kind)
    message = template.format(**context) if template else found["msg"].lower()
    return Problem(file, place, message, given)


def _missing(key: str) -> str:
    if key in _LANGUAGE_NAMES:
        return f"the {_LANGUAGE_NAMES[key]} wording is missing"
    return "is missing"


def _place(loc: tuple[int | str, ...]) -> str:
    """A path as an author counts: the first of a list is 1."""
    words: list[str] = []
    for part in loc:
        if isinstance(part, int):
            words.append(f" {part + 1} ")
        elif words and not words[-1].endswith(" "):
            words.append(f".{part}")
        else:
            words.append(part)
    return "".join(words).strip()


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{value[:60]}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return f"{len(value)} entries" if value else "none"
    return str(value)[:60]


def _choices(expected: str) -> list[str]:
    return [c.strip(" '") for c in expected.replace(" or ", ", ").split(",")]


def _keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand at a place, as files spell them."""
    here: Any = model
    for part in loc:
        if isinstance(part, str) and _is_model(here):
            here = _inner(_field(here, part))
    fields = here.model_fields if _is_model(here) else {}
    return [info.alias or name for name, info in fields.items() if name != "id" or not loc]


def _field(model: type[BaseModel], key: str) -> Any:
    for name, info in model.model_fields.items():
        if key in (name, info.alias):
            return info.annotation
    return None


def _inner(annotation: Any) -> Any:
    """The model inside a tuple, a mapping or an optional."""
    if _is_model(annotation):
        return annotation
    if get_origin(annotation) in (tuple, dict, Union, UnionType):
        inner = (_inner(arg) for arg in get_args(annotation))
        return next((i for i in inner if _is_model(i)), None)
    return None


def _is_model(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)
