"""How often each rule was right, by the therapists' own verdicts."""

from bot.chat.drawing.canvas import Canvas, Drawn, draws, joined
from bot.services import quality
from bot.services.clinic import Moment
from bot.services.quality import RuleQuality
from bot.texts import Markup


@draws("quality")
def quality_message(canvas: Canvas) -> Drawn | None:
    if canvas.reader is None:
        return None
    found = quality.figures(canvas.clinic, canvas.reader, Moment(canvas.now, "quality"))
    if not found.rules:
        return Drawn(canvas.t("quality.none", n=quality.WEEKS))
    lines = [_line(canvas, rule) for rule in found.rules]
    load = canvas.t(
        "quality.load",
        flags=f"{found.per_week(silence=False):.1f}",
        silence=f"{found.per_week(silence=True):.1f}",
    )
    scope = "quality.clinic" if canvas.reader.is_admin else "quality.own"
    head = canvas.t("quality.head", weeks=quality.WEEKS, scope=canvas.t(scope))
    return Drawn(joined(head, *lines, load, canvas.t("quality.how")))


def _line(canvas: Canvas, rule: RuleQuality) -> Markup:
    key = f"rule.{rule.rule}"
    words = canvas.t(key) if canvas.texts.has(canvas.language, key) else canvas.t("quality.asked")
    verdicts = (
        canvas.t("quality.judged", right=rule.right, n=rule.judged)
        if rule.judged
        else canvas.t("quality.unjudged")
    )
    title = canvas.t(f"flag.{rule.kind.value}.title")
    return canvas.t("quality.line", title=title, rule=words, n=rule.raised, verdicts=verdicts)
