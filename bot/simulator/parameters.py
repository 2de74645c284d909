"""The parameters of a call, whatever way they came: query, form, JSON or multipart."""

from __future__ import annotations

import json

from aiohttp import BodyPartReader, web

from bot.simulator.errors import ApiError
from bot.simulator.media import MAX_UPLOAD_BYTES, Upload


async def read_parameters(request: web.Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """Merge query, form, JSON and multipart into strings, and files apart; raises ApiError."""
    given = dict(request.query)
    uploads: dict[str, Upload] = {}
    try:
        await _body(request, given, uploads)
    except (ValueError, TypeError) as error:
        raise ApiError(400, "Bad Request: can't parse request body") from error
    return given, uploads


async def _body(request: web.Request, given: dict[str, str], uploads: dict[str, Upload]) -> None:
    if request.content_type == "application/json":
        given.update(await _json_parameters(request))
    elif request.content_type == "application/x-www-form-urlencoded":
        given.update({name: str(value) for name, value in (await request.post()).items()})
    elif request.content_type == "multipart/form-data":
        await _multipart(request, given, uploads)


async def _json_parameters(request: web.Request) -> dict[str, str]:
    body = json.loads(await request.read() or b"{}")
    if not isinstance(body, dict):
        raise TypeError("an object is expected")
    # Telegram merges all transports as strings: true is "true", an object is its JSON.
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in body.items()
        if value is not None
    }


async def _multipart(
    request: web.Request, given: dict[str, str], uploads: dict[str, Upload]
) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            raise ValueError("a named part is expected")
        content = bytes(await part.read())
        if len(content) > MAX_UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        if part.filename is None:
            given[part.name] = content.decode("utf-8", "replace")
        else:
            uploads[part.name] = Upload(part.filename, content)
