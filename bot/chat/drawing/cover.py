"""Who steps in for a therapist, asked and shown."""

from bot.chat.drawing.canvas import Button, Canvas, Drawn, draws, fit
from bot.services import cover
from bot.storage import staff


@draws("cover")
def cover_question(canvas: Canvas) -> Drawn | None:
    """Names a cover, or nobody; the words say what the cover gets and when."""
    member = staff.get(canvas.db, canvas.params["member"])
    is_own = canvas.reader is not None and canvas.reader.id == member.id
    if canvas.reader is None or not (is_own or canvas.reader.is_admin):
        return None
    named = cover.of_therapist(canvas.clinic, member.id)
    others = cover.candidates(canvas.clinic, member.id)
    if not others:
        return Drawn(canvas.t("cover.alone"))
    key = "cover.named" if named else "cover.nobody"
    text = canvas.t(key, name=member.name, cover=named.name if named else "")
    rows = [(Button(fit(m.name, 28), f"cv:{member.id}:{m.id}"),) for m in others if m != named]
    if named is not None:
        rows.append((canvas.button("cover.button.nobody", f"cv:{member.id}:0"),))
    return Drawn(text, tuple(rows))


@draws("covers")
def covers_now(canvas: Canvas) -> Drawn | None:
    """Told to whoever was named: that they are the cover, and what it means."""
    member = staff.get(canvas.db, canvas.params["member"])
    named = cover.of_therapist(canvas.clinic, member.id)
    is_still = canvas.reader is not None and named == canvas.reader
    key = "cover.you_are" if is_still else "cover.no_longer"
    return Drawn(canvas.t(key, name=member.name))
