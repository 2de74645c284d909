"""Drafts that wait for an admin: what accepting means, the files by name, who accepted what."""

from bot.chat.drawing.canvas import Button, Canvas, Drawn, Rows, draws, fit, joined
from bot.services import acceptance
from bot.services.acceptance import KINDS, File, Kind, Page
from bot.storage import staff
from bot.texts import Markup

LONGEST_NAME = 30
"""Of a file on a button."""


@draws("review_due")
def review_due(canvas: Canvas) -> Drawn | None:
    """To an admin at the start: files wait."""
    waiting = acceptance.pending(canvas.clinic)
    if not _is_admin(canvas) or not waiting:
        return None
    text = joined(canvas.t("review.waiting", n=len(waiting)), canvas.t("review.meaning"))
    return Drawn(text, review_row(canvas))


@draws("review")
def review(canvas: Canvas) -> Drawn | None:
    """The overview, a page of one kind, or what was accepted."""
    if not _is_admin(canvas):
        return None
    kind = canvas.params.get("what")
    if kind == "done":
        return _accepted(canvas)
    if kind in KINDS and (files := acceptance.of_kind(canvas.clinic, kind)):
        return _waiting(canvas, kind, files)
    return _overview(canvas)


def _is_admin(canvas: Canvas) -> bool:
    return canvas.reader is not None and canvas.reader.is_admin


def _overview(canvas: Canvas) -> Drawn:
    waiting = acceptance.pending(canvas.clinic)
    done = len(acceptance.drafts(canvas.clinic)) - len(waiting)
    rows = [
        (canvas.button(f"review.button.{kind}", f"rv:show:{kind}:0", n=count),)
        for kind in KINDS
        if (count := sum(file.kind == kind for file in waiting))
    ]
    if done:
        rows.append((canvas.button("review.button.done", "rv:show:done:0", n=done),))
    if not waiting:
        return Drawn(canvas.t("review.all_accepted" if done else "review.no_drafts"), tuple(rows))
    text = joined(
        canvas.t("review.waiting", n=len(waiting)),
        canvas.t("review.meaning"),
        canvas.t("review.where"),
    )
    return Drawn(text, tuple(rows))


def _waiting(canvas: Canvas, kind: Kind, files: tuple[File, ...]) -> Drawn:
    page = acceptance.page(files, canvas.params.get("page", 0))
    lines = [_file_line(canvas, file) for file in page.files]
    head = canvas.t("review.head", kind=canvas.t(f"review.kind.{kind}"), n=len(files))
    text = joined(head, joined(*lines, by="\n"), canvas.t("review.sign"))
    return Drawn(text, (*_accept_rows(canvas, kind, page), *_ways(canvas, kind, page)))


def _accept_rows(canvas: Canvas, kind: Kind, page: Page) -> Rows:
    """Each button carries the digest of what it names, so that it cannot accept anything else."""

    def data(what: str, files: tuple[File, ...]) -> str:
        return f"rv:{what}:{kind}:{page.number}:{acceptance.key(files)}"

    single = tuple(
        (canvas.button("review.button.one", data("one", (file,)), name=_short(canvas, file)),)
        for file in page.files
    )
    if len(page.files) == 1:
        return single
    count = len(page.files)
    every = canvas.button("review.button.all", data("all", page.files), "primary", n=count)
    return (*single, (every,))


def _ways(canvas: Canvas, kind: str, page: Page) -> Rows:
    turn = []
    if page.number > 0:
        turn.append(canvas.button("button.previous", f"rv:show:{kind}:{page.number - 1}"))
    if not page.is_last:
        turn.append(canvas.button("button.next", f"rv:show:{kind}:{page.number + 1}"))
    back = (canvas.button("review.button.overview", "rv:show"),)
    return (tuple(turn), back) if turn else (back,)


def _accepted(canvas: Canvas) -> Drawn:
    """Who took responsibility for what, and when."""
    done = dict(acceptance.accepted(canvas.clinic))
    page = acceptance.page(tuple(done), canvas.params.get("page", 0))
    zone = canvas.reader.zone if canvas.reader else None
    lines = [
        joined(
            _file_line(canvas, file),
            canvas.t(
                "review.by",
                who=_who(canvas, done[file].staff_id),
                when=f"{done[file].at.astimezone(zone):%Y-%m-%d %H:%M}",
            ),
            by="\n",
        )
        for file in page.files
    ]
    text = joined(canvas.t("review.done_head", n=len(done)), *lines)
    return Drawn(text, _ways(canvas, "done", page))


def _who(canvas: Canvas, staff_id: int | None) -> str:
    return staff.get(canvas.db, staff_id).name if staff_id else canvas.t("review.nobody")


def _file_line(canvas: Canvas, file: File) -> Markup:
    return canvas.t("review.file", name=_name(canvas, file), path=file.path)


def _short(canvas: Canvas, file: File) -> str:
    return fit(_name(canvas, file), LONGEST_NAME)


def _name(canvas: Canvas, file: File) -> str:
    """What the file is called in its own words."""
    programme = canvas.clinic.programme
    if file.kind == "plans":
        return programme.plans[file.id].name.say(canvas.language)
    if file.kind == "exercises":
        return programme.exercises[file.id].name.say(canvas.language)
    if file.kind == "advice":
        return programme.advice[file.id].title.say(canvas.language)
    return canvas.t("review.kind.screening")


def drafts_wait(canvas: Canvas, key: str) -> Markup:
    """What to do while drafts wait: an admin does it, others know whom to ask."""
    waiting = len(acceptance.pending(canvas.clinic))
    if not waiting:
        return Markup()
    who = "admin" if _is_admin(canvas) else "other"
    return canvas.t(f"{key}.{who}", n=waiting, who=acceptance.who_may(canvas.clinic))


def review_row(canvas: Canvas) -> tuple[tuple[Button, ...], ...]:
    """The way to /review, for those it is open to."""
    waits = _is_admin(canvas) and acceptance.pending(canvas.clinic)
    return ((canvas.button("review.button.open", "rv:show"),),) if waits else ()
