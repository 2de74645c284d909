"""/review: an admin reads which files nobody has reviewed, and accepts them by name."""

from bot.chat.router import Who, command, press
from bot.chat.turn import Turn
from bot.services import acceptance
from bot.services.acceptance import KINDS, File

VIEWS = (*KINDS, "done")


@command("review", Who.ADMIN)
def show(turn: Turn) -> None:
    turn.say("review")


@press("rv", Who.ADMIN)
def button(turn: Turn, rest: str) -> None:
    act, _, where = rest.partition(":")
    kind, _, where = where.partition(":")
    number, _, key = where.partition(":")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
    if act in ("all", "one") and kind in KINDS:
        _accept(turn, _named(turn, act, kind, page, key))
    _show(turn, kind, page)


def _named(turn: Turn, act: str, kind: str, page: int, key: str) -> tuple[File, ...]:
    """The files the button named, if they still wait and are as they were when it was drawn."""
    waiting = tuple(file for file in acceptance.pending(turn.clinic) if file.kind == kind)
    page_files = acceptance.page(waiting, page).files
    offered = [page_files] if act == "all" else [(file,) for file in waiting]
    return next((files for files in offered if files and acceptance.key(files) == key), ())


def _accept(turn: Turn, files: tuple[File, ...]) -> None:
    if not files:
        turn.note("pop.files_changed", box=True)
        return
    paths = {file.path for file in files}
    count = acceptance.accept(turn.clinic, turn.member, paths, turn.at)
    turn.note("pop.accepted", n=count)


def _show(turn: Turn, kind: str, page: int) -> None:
    """In the list itself, or below any other message that leads here."""
    chosen = {"what": kind, "page": page} if kind in VIEWS else {"what": ""}
    if turn.entry is not None and turn.entry.kind == "review":
        turn.redraw("review", **chosen)
    else:
        turn.say("review", **chosen)
