"""Advice by topic, and the week's tip under a day's message."""

from bot.chat.drawing.canvas import Button, Canvas, Drawn, Rows, draws, joined
from bot.domain.daily import Prompt
from bot.domain.people import Patient
from bot.domain.program.advice import TOPICS, Advice
from bot.services import tips
from bot.texts import Markup


@draws("tips", for_patient=True)
def tips_message(canvas: Canvas) -> Drawn:
    """The topics, one topic's pages, or one page; what is hidden or gone leads to the topics."""
    pages = tips.pages(canvas.clinic, canvas.patient())
    page = next((p for p in pages if p.id == canvas.params.get("page")), None)
    if page is not None:
        return _page(canvas, page, pages)
    in_topic = tuple(p for p in pages if p.topic == canvas.params.get("topic"))
    return _topic(canvas, in_topic) if in_topic else _topics(canvas, pages)


def _topics(canvas: Canvas, pages: tuple[Advice, ...]) -> Drawn:
    """A topic with a single page leads straight to it."""
    rows = []
    for topic in TOPICS:
        found = [p for p in pages if p.topic == topic]
        data = f"tips:page:{found[0].id}" if len(found) == 1 else f"tips:topic:{topic}"
        if found:
            rows.append((canvas.button(f"advice.topic.{topic}", data),))
    return Drawn(canvas.t("tips.head" if rows else "tips.none"), tuple(rows))


def _topic(canvas: Canvas, pages: tuple[Advice, ...]) -> Drawn:
    rows = tuple((Button(p.title.say(canvas.language), f"tips:page:{p.id}"),) for p in pages)
    head = canvas.t("tips.topic", topic=canvas.t(f"advice.topic.{pages[0].topic}"))
    return Drawn(head, (*rows, _all(canvas)))


def _page(canvas: Canvas, page: Advice, pages: tuple[Advice, ...]) -> Drawn:
    text = canvas.t(
        "tips.page", title=page.title.say(canvas.language), text=page.text.say(canvas.language)
    )
    rows: Rows = (_all(canvas),)
    if sum(p.topic == page.topic for p in pages) > 1:
        topic = canvas.button(f"advice.topic.{page.topic}", f"tips:topic:{page.topic}")
        rows = ((topic,), *rows)
    return Drawn(text, rows)


def _all(canvas: Canvas) -> tuple[Button, ...]:
    return (canvas.button("tips.button.all", "tips:all"),)


def tip_line(canvas: Canvas, patient: Patient, prompt: Prompt) -> Markup:
    """The week's tip where this day has one."""
    page = tips.of_day(canvas.clinic, patient, prompt.local_date)
    if page is None or page.tip is None:
        return Markup()
    return joined(canvas.t("tips.line", tip=page.tip.say(canvas.language)))
