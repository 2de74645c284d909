"""A message as a phone shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """A message as its phone shows it; `changed` is the chat's revision when it last changed."""

    raw: Json

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """Plain text or caption."""
        return str(self.raw["text"])

    @property
    def html(self) -> str:
        return str(self.raw["html"])

    @property
    def by_bot(self) -> bool:
        return bool(self.raw["from"] == "bot")

    @property
    def edited(self) -> bool:
        return self.raw["edit_date"] is not None

    @property
    def changed(self) -> int:
        return int(self.raw["revision"])

    @property
    def media(self) -> Json | None:
        """kind, url, name, mime, size, w, h of a picture or file."""
        found: Json | None = self.raw["media"]
        return found

    @property
    def buttons(self) -> list[list[Json]]:
        """Rows of inline buttons."""
        rows: list[list[Json]] = (self.raw["reply_markup"] or {}).get("inline_keyboard", [])
        return rows

    @property
    def labels(self) -> list[str]:
        """All inline button labels in reading order."""
        return [str(button["text"]) for row in self.buttons for button in row]

    def place(self, label: str, *, exactly: bool) -> tuple[int, int] | None:
        """Row and column of the first button so labelled, or whose label contains that."""
        for row, buttons in enumerate(self.buttons):
            for column, button in enumerate(buttons):
                if button["text"] == label or (not exactly and label in button["text"]):
                    return row, column
        return None
