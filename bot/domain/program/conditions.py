"""What files refer to when they say who must not, or may only then."""

from bot.domain.program.words import Data, Line


class Conditions(Data):
    """The facts about a patient that files refer to, with the words for the therapist's card."""

    contraindications: dict[str, Line]
    """What forbids an exercise or hides advice, by id."""
    confirmations: dict[str, Line]
    """What a therapist confirms before some exercise or advice is given, by id."""
