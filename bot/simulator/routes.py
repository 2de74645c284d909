"""The web application: routes, who may use them, and the headers of every page answer."""

from __future__ import annotations

import contextlib
import mimetypes
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.simulator.control import POSTS, Queries, posting
from bot.simulator.practice import Practice
from bot.simulator.state import snapshot

PAGE = Path(__file__).parent / "page"
BOT_PATHS = ("/bot", "/file/")
CSP = "default-src 'self'; img-src 'self' data:"
# Served as they are; anything else a bot sent is only ever downloaded.
SHOWN = ("image/png", "image/jpeg", "image/gif", "video/mp4", "audio/ogg")


def application(sim: Practice, max_bytes: int) -> web.Application:
    """The aiohttp application of one simulator."""
    app = web.Application(client_max_size=max_bytes, middlewares=[_guard(sim)])
    queries = Queries(sim)
    app.router.add_route("*", "/bot{token:[^/]*}/{method:.*}", sim.api.handle)
    app.router.add_get("/file/bot{token:[^/]*}/{path:.+}", sim.api.download)
    for name, route in POSTS.items():
        app.router.add_post(f"/control/{name}", posting(sim, route))
    app.router.add_get("/control/state", queries.state)
    app.router.add_get("/control/calls", queries.calls)
    app.router.add_get("/control/wait", queries.wait)
    app.router.add_delete("/control/fault", queries.clear_faults)
    app.router.add_get("/events", _events(sim))
    app.router.add_get("/media/{unique_id}", _media(sim))
    app.router.add_get("/", _index)
    app.router.add_get("/static/{path:.+}", _static)
    return app


def _guard(sim: Practice) -> web.middleware:  # type: ignore[valid-type]
    """Only this machine's own page may talk to the clinic; other sites and names may not."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(BOT_PATHS):
            return await _bot_route(request, handler)
        hosts = {f"127.0.0.1:{sim.port}", f"localhost:{sim.port}"}
        origin = request.headers.get("Origin")
        foreign = origin is not None and origin.removeprefix("http://") not in hosts
        if request.host not in hosts or foreign or _from_elsewhere(request):
            return web.json_response({"error": "only this clinic's own page"}, status=403)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(page_headers())
        return response

    return guard


def _from_elsewhere(request: web.Request) -> bool:
    """A browser says another site asked; a followed link to the page itself is fine."""
    return request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and (
        request.path != "/"
    )


async def _bot_route(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPNotFound:
        body = {"ok": False, "error_code": 404, "description": "Not Found"}
        return web.json_response(body, status=404)


def page_headers() -> dict[str, str]:
    """Nothing foreign is loaded, nothing is cached, nothing is framed or guessed."""
    return {
        "Content-Security-Policy": CSP,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
    }


def _events(sim: Practice) -> Handler:
    async def events(request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": "text/event-stream", **page_headers()}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        last = request.headers.get("Last-Event-ID") or request.query.get("last_event_id")
        with contextlib.suppress(ConnectionResetError):  # the page was closed
            await sim.world.hub.stream(last, lambda: snapshot(sim), response.write)
        return response

    return events


def _media(sim: Practice) -> Handler:
    async def media(request: web.Request) -> web.StreamResponse:
        file = sim.world.files.by_unique_id(request.match_info["unique_id"])
        if file is None:
            raise web.HTTPNotFound
        if file.mime in SHOWN:
            return web.Response(body=file.content, content_type=file.mime)
        return web.Response(
            body=file.content,
            content_type="application/octet-stream",
            headers={"Content-Disposition": "attachment"},
        )

    return media


async def _index(_: web.Request) -> web.StreamResponse:
    return _asset("index.html")


async def _static(request: web.Request) -> web.StreamResponse:
    return _asset(request.match_info["path"])


def _asset(name: str) -> web.StreamResponse:
    path = (PAGE / name).resolve()
    if not path.is_relative_to(PAGE.resolve()) or not path.is_file():
        raise web.HTTPNotFound
    # Whole, as the files are small: one that is streamed stays open when the page is left.
    kind, _ = mimetypes.guess_type(path.name)
    return web.Response(body=path.read_bytes(), content_type=kind or "application/octet-stream")
