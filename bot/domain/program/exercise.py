"""One exercise: what it is called, how it is done, how much, and for whom it is not."""

from typing import Literal

from pydantic import Field

from bot.domain.figure.spec import FigureSpec
from bot.domain.program.dose import Dose, UsualDose
from bot.domain.program.words import Data, Line, Steps, Title, Whole

Kind = Literal["stretch", "strength", "mobility", "position", "walking"]
BodyPart = Literal["lower_back", "trunk", "buttock", "hip", "thigh", "nerve", "whole_body"]
Equipment = Literal["mat", "chair", "towel", "pillow"]


class Exercise(Data):
    """An exercise file; its id is the file's name without `.toml`."""

    id: str = ""
    """Left out in the file: the file's name is the id."""
    file_format: Literal[1] = Field(alias="schema")
    """The version of this file format: 1."""
    version: Whole = Field(ge=1)
    """Raise by one with every change that a patient can see."""
    reviewed_by: str
    """Name, profession and date of the reviewer; "" = draft."""
    kind: Kind
    body_part: BodyPart
    equipment: tuple[Equipment, ...] = ()
    easier: tuple[str, ...] = ()
    """Exercise ids one rung down the ladder, best first."""
    harder: tuple[str, ...] = ()
    """Exercise ids one rung up the ladder, best first."""
    instead: tuple[str, ...] = ()
    """Exercise ids of about the same effort, for those who must not do this one."""
    not_for: tuple[str, ...] = ()
    """Contraindication ids: patients who have one of these never get this exercise."""
    requires: tuple[str, ...] = ()
    """Confirmation ids: only where a therapist has confirmed all of these."""
    name: Title
    how: Steps
    feel: Line
    """What the patient should feel."""
    stop_if: Line
    dose: UsualDose
    most: Dose
    """The most that any plan may give."""
    figure: FigureSpec | None = None
    """The moving figure: camera, muscles and poses."""

    @property
    def sides(self) -> int:
        """2 where both sides of the body take their turn, else 1."""
        return 2 if self.dose.per_side else 1

    def barred_by(self, contraindications: frozenset[str]) -> tuple[str, ...]:
        """Those of the patient's contraindications that forbid this exercise."""
        return tuple(c for c in self.not_for if c in contraindications)

    def unconfirmed(self, confirmed: frozenset[str]) -> tuple[str, ...]:
        """What a therapist has still to confirm before this exercise may be given."""
        return tuple(r for r in self.requires if r not in confirmed)
