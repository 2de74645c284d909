"""Command lists by scope and language, resolved for a chat as Telegram's apps do."""

from __future__ import annotations

import re

from bot.simulator.errors import bad_request
from bot.simulator.values import Json

MAX_COMMANDS = 100
Key = tuple[str, str]


class Commands:
    """What setMyCommands stored; an empty list shows the next broader one."""

    def __init__(self) -> None:
        self._lists: dict[Key, list[dict[str, str]]] = {}

    def set(self, commands: list[dict[str, str]], scope: Json | None, language: str) -> None:
        """Store a list for a scope and language; raises ApiError for a bad command."""
        if len(commands) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for one in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]):
                raise bad_request("BOT_COMMAND_INVALID")
        self._lists[scope_key(scope), checked_language(language)] = commands

    def get(self, scope: Json | None, language: str) -> list[dict[str, str]]:
        """The list of exactly this scope and language."""
        return self._lists.get((scope_key(scope), checked_language(language)), [])

    def delete(self, scope: Json | None, language: str) -> None:
        """Forget one list, so that broader ones show again."""
        self._lists.pop((scope_key(scope), checked_language(language)), None)

    def shown(self, chat: int, language: str | None) -> list[dict[str, str]]:
        """The command menu of a private chat: the narrowest scope, the user's language first."""
        for scope in (f"chat:{chat}", "all_private_chats", "default"):
            for code in (language or "", ""):
                found = self._lists.get((scope, code))
                if found:
                    return found
        return []


def scope_key(scope: Json | None) -> str:
    """A scope object as a key; none is the default scope."""
    if not scope:
        return "default"
    parts = [str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope]
    return ":".join(parts)


def checked_language(code: str) -> str:
    """A two-letter code or nothing."""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("LANG_CODE_INVALID")
    return code
