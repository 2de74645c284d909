"""The digest in a therapist's chat, drawn from what is true when it is read."""

from bot.chat.drawing.alerts import reason_text
from bot.chat.drawing.canvas import Button, Canvas, Drawn, Rows, draws, fit, joined
from bot.chat.drawing.flag_card import PRIORITY_SIGN
from bot.domain.people import Patient
from bot.services import digest
from bot.services.digest import Digest
from bot.storage.flags import Flag
from bot.texts import Markup, minute

BUTTONS = 8
HOURS = (450, 510, 720, 1020)
"""Minutes of the day that are offered; the therapist's working day has its own edges."""


@draws("digest")
def digest_message(canvas: Canvas) -> Drawn | None:
    if canvas.reader is None:
        return None
    found = digest.of(canvas.clinic, canvas.reader, canvas.now)
    if canvas.reader.discreet and canvas.params.get("view") != "open":
        opened = (canvas.button("button.open", "dg:open", "primary"),)
        return Drawn(canvas.t("digest.discreet"), (opened,), is_silent=True)
    if found.is_empty:
        return None if canvas.entry.edits is None else Drawn(canvas.t("digest.nothing"))
    text = joined(
        canvas.t("digest.head"),
        _section(canvas, "waiting", [_flag(canvas, *one) for one in found.waiting]),
        _section(canvas, "silent", [_flag(canvas, *one) for one in found.silent]),
        _section(canvas, "improved", [_better(canvas, one) for one in found.improved]),
        _section(canvas, "flaring", [_named(canvas, p) for p in found.flaring]),
    )
    return Drawn(text, _rows(found), is_protected=True, is_silent=True)


def _section(canvas: Canvas, name: str, lines: list[Markup]) -> Markup:
    """A message holds 4,096 characters: beyond twelve lines the list is in /flags."""
    if not lines:
        return Markup()
    shown = joined(*lines[:12], by="\n")
    more = canvas.t("digest.more", n=len(lines) - 12) if len(lines) > 12 else Markup()
    return joined(canvas.t(f"digest.{name}"), shown, more, by="\n")


def _named(canvas: Canvas, patient: Patient) -> Markup:
    test = f" {canvas.t('flag.test')}" if patient.is_test else ""
    return canvas.t("digest.name", name=patient.name, test=Markup(test))


def _flag(canvas: Canvas, patient: Patient, flag: Flag) -> Markup:
    return canvas.t(
        "digest.flag",
        sign=PRIORITY_SIGN[flag.priority.value],
        name=_named(canvas, patient),
        title=canvas.t(f"flag.{flag.kind.value}.title"),
        reason=reason_text(canvas, flag.reason),
    )


def _better(canvas: Canvas, one: digest.Improved) -> Markup:
    return canvas.t(
        "digest.better",
        name=_named(canvas, one.patient),
        start=f"{one.start:g}",
        now=f"{one.now:g}",
    )


def _rows(found: Digest) -> Rows:
    both = (*found.waiting, *found.silent)
    buttons = [Button(fit(p.name, 28), f"f:{f.id}:show") for p, f in both[:BUTTONS]]
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))


@draws("digest_hour")
def digest_hour(canvas: Canvas) -> Drawn | None:
    """At which hour the digest comes."""
    if canvas.reader is None:
        return None
    chosen = digest.minute_of(canvas.clinic, canvas.reader)
    hours = tuple(Button(minute(m), f"dg:at-{m}") for m in HOURS)
    return Drawn(canvas.t("digest.hour", time=minute(chosen)), (hours,))
