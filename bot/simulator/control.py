"""The control routes: what a page, a story or a test does to the clinic."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from aiohttp import web

from bot.simulator import phones
from bot.simulator.practice import Practice
from bot.simulator.state import chat_state, snapshot
from bot.simulator.values import Json

Route = Callable[[Practice, Json], Json | Awaitable[Json]]
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
MAX_WAIT = 60.0


def people(sim: Practice, given: Json) -> Json:
    """Add a person."""
    return {"chat": phones.enter(sim.world, given)}


def say(sim: Practice, given: Json) -> Json:
    """Type a text."""
    return phones.say(sim.world, given["chat"], given["text"], given.get("reply_to"))


def send(sim: Practice, given: Json) -> Json:
    """Send a file, place or contact."""
    return phones.send(sim.world, given["chat"], given["kind"], given.get("caption", ""))


def edit(sim: Practice, given: Json) -> Json:
    """Edit an own message."""
    return phones.edit(sim.world, given["chat"], given["message_id"], given["text"])


def press(sim: Practice, given: Json) -> Json:
    """Tap a button."""
    return phones.press(sim.world, given)


def open_link(sim: Practice, given: Json) -> Json:
    """Open a t.me link to this bot."""
    return phones.open_link(sim.world, given["chat"], given["link"])


def block(sim: Practice, given: Json) -> Json:
    """Block or unblock the bot."""
    return phones.block(sim.world, given["chat"], blocked=given.get("blocked", True))


def deactivate(sim: Practice, given: Json) -> Json:
    """Delete (or bring back) the account."""
    sim.world.person(given["chat"]).deactivated = bool(given.get("deactivated", True))
    return {}


def update(sim: Practice, given: Json) -> Json:
    """Queue a raw update."""
    return {"update_id": sim.world.updates.push_raw(given)}


def fault(sim: Practice, given: Json) -> Json:
    """Ask for a fault."""
    return {"id": sim.api.faults.add(given).id}


async def clock(sim: Practice, given: Json) -> Json:
    """Move the time; every due instant on the way is run through."""
    if sim.clinic is None:
        raise web.HTTPConflict(text="this clinic's clock cannot be moved")
    async with sim.moving:
        target = await _instant(sim, str(given["to"]))
        if target and target < sim.world.now():
            raise ValueError("the clock only moves forward")
        passed = [] if target is None else await sim.clinic.move_to(target)
    now = sim.world.now().isoformat()
    through = [instant.isoformat() for instant in passed]
    sim.emit("clock", {"now": now, "through": through})
    return {"now": now, "through": through}


async def _instant(sim: Practice, to: str) -> datetime | None:
    if to == "next" and sim.clinic:
        due = await sim.clinic.next_due()
        return due and max(due, sim.world.now())  # what is overdue happens now
    if to in STEPS:
        return sim.world.now() + STEPS[to]
    target = datetime.fromisoformat(to)
    if target.tzinfo is None:
        raise ValueError("an instant needs its offset from UTC")
    return target


async def patient(sim: Practice, _: Json) -> Json:
    """One more patient's phone, if the composition root offers it."""
    make = getattr(sim.clinic, "new_patient", None)
    if make is None:
        raise web.HTTPConflict(text="this clinic cannot add patients")
    made: Json = await make()
    return made


async def story(sim: Practice, given: Json) -> Json:
    """Play, pause or restart the guided story."""
    if sim.story is None:
        raise web.HTTPConflict(text="this clinic has no story")
    action = given["action"]
    if action == "play":
        await sim.story.play(float(given.get("speed", 1.0)))
    elif action == "pause":
        await sim.story.pause()
    elif action == "restart":
        await sim.story.restart()
    else:
        raise ValueError("action must be play, pause or restart")
    return sim.story.state()


POSTS: dict[str, Route] = {
    "people": people, "say": say, "send": send, "edit": edit, "press": press, "open": open_link,
    "block": block, "deactivate": deactivate, "update": update, "fault": fault, "clock": clock,
    "patient": patient, "story": story,
}  # fmt: skip


def posting(sim: Practice, route: Route) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Wrap a control function: JSON in, JSON out, mistakes as 400 with one sentence."""

    async def handle(request: web.Request) -> web.Response:
        try:
            given = json.loads(await request.text() or "{}")
            result = route(sim, given)
            # Shielded: a page that is closed must not stop the clock half way.
            answer = result if isinstance(result, dict) else await asyncio.shield(result)
        except KeyError as error:
            return web.json_response({"error": f"missing or unknown: {error}"}, status=400)
        except (ValueError, TypeError, AttributeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        except web.HTTPConflict as error:
            return web.json_response({"error": error.text}, status=409)
        return web.json_response(answer)

    return handle


class Queries:
    """The control routes that read."""

    def __init__(self, sim: Practice) -> None:
        self._sim = sim

    async def state(self, _: web.Request) -> web.Response:
        """Everything."""
        return web.json_response(snapshot(self._sim))

    async def calls(self, request: web.Request) -> web.Response:
        """Bot API calls after number `after`."""
        after = _number(request, "after")
        found = [asdict(one) for one in self._sim.api.calls if one.n > after]
        return web.json_response({"calls": found})

    async def wait(self, request: web.Request) -> web.Response:
        """A chat's state after `timeout` seconds, or at once when it has changed.

        Changed: its revision is above `after`, or a message's id above `after_message`.
        """
        world = self._sim.world
        chat, after = int(_number(request, "chat")), _number(request, "after")
        if chat not in world.people:
            return web.json_response({"error": f"no chat {chat}"}, status=400)
        message = _number(request, "after_message", float("inf"))
        if "after_message" in request.query and "after" not in request.query:
            after = world.revisions[chat]
        seconds = min(_number(request, "timeout", 10.0), MAX_WAIT)
        await world.hub.wait_for(
            lambda: world.revisions[chat] > after or any(n > message for n in world.messages[chat]),
            seconds,
        )
        return web.json_response(chat_state(self._sim, chat))

    async def clear_faults(self, _: web.Request) -> web.Response:
        """No more faults."""
        self._sim.api.faults.clear()
        return web.json_response({})


def _number(request: web.Request, name: str, default: float = 0) -> float:
    try:
        return float(request.query.get(name, default))
    except ValueError as error:
        raise web.HTTPBadRequest(text=f"{name} must be a number") from error
