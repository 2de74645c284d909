"""What is asked before and during treatment so that nobody who needs a doctor is overlooked."""

from bot.domain.screening.questions import AssessmentQuestion, Contraindication, RedFlag, Tier
from bot.domain.screening.screening import Screening, red_flag_question

__all__ = [
    "AssessmentQuestion",
    "Contraindication",
    "RedFlag",
    "Screening",
    "Tier",
    "red_flag_question",
]
