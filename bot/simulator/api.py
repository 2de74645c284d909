"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

from __future__ import annotations

import asyncio
import inspect
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.simulator.call import Call
from bot.simulator.editing import EDITING
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.faults import Fault, Faults
from bot.simulator.media import Upload
from bot.simulator.parameters import read_parameters
from bot.simulator.profile import PROFILE
from bot.simulator.sending import SENDING
from bot.simulator.spec import checked, method_names
from bot.simulator.values import Json
from bot.simulator.world import World

METHODS: dict[str, Callable[[Call], Any]] = {**PROFILE, **SENDING, **EDITING}
KEPT_CALLS = 5000
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"


@dataclass(frozen=True)
class Logged:
    """One answered call, files as sizes."""

    n: int
    method: str
    params: Json
    status: int
    description: str
    at: str


class BotApi:
    """Answers one bot's calls."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.faults = Faults()
        self.calls: deque[Logged] = deque(maxlen=KEPT_CALLS)
        self._token = token
        self._counted = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a call, with whatever fault is due for it."""
        name = request.match_info["method"]
        method = method_names().get(name.lower(), name)
        try:
            self.check_token(request.match_info["token"])
            given, uploads = await read_parameters(request)
        except ApiError as error:
            return _answer(error.code, _failure(error))
        fault = self.faults.take(method, given.get("chat_id"))
        if fault and fault.kind in {"drop_before", "error", "not_json"}:
            self._log(method, given, uploads, fault.code, f"fault: {fault.kind}")
            return _refused(request, fault)
        status, body = await self._call(method, given, uploads)
        if not (method == "getUpdates" and body.get("result") == []):
            self._log(method, given, uploads, status, body.get("description", ""))
        return await _delivered(request, fault, status, body)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, as getFile's path names it."""
        try:
            self.check_token(request.match_info["token"])
        except ApiError as error:
            return _answer(error.code, _failure(error))
        file = self.world.files.by_path(request.match_info["path"])
        if file is None:
            return _answer(404, _failure(ApiError(404, "Not Found")))
        return web.Response(body=file.content, content_type="application/octet-stream")

    def check_token(self, token: str) -> None:
        """Raise ApiError 401 for a malformed or a foreign token."""
        number, colon, _ = token.partition(":")
        if token.startswith("0") or len(token) > 80 or not colon or not number.isdigit():
            raise ApiError(401, "Unauthorized: invalid token specified")
        if token != self._token:
            raise ApiError(401, "Unauthorized")

    async def _call(
        self, method: str, given: dict[str, str], uploads: dict[str, Upload]
    ) -> tuple[int, Json]:
        try:
            values = checked(method, given, set(uploads))
            result = METHODS[method](Call(self.world, method, values, uploads))
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            return error.code, _failure(error)
        except UnicodeEncodeError:  # half a surrogate pair, which only JSON can smuggle in
            return 400, _failure(bad_request("strings must be encoded in UTF-8"))
        return 200, {"ok": True, "result": result}

    def _log(
        self, method: str, given: dict[str, str], uploads: dict[str, Upload], status: int, text: str
    ) -> None:
        self._counted += 1
        sizes = {name: {"bytes": len(upload.content)} for name, upload in uploads.items()}
        at = self.world.now().isoformat()
        self.calls.append(Logged(self._counted, method, {**given, **sizes}, status, text, at))
        self.world.hub.wake()


def _failure(error: ApiError) -> Json:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    return body | ({"parameters": error.parameters} if error.parameters else {})


def _answer(status: int, body: Json) -> web.Response:
    wait = body.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(wait)} if wait is not None else None
    return web.json_response(body, status=status, headers=headers)


def _refused(request: web.Request, fault: Fault) -> web.Response:
    """Faults that leave the call undone."""
    if fault.kind == "not_json":
        return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
    if fault.kind == "drop_before":
        return _dropped(request)
    parameters = {} if fault.retry_after is None else {"retry_after": fault.retry_after}
    return _answer(fault.code, _failure(ApiError(fault.code, fault.description, parameters)))


async def _delivered(
    request: web.Request, fault: Fault | None, status: int, body: Json
) -> web.StreamResponse:
    """The answer of a call that was done, delayed or lost if a fault says so."""
    if fault is None:
        return _answer(status, body)
    if fault.kind == "drop_after":
        return _dropped(request)
    if fault.kind == "stall":
        await asyncio.sleep(fault.seconds)
        return _answer(status, body)
    return await _dripped(request, _answer(status, body), fault.seconds)


def _dropped(request: web.Request) -> web.Response:
    """Cut the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def _dripped(request: web.Request, whole: web.Response, seconds: float) -> web.StreamResponse:
    content = bytes(whole.body) if isinstance(whole.body, bytes) else b""
    response = web.StreamResponse(status=whole.status, headers=whole.headers)
    await response.prepare(request)
    pieces = [content[at : at + 16] for at in range(0, len(content), 16)]
    for piece in pieces:
        await response.write(piece)
        await asyncio.sleep(seconds / len(pieces))
    await response.write_eof()
    return response
