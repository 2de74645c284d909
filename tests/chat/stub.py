"""A Bot API that answers getUpdates with whatever a test wants next."""

import asyncio
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web

Answer = Callable[[dict[str, Any]], web.StreamResponse]


def updates(*found: dict[str, Any]) -> Answer:
    """A good answer with these updates."""
    return lambda _: web.json_response({"ok": True, "result": list(found)})


def refused(code: int, **parameters: Any) -> Answer:
    """An answer as Telegram refuses."""
    body = {"ok": False, "error_code": code, "description": "No", "parameters": parameters}
    return lambda _: web.json_response(body, status=code)


def page(code: int, text: str = "<html>502 Bad Gateway</html>") -> Answer:
    """What a proxy says instead of Telegram."""
    return lambda _: web.Response(status=code, text=text, content_type="text/html")


def answer(body: object) -> Answer:
    """Any JSON at all."""
    return lambda _: web.json_response(body)


def dropped(_: dict[str, Any]) -> web.StreamResponse:
    """The connection ends without an answer."""
    raise ConnectionResetError


def message(number: int, text: str = "Hello", chat: int = 2001) -> dict[str, Any]:
    """A text from a private chat, as a raw update."""
    person = {"id": chat, "is_bot": False, "first_name": "Ana"}
    place = {"id": chat, "type": "private", "first_name": "Ana"}
    body = {"message_id": number, "date": 1772442000, "chat": place, "from": person, "text": text}
    return {"update_id": number, "message": body}


class Stub:
    """Answers in the given order, then with empty batches; keeps every question."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)
        self.questions: list[dict[str, Any]] = []
        self.stall = 0
        """How many questions from now on are left without an answer."""
        self._runner: web.AppRunner | None = None
        self.url = ""
        self.asked = asyncio.Condition()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/getUpdates", self._answer)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/getUpdates"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def until(self, number: int) -> None:
        """Wait until so many questions have been asked."""
        async with asyncio.timeout(10), self.asked:
            await self.asked.wait_for(lambda: len(self.questions) >= number)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        question = await request.json()
        async with self.asked:
            self.questions.append(question)
            self.asked.notify_all()
        if self.stall:
            self.stall -= 1
            await asyncio.sleep(60)
        if self._answers:
            answer = self._answers.pop(0)
            if answer is dropped and request.transport is not None:
                request.transport.abort()
            return answer(question)
        await asyncio.sleep(0.02)
        return updates()(question)
