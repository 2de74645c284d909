"""The story's text: five chapters, each step a caption and what somebody does.

Button labels are the bot's; they stand in one table so that a change of wording is one line here.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.simulator.story_acts import PATIENT, THERAPIST, Act, Move, OpenInvitation, Press, Say

CHAPTERS = ["Enrolment", "A good week", "A worsening one", "The flag", "Tess answers"]
ENROLMENT, GOOD_WEEK, WORSENING, FLAG, ANSWER = range(len(CHAPTERS))

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
SEEN = "Seen"
WRITE = "Write"


@dataclass(frozen=True)
class Step:
    """An empty caption keeps the one before; `seconds` to read, at speed 1, before the act."""

    chapter: int
    caption: str
    act: Act | None
    seconds: float


def enrolment() -> list[Step]:
    """Tess enrols Ana, who opens the invitation on her own phone."""
    answers: list[Act] = [
        Say(THERAPIST, "Ana", after="first name"),
        Press(THERAPIST, PLAN),
        Press(THERAPIST, TIME),
        Press(THERAPIST, DAYS),
        Press(THERAPIST, ZONE),
        Press(THERAPIST, LANGUAGE),
    ]
    return [
        _step(
            "*Tess* has examined Ana in the clinic and enrols her: a name, a plan, a time.",
            Say(THERAPIST, "/enroll"),
            3,
        ),
        *[_step("", act, 1.4) for act in answers],
        _step(
            "Nothing goes out before she *confirms* that the plan suits Ana.",
            Press(THERAPIST, EXAMINED),
            3,
        ),
        _step(
            "A *one-time invitation*: a link, a QR picture, a text. Ana opens it on her phone.",
            OpenInvitation(),
            5,
        ),
        _step("The bot first asks whether it reached *the right person*.", Press(PATIENT, ME), 4),
        _step(
            "What is kept, who reads it, what this is *not*: said before anything is stored.",
            Press(PATIENT, AGREE),
            6,
        ),
        _step("Ana keeps the time.", Press(PATIENT, KEEP_TIME), 2.5),
        _step("Her first number: *4*. Tess hears who joined.", Press(PATIENT, "4"), 3),
    ]


def _step(caption: str, act: Act | None, seconds: float, chapter: int = ENROLMENT) -> Step:
    return Step(chapter, caption, act, seconds)


def day(chapter: int, rating: int, caption: str, seconds: float) -> list[Step]:
    """One morning: the clock goes to the prompt, Ana taps a number."""
    return [
        Step(chapter, caption, Move(), seconds),
        Step(chapter, "", Press(PATIENT, str(rating)), 1.2),
    ]


SCRIPT: tuple[Step, ...] = (
    *enrolment(),
    *day(GOOD_WEEK, 4, "*The next morning.* One message: what to do today, and one question.", 3),
    Step(GOOD_WEEK, "The exercises are done: *one tap*.", Press(PATIENT, DONE), 4),
    *day(GOOD_WEEK, 3, "*A good week* goes by in a few taps.", 3),
    *[step for rating in (4, 3, 3, 2, 3) for step in day(GOOD_WEEK, rating, "", 0.6)],
    Step(GOOD_WEEK, "Tess hears nothing, because *there is nothing to hear*.", None, 4),
    *day(WORSENING, 4, "*The next week* begins as usual.", 2),
    *day(WORSENING, 6, "*Ana answers 6.* One high day is noise for most people: no alarm yet.", 3),
    Step(WORSENING, "", None, 3),
    *day(FLAG, 7, "*The next day: 7.* The second report well above her usual.", 3),
    Step(
        FLAG,
        "Tess gets *a flag with the reason*: the numbers, the usual range, the last 14 days.",
        None,
        7,
    ),
    Step(
        ANSWER,
        "Between two appointments Tess taps *Seen*. Ana learns that it was opened.",
        Press(THERAPIST, SEEN),
        3,
    ),
    Step(ANSWER, "Then she *writes*.", Press(THERAPIST, WRITE), 4),
    Step(ANSWER, "", Say(THERAPIST, "Hi Ana, please rest today. I will call you at 12:30."), 1.5),
    Step(ANSWER, "Ana has the answer *on her phone*, and it is on the record.", None, 5),
    Step(
        ANSWER,
        "A glance at */patients*, and the next appointment can start.",
        Say(THERAPIST, "/patients"),
        3,
    ),
    Step(ANSWER, "*That was the story.* Now it is yours: tap, type, move the clock.", None, 1),
)
