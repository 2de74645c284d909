"""What therapists are told: reasons, charts, gaps, people who joined or left."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.chat.drawing.canvas import Canvas, Drawn, draws, joined
from bot.domain.daily import SessionResult
from bot.domain.flags import Baseline, Kind, Reason
from bot.pictures.chart import ChartDay, PainChart, Session, UsualBand
from bot.services.caseload import History
from bot.storage import flares, patients, prompts
from bot.storage.flags import Flag
from bot.texts import Markup, clock, day, minute, short_day


def reason_text(canvas: Canvas, reason: Reason) -> Markup:
    labels = {
        name: ", ".join(_label(canvas, key) for key in keys) for name, keys in reason.labels.items()
    }
    return canvas.t(reason.key, **dict(reason.params), **labels)


def _label(canvas: Canvas, key: str) -> str:
    """A word of the catalogue, or a warning sign in the words of the screening file."""
    topic, _, name = key.partition(".")
    if topic == "sign":
        return canvas.clinic.screening.flag(name).short.say(canvas.language)
    return canvas.texts.plain(canvas.language, key)


def sessions_line(canvas: Canvas, history: History) -> Markup:
    """ "Sessions: 4 done, 1 partly, of 6. No answer: 14 March." """
    parts = []
    if history.training:
        parts.append(
            canvas.t(
                "flag.sessions",
                done=history.sessions(SessionResult.DONE),
                partly=history.sessions(SessionResult.PARTLY),
                planned=len(history.training),
            )
        )
    if history.unanswered:
        named = ", ".join(short_day(canvas.language, d) for d in history.unanswered[-4:])
        parts.append(canvas.t("flag.unanswered", n=len(history.unanswered), days=named))
    return joined(*parts, by=" ")


def chart_of(canvas: Canvas, history: History, held: Baseline | None = None) -> PainChart:
    """The pain chart in the reader's words, against `held` or today's usual; drawn off the loop."""
    usual = held or history.usual
    band = None
    if usual is not None:
        label = canvas.texts.plain(
            canvas.language, "chart.usual", usual=f"{usual.usual:g}", low=usual.low, high=usual.high
        )
        band = UsualBand(usual.low, usual.usual, usual.high, label)
    foot = sessions_line(canvas, history)
    words = _turns(canvas, history)
    return PainChart(
        title=canvas.texts.plain(canvas.language, "chart.title"),
        days=[_chart_day(canvas, history, d, words.get(d, "")) for d in history.days],
        usual=band,
        foot=str(foot),
        empty=canvas.texts.plain(canvas.language, "chart.empty"),
    )


def _turns(canvas: Canvas, history: History) -> dict[date, str]:
    """Days on which something else began: a phase of the plan, or the gentle days of a flare."""
    first = history.days[0]
    phases = flares.phases(canvas.db, history.patient.id, first)
    turns = {
        day: canvas.texts.plain(canvas.language, "chart.phase", number=phase + 1)
        for (_, before), (day, phase) in pairwise(sorted(phases.items()))
        if phase != before
    }
    flared = flares.of_patient(canvas.db, history.patient.id)
    word = canvas.texts.plain(canvas.language, "chart.flare")
    return turns | {f.begins_on: word for f in flared if f.begins_on >= first}


_SESSION_MARK: dict[SessionResult, Session] = {
    SessionResult.DONE: "done",
    SessionResult.PARTLY: "partly",
    SessionResult.COULD_NOT: "not_done",
}


def _chart_day(canvas: Canvas, history: History, when: date, turn: str) -> ChartDay:
    prompt = history.prompts.get(when)
    flag = history.flagged.get(when)
    evidence = {str(d) for f in history.flagged.values() for d in _evidence_dates(f)}
    result = prompt.session_result if prompt else None
    return ChartDay(
        label=short_day(canvas.language, when),
        rating=prompt.pain if prompt else None,
        missed=bool(prompt and prompt.was_delivered and prompt.pain is None),
        evidence=str(when) in evidence,
        flag=canvas.texts.plain(canvas.language, "chart.flag") if flag else "",
        phase=turn,
        session=_SESSION_MARK[result] if result else "none",
    )


def _evidence_dates(flag: Flag) -> tuple[str, ...]:
    """The days whose ratings raised it: the last so many up to the day of the raise."""
    if flag.kind not in (Kind.SEVERE, Kind.WORSENING):
        return ()
    days = flag.evidence.get("days", 1)
    count = days if isinstance(days, int) else 1
    return tuple(str(flag.raised_on - timedelta(days=n)) for n in range(count))


@draws("joined", is_discreet=True)
def joined_card(canvas: Canvas) -> Drawn:
    patient = canvas.patient()
    first = prompts.first(canvas.db, patient.id)
    parts = [canvas.t("joined.test" if patient.is_test else "joined.head", name=patient.name)]
    if first is not None and first.pain is not None:
        parts.append(canvas.t("joined.rating", pain=first.pain))
    if patient.next_due_date is not None:
        when = day(canvas.language, patient.next_due_date)
        parts.append(canvas.t("joined.next", day=when, time=minute(patient.prompt_minute)))
    if patient.telegram_id is None:
        return Drawn(canvas.t("joined.removed", name=patient.name))
    return Drawn(
        joined(*parts, by=" "),
        (
            (
                canvas.button("button.card", f"t:{patient.id}:card"),
                canvas.button("button.not_them", f"t:{patient.id}:notthem"),
            ),
        ),
    )


@draws("relinked", is_discreet=True)
@draws("stopped", is_discreet=True)
@draws("unreachable", is_discreet=True)
@draws("reachable", is_discreet=True)
def about_patient(canvas: Canvas) -> Drawn:
    """One line about a patient, and the way to their card."""
    patient = canvas.patient()
    line = canvas.t(f"about.{canvas.entry.kind}", name=patient.name)
    rows = [canvas.button("button.card", f"t:{patient.id}:card")]
    if canvas.entry.kind == "relinked":
        rows.append(canvas.button("button.not_them", f"t:{patient.id}:notthem"))
    return Drawn(line, (tuple(rows),))


@draws("downtime")
def downtime(canvas: Canvas) -> Drawn:
    zone = canvas.reader.zone if canvas.reader else ZoneInfo(canvas.clinic.settings.clinic_timezone)
    start, end = (datetime.fromisoformat(canvas.params[name]) for name in ("start", "end"))
    names = []
    for number in canvas.params["missed"]:
        patient = patients.find(canvas.db, number)
        if patient is not None:
            names.append(patient.name)
    same = start.astimezone(zone).date() == end.astimezone(zone).date()
    told = [
        canvas.t(
            "downtime.head" if same else "downtime.head_days",
            start=clock(start, zone),
            end=clock(end, zone),
            start_day=day(canvas.language, start.astimezone(zone).date()),
            end_day=day(canvas.language, end.astimezone(zone).date()),
        )
    ]
    if canvas.params["late"]:
        told.append(canvas.t("downtime.late", n=canvas.params["late"]))
    if names:
        told.append(
            canvas.t("downtime.missed", n=len(names), names=", ".join(dict.fromkeys(names)))
        )
    told.append(canvas.t("downtime.lost" if canvas.params["lost"] else "downtime.kept"))
    return Drawn(joined(*told, by=" "))


@draws("quarantined")
def quarantined(canvas: Canvas) -> Drawn:
    return Drawn(canvas.t("quarantined.admin"))
