"""What patients answer about warning signs, and what follows at once."""

from datetime import date, timedelta

from bot.domain.asking import (
    LIST,
    PLAINER,
    Answer,
    Said,
    outcome,
    read_answer,
    signs_found,
    signs_skipped,
    verdict,
    worse,
)
from bot.domain.people import Patient, Staff
from bot.domain.schedule import local_date
from bot.domain.screening import Tier, red_flag_question
from bot.services import audit, flagging, leg_map, notify, red_flags, rounds
from bot.services.clinic import Clinic, Moment
from bot.storage import flags, screens
from bot.storage.outbox import Lane
from bot.storage.screens import Screen

WEEK = timedelta(days=7)


def worry(clinic: Clinic, patient: Patient, at: Moment) -> None:
    """ "Something new or worrying": the emergency text, the alert, then the questions."""
    _say_emergency(clinic, patient, at)
    red_flags.report(clinic, patient, "worry", at)
    rounds.begin(clinic, patient, "worry", at)


def _say_emergency(clinic: Clinic, patient: Patient, at: Moment) -> None:
    notify.patient(clinic, patient, "emergency", at, lane=Lane.ALERT, patient=patient.id)


def sign_in(clinic: Clinic, patient: Patient, text: str) -> str | None:
    """The question that somebody's words call for."""
    return red_flag_question(text, patient.language, clinic.screening)


def from_words(clinic: Clinic, patient: Patient, sign: str, at: Moment) -> None:
    """Ask the question that fits what was written; the answer decides, not the words."""
    rounds.begin(clinic, patient, "words", at, (sign,))


def typed(
    clinic: Clinic, patient: Patient, text: str, replies_to: int, at: Moment
) -> Screen | None:
    """Take a typed "yes" or "no" where a question stands last in the chat, or is replied to.

    Answers the round as it was before; None when the text answers no question.
    """
    said = read_answer(text)
    screen = _spoken_of(clinic, patient, replies_to) if said else None
    if said is None or screen is None or not screen.is_open:
        return None
    question = rounds.current(clinic, screen)
    name = LIST if rounds.wants_list(clinic, screen) else question.asked if question else None
    if name is None:
        return None
    answer(clinic, patient, screen, name, said, at)
    rounds.put_below(clinic, patient, screen, at)
    return screen


def _spoken_of(clinic: Clinic, patient: Patient, replies_to: int) -> Screen | None:
    entry = notify.spoken_of(clinic, patient, replies_to)
    if entry is None or entry.kind != "question":
        return None
    return screens.find(clinic.db, entry.params["screen"])


def answer(
    clinic: Clinic, patient: Patient, screen: Screen, question: str, said: Answer, at: Moment
) -> Tier | None:
    """Keep an answer and act on it; answers the tier it newly reached.

    A round that was closed unanswered takes answers too: a yes is never too late.
    """
    before = screens.said(clinic.db, screen.id)
    if not (_is_open_question(clinic, screen, question) or _is_late_yes(screen, question, said)):
        return None
    question = question.removesuffix(PLAINER)
    screens.say(clinic.db, screen, Said(question, said), at.now)
    after = [*before, Said(question, said)]
    if question == LIST:
        return _answered_list(clinic, patient, screen, said, at)
    reached, known = outcome(clinic.screening, after), outcome(clinic.screening, before)
    found = signs_found(clinic.screening, after)
    has_more = reached != known or found != signs_found(clinic.screening, before)
    if reached is not None and has_more:
        red_flags.report(clinic, patient, screen.cause, at, tier=reached, signs=found)
    is_news = worse(reached, known)
    if is_news and reached is not None:
        _tell(clinic, patient, screen, reached, at)
    _end_if_settled(clinic, patient, screen, reached, at)
    return reached if is_news else None


def _is_open_question(clinic: Clinic, screen: Screen, question: str) -> bool:
    """Whether this is what the round asks now: a second tap on an answered one changes nothing."""
    if question == LIST:
        return rounds.wants_list(clinic, screen)
    current = rounds.current(clinic, screen)
    return current is not None and current.asked == question


def _is_late_yes(screen: Screen, question: str, said: Answer) -> bool:
    """A yes to a sign that was answered already: the finger that corrects a no is believed."""
    return said is Answer.YES and question.removesuffix(PLAINER) in screen.signs


def _tell(clinic: Clinic, patient: Patient, screen: Screen, tier: Tier, at: Moment) -> None:
    """What to do, first of all that is said."""
    kind = "emergency_now" if tier == "emergency" else "see_doctor"
    notify.patient(
        clinic, patient, kind, at, lane=Lane.ALERT, screen=screen.id, tier=tier, patient=patient.id
    )


def _answered_list(
    clinic: Clinic, patient: Patient, screen: Screen, said: Answer, at: Moment
) -> Tier | None:
    """None of these ends the round; one of these is an alarm at once, and then which one."""
    if said is Answer.YES:
        _say_emergency(clinic, patient, at)
        red_flags.report(clinic, patient, "weekly", at)
        return "emergency"
    if said is Answer.NO:
        screens.end(clinic.db, screen.id, "clear", at.now)
    return None


def _end_if_settled(
    clinic: Clinic, patient: Patient, screen: Screen, reached: Tier | None, at: Moment
) -> None:
    if rounds.current(clinic, screen) is not None:
        return
    screens.end(clinic.db, screen.id, reached or "clear", at.now)
    for flag in flags.open_of(clinic.db, patient.id):
        flagging.redraw(clinic, flag, at)
    if reached is None:
        leg_map.after_round(clinic, patient, screen, at)
    said = screens.said(clinic.db, screen.id)
    is_after_alarm = screen.cause == "worry" or verdict(LIST, said) is Answer.YES
    if reached is None and is_after_alarm:
        skipped = signs_skipped(clinic.screening, said)
        red_flags.cleared(clinic, patient, screen.cause, skipped, at)


def take_back(clinic: Clinic, screen: Screen, at: Moment) -> None:
    """Back to the question before; what a yes has set off is not taken back by that."""
    screens.take_back(clinic.db, screen.id, at.now)
    screens.reopen(clinic.db, screen.id)


def of_the_day(clinic: Clinic, patient: Patient, day: date, at: Moment) -> None:
    """With the day's message: an open round once more, or the weekly screen; never two things."""
    rows = screens.of_patient(clinic.db, patient.id)
    for screen in rows:
        if screen.is_open and screen.opened_on < day:
            _follow_up(clinic, patient, screen, day, at)
    if screens.request_of(clinic.db, patient.id, day) is not None:
        return
    if rounds.wants_first(clinic, patient):
        rounds.begin(clinic, patient, rounds.AT_ENROLMENT, at)
    elif _is_week_over(patient, rows, day):
        rounds.begin(clinic, patient, "weekly", at)


def _is_week_over(patient: Patient, rows: list[Screen], day: date) -> bool:
    if any(screen.is_open for screen in rows):
        return False
    last = max((s.opened_on for s in rows if rounds.is_full(s)), default=patient.started_on)
    return last is not None and day - last >= WEEK


def _follow_up(clinic: Clinic, patient: Patient, screen: Screen, day: date, at: Moment) -> None:
    """An unanswered round comes once more; after that the therapist is told, and it is closed."""
    if screen.asked_again_on is None:
        if screens.take_request(clinic.db, patient.id, day, "screen"):
            screens.mark_asked_again(clinic.db, screen.id, day)
            rounds.put(clinic, patient, screens.get(clinic.db, screen.id), at)
    elif screen.asked_again_on < day:
        screens.end(clinic.db, screen.id, "unanswered", at.now)
        notify.redraw(clinic, ("question",), "screen", screen.id, at)
        notify.therapist(
            clinic,
            patient,
            "unanswered",
            at,
            key=f"unanswered:{screen.id}",
            lane=Lane.DIGEST,
            patient=patient.id,
            screen=screen.id,
        )


def record_known(
    clinic: Clinic, patient: Patient, sign: str, reason: str, by: Staff, at: Moment
) -> None:
    """A therapist knows of a sign: from now on the question asks for what is new since this day.

    "off" takes that back. A yes stays an emergency either way.
    """
    # The reason may be a diagnosis or somebody's words: it stays where it can be erased.
    is_off = reason == "off"
    audit.note(clinic, by, "known_sign", patient, at, f"{sign} off" if is_off else sign)
    if is_off:
        screens.forget_known(clinic.db, patient.id, sign)
        return
    today = local_date(at.now, patient.zone)
    screens.set_known(clinic.db, patient.id, sign, reason, today, by.id)
