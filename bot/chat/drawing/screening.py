"""The questions about warning signs, one by one or as one list, and how a round ended."""

from bot.chat.drawing.canvas import Button, Canvas, Drawn, Rows, draws, joined
from bot.chat.drawing.daily import worry_row
from bot.chat.drawing.emergency import therapist_name
from bot.domain.asking import LIST, Answer, Question, signs_found, signs_skipped
from bot.services import rounds
from bot.services.notify import PAST
from bot.services.red_flags import tier_of
from bot.storage import messages, patients, screens
from bot.storage.flags import Flag
from bot.storage.screens import Screen
from bot.texts import Markup, clock, day


@draws("question", for_patient=True)
def question_message(canvas: Canvas) -> Drawn:
    """The question that is open now; when the round is over, what was said."""
    screen = screens.get(canvas.db, canvas.params["screen"])
    if canvas.params.get("view") == PAST:
        return Drawn(canvas.t("visit.past"))
    if not screen.is_open and screen.outcome != "unanswered":
        return _over(canvas, screen)
    if rounds.wants_list(canvas.clinic, screen):
        return _list(canvas, screen)
    question = rounds.current(canvas.clinic, screen)
    return _over(canvas, screen) if question is None else _question(canvas, screen, question)


def _question(canvas: Canvas, screen: Screen, question: Question) -> Drawn:
    count = canvas.t("screen.number", number=question.number, count=question.count)
    text = joined(
        _intro(canvas, screen) if question.number == 1 and not question.follow_up else "",
        count if question.count > 1 else "",
        canvas.t("screen.question", question=question.text.say(canvas.language)),
        _known(canvas, question),
        _if_yes(canvas, question),
    )
    return Drawn(text, _question_rows(canvas, screen, question))


def _intro(canvas: Canvas, screen: Screen) -> Markup:
    patient = patients.get(canvas.db, screen.patient_id)
    cause = "map" if _is_of_leg_map(canvas, screen) else screen.cause
    return canvas.t(
        f"screen.intro.{cause}",
        therapist=therapist_name(canvas, patient),
        n=len(screen.signs),
    )


def _is_of_leg_map(canvas: Canvas, screen: Screen) -> bool:
    """One question that no words called for: what was tapped did."""
    if rounds.is_full(screen):
        return False
    return not messages.was_kept(canvas.db, screen.patient_id, screen.opened_at)


def _known(canvas: Canvas, question: Question) -> Markup:
    patient = canvas.patient()
    known = screens.known(canvas.db, patient.id).get(question.sign.id)
    if known is None or question.follow_up:
        return Markup()
    return canvas.t(
        "screen.known",
        therapist=therapist_name(canvas, patient),
        day=day(canvas.language, known.recorded_on),
    )


def _if_yes(canvas: Canvas, question: Question) -> Markup:
    number = canvas.clinic.settings.emergency_number
    return canvas.t("screen.if_yes", number=number) if question.is_emergency else Markup()


def _question_rows(canvas: Canvas, screen: Screen, question: Question) -> Rows:
    rows = [
        (
            _answer(canvas, screen, question.asked, Answer.YES),
            _answer(canvas, screen, question.asked, Answer.NO),
        ),
        (_answer(canvas, screen, question.asked, Answer.UNSURE),),
    ]
    if question.may_skip:
        rows[1] = (*rows[1], _answer(canvas, screen, question.asked, Answer.SKIP))
    if screens.said(canvas.db, screen.id):
        rows.append((canvas.button("button.back", f"q:{screen.id}:{question.asked}:back"),))
    return tuple(rows)


def _answer(canvas: Canvas, screen: Screen, name: str, answer: Answer, key: str = "") -> Button:
    label = key or f"screen.{answer}"
    return canvas.button(label, f"q:{screen.id}:{name}:{answer}")


def _list(canvas: Canvas, screen: Screen) -> Drawn:
    """All signs on one calm screen."""
    shorts = [
        canvas.clinic.screening.flag(name).short.say(canvas.language) for name in screen.signs
    ]
    text = joined(
        canvas.t("screen.list.head"),
        joined(*(canvas.t("emergency.sign", sign=_capital(short)) for short in shorts), by="\n"),
        canvas.t("screen.list.foot", number=canvas.clinic.settings.emergency_number),
    )
    none = _answer(canvas, screen, LIST, Answer.NO, "screen.list.none")
    one = _answer(canvas, screen, LIST, Answer.YES, "screen.list.one")
    unsure = _answer(canvas, screen, LIST, Answer.UNSURE)
    return Drawn(text, ((none,), (one, unsure)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _over(canvas: Canvas, screen: Screen) -> Drawn:
    found = signs_found(canvas.clinic.screening, screens.said(canvas.db, screen.id))
    patient = patients.get(canvas.db, screen.patient_id)
    if found:
        text = canvas.t(
            "screen.done.yes",
            signs=shorts_of(canvas, found),
            therapist=therapist_name(canvas, patient),
        )
    elif screen.outcome == "replaced":
        text = canvas.t("screen.done.replaced")
    else:
        skipped = signs_skipped(canvas.clinic.screening, screens.said(canvas.db, screen.id))
        key = "screen.done.clear_but" if skipped else "screen.done.clear"
        text = canvas.t(key, number=canvas.clinic.settings.emergency_number)
    return Drawn(text, (worry_row(canvas),))


def shorts_of(canvas: Canvas, signs: tuple[str, ...]) -> str:
    """Signs in a few words each, in the reader's language."""
    return "; ".join(
        canvas.clinic.screening.flag(name).short.say(canvas.language) for name in signs
    )


@draws("unanswered", is_discreet=True)
def unanswered(canvas: Canvas) -> Drawn:
    """For the therapist: questions that were asked twice and not answered."""
    patient = canvas.patient()
    screen = screens.get(canvas.db, canvas.params["screen"])
    said = len(screens.said(canvas.db, screen.id))
    text = canvas.t(
        "screen.unanswered",
        name=patient.name,
        day=day(canvas.language, screen.opened_on),
        said=said,
        count=len(screen.signs),
    )
    return Drawn(
        text,
        (
            (
                canvas.button("button.write", f"t:{patient.id}:write"),
                canvas.button("button.card", f"t:{patient.id}:card"),
            ),
        ),
        is_protected=True,
    )


def signs_line(canvas: Canvas, flag: Flag) -> Markup:
    """On a therapist's alert: how far the questions about warning signs have come."""
    if tier_of(flag) is not None:
        return Markup()
    rounds_since = [
        s for s in screens.of_patient(canvas.db, flag.patient_id) if s.opened_on >= flag.raised_on
    ]
    full = next((s for s in rounds_since if rounds.is_full(s) and s.outcome != "replaced"), None)
    return _progress(canvas, full) if full else Markup()


def _progress(canvas: Canvas, screen: Screen) -> Markup:
    said = screens.said(canvas.db, screen.id)
    patient = patients.get(canvas.db, screen.patient_id)
    if found := signs_found(canvas.clinic.screening, said):
        return canvas.t("screen.on_flag.yes", signs=shorts_of(canvas, found))
    skipped = signs_skipped(canvas.clinic.screening, said)
    is_clear = screen.outcome == "clear"
    key = ("clear_but" if skipped else "clear") if is_clear else "some" if said else "none"
    return canvas.t(
        f"screen.on_flag.{key}",
        time=clock(screen.opened_at, (canvas.reader or patient).zone),
        said=len({one.question for one in said}),
        count=len(screen.signs),
        no=len(screen.signs) - len(skipped),
        signs=shorts_of(canvas, skipped),
    )
