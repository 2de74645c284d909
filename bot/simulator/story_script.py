"""The story's text: five chapters, each step a caption and what somebody does.

Button labels are the bot's; they stand in one table so that a change of wording is one line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.simulator.story_acts import (
    PATIENT,
    THERAPIST,
    Act,
    Answer,
    Move,
    OpenInvitation,
    Press,
    Role,
    Say,
)

CHAPTERS = ["Enrolment", "A good week", "A worsening one", "The flag", "Tess answers"]
ENROLMENT, GOOD_WEEK, WORSENING, FLAG, ANSWER = range(len(CHAPTERS))

NAME_ASKED = "first name"
PLAN = "Sciatica"
TIME = "08:30"
DAYS = "Mon, Wed, Fri"
ZONE = "Keep"
LANGUAGE = "English"
EXAMINED = "Confirm"
ME = "Yes, that is me"
AGREE = "I agree"
KEEP_TIME = "Yes, keep this time"
DONE = "Done already"
START = "Start"
NEXT_MOVE = "Done, next"
LAST_MOVE = "Done, finish"
FELT = "As usual"
MOVES = 6
NO_SIGNS = "None of these"
NO = "No"
SIGNS = 9
NONE = "None of these"
CONDITIONS = 3
SKIP = "Skip"
FIRST_VISIT = (
    *("2 to 6 weeks ago", "Sitting", "Done", SKIP),
    *("Buttock", "Done", "Left", NONE, NONE),
    *("Several times", SKIP, "Walks and housework", "Work, mostly sitting", SKIP, SKIP),
)
"""In the order of the questions in programs/screening.toml."""
SEEN = "Seen"
WRITE = "Write"
WORDS_ASKED = "Type your message"
REPLY = "Answer"
REPLY_ASKED = "Type your answer"


@dataclass(frozen=True)
class Step:
    """Something to read, then something to do; an empty caption keeps the one before.

    `seconds` is the time to read at speed 1. What is `optional` is left out when it is not offered.
    `look` is the phone to read on, where a page shows one at a time.
    """

    chapter: int
    caption: str
    act: Act | None
    seconds: float
    optional: bool = False
    look: Role | None = None


def enrolment() -> list[Step]:
    """Tess enrols Ana, who opens the invitation on her own phone."""
    step = partial(Step, ENROLMENT)
    answers: list[Act] = [
        Say(THERAPIST, "Ana", after=NAME_ASKED),
        *(Press(THERAPIST, label) for label in (PLAN, TIME, DAYS, ZONE, LANGUAGE)),
    ]
    return [
        step(
            "*Tess* has examined Ana in the clinic and enrols her: a name, a plan, a time.",
            Say(THERAPIST, "/enroll"),
            2,
        ),
        *(step("", act, 1) for act in answers),
        step(
            "Nothing goes out before she *confirms* that the plan suits Ana.",
            Press(THERAPIST, EXAMINED),
            2,
        ),
        step(
            "A *one-time invitation*: a link, a QR picture, a text. Ana opens it on her phone.",
            OpenInvitation(),
            2.5,
        ),
        step("The bot first asks whether it reached *the right person*.", Press(PATIENT, ME), 2.5),
        step(
            "What is kept, who reads it, what this is *not*: said before anything is stored.",
            Press(PATIENT, AGREE),
            3,
        ),
        step("One message a day, at a time that suits her.", Press(PATIENT, KEEP_TIME), 2),
        step(
            "Before anything else: *signs that need a doctor*, one by one.",
            Answer(PATIENT, NO),
            2.5,
        ),
        *(step("", Answer(PATIENT, NO), 0.1) for _ in range(SIGNS - 1)),
        step("Her first number: *4*. Tess hears who joined.", Press(PATIENT, "4"), 1.5),
        *first_visit(),
    ]


def first_visit() -> list[Step]:
    """What Tess needs to know of her: taps, any of which may be skipped."""
    step = partial(Step, ENROLMENT)
    return [
        step("Then what Tess needs to know, *a tap each*.", Answer(PATIENT, START), 1.5),
        *(step("", Answer(PATIENT, NONE), 0.2) for _ in range(CONDITIONS)),
        *(step("", Answer(PATIENT, label), 0.1) for label in FIRST_VISIT),
        step("Tess reads it on *one card*.", None, 2, look=THERAPIST),
    ]


def morning(chapter: int, pain: int, caption: str = "", seconds: float = 0.2) -> list[Step]:
    """The clock goes to the next prompt; Ana taps a number and, on a training day, Done."""
    return [
        Step(chapter, caption, Move(), seconds),
        Step(chapter, "", Press(PATIENT, str(pain)), max(0.4, seconds / 2)),
        Step(chapter, "", Press(PATIENT, DONE), 0.2, optional=True),
        Step(chapter, "", Press(PATIENT, NO_SIGNS), 0.2, optional=True),
    ]


def session() -> list[Step]:
    """The first training day, move by move."""
    step = partial(Step, GOOD_WEEK)
    return [
        step("*Start* leads through the moves one by one.", Press(PATIENT, START), 1),
        step(
            "Each one moving, in plain words, with *today's dose*.", Answer(PATIENT, NEXT_MOVE), 3
        ),
        *(step("", Answer(PATIENT, NEXT_MOVE), 0.3) for _ in range(MOVES - 2)),
        step("", Answer(PATIENT, LAST_MOVE), 0.3),
        step("And how it felt, *one tap*: what hurts is told to Tess.", Press(PATIENT, FELT), 2),
    ]


def good_week() -> list[Step]:
    """Friday to Thursday, 3 to 4 of 10: Ana's usual."""
    first, *days = (4, 3, 4, 3, 3, 2, 3)
    return [
        Step(GOOD_WEEK, "*The next morning.* One message, at the time agreed.", Move(), 2),
        Step(
            GOOD_WEEK,
            "What to do today, drawn, and *one question*. One tap each.",
            Press(PATIENT, str(first)),
            3,
        ),
        *session(),
        *morning(GOOD_WEEK, days[0], "*A good week* goes by, a tap a day.", 2),
        *(step for pain in days[1:] for step in morning(GOOD_WEEK, pain)),
        Step(GOOD_WEEK, "Tess hears nothing, because *there is nothing to hear*.", None, 2),
    ]


def worsening() -> list[Step]:
    """A missed Saturday, two usual days, and the first high one."""
    return [
        *morning(WORSENING, 3, "*The next week* begins as usual.", 1.5),
        Step(WORSENING, "Saturday: no answer. *One gentle reminder*, no reproach.", Move(), 1.5),
        Step(WORSENING, "", Move(), 1),
        *morning(WORSENING, 4, "", 2),
        *morning(WORSENING, 4),
        *morning(WORSENING, 6, "*Tuesday: 6.* One high day is noise for most people.", 2),
        Step(
            WORSENING, "*Tuesday: 6.* One high day is noise for most people: no alarm.", None, 1.5
        ),
    ]


def flag() -> list[Step]:
    """The second high day."""
    return [
        Step(FLAG, "*Wednesday: 7.* The second day well above her usual.", Move(), 2),
        Step(FLAG, "", Press(PATIENT, "7"), 2),
        Step(
            FLAG,
            "Tess gets *a flag with the reason*: numbers, usual range, 14 days.",
            None,
            4,
            look=THERAPIST,
        ),
        Step(
            FLAG,
            "Ana is told what happens, and asked about *signs that cannot wait*.",
            Answer(PATIENT, NO),
            3,
            optional=True,
            look=PATIENT,
        ),
        *(Step(FLAG, "", Answer(PATIENT, NO), 0.1, optional=True) for _ in range(8)),
    ]


def answer() -> list[Step]:
    """Tess looks, writes, and hears back."""
    step = partial(Step, ANSWER)
    return [
        step(
            "Between two appointments Tess taps *Seen*; Ana learns when.",
            Press(THERAPIST, SEEN),
            2,
        ),
        step("Then she *writes*.", Press(THERAPIST, WRITE), 1.5),
        step(
            "",
            Say(
                THERAPIST, "Hi Ana, please rest today. I will call you at 12:30.", after=WORDS_ASKED
            ),
            1,
        ),
        step("Ana answers *from her phone*; it is all on the record.", Press(PATIENT, REPLY), 3),
        step("", Say(PATIENT, "Thank you, 12:30 is good.", after=REPLY_ASKED), 1),
        step(
            "A glance at */patients*, and the next appointment can start.",
            Say(THERAPIST, "/patients"),
            3,
        ),
        step("*That was the story.* Now it is yours: tap, type, move the clock.", None, 1),
    ]


SCRIPT: tuple[Step, ...] = (*enrolment(), *good_week(), *worsening(), *flag(), *answer())
