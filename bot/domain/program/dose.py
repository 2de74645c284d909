"""How much of an exercise: rounds, repetitions, seconds held, or minutes."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.domain.program.words import Data, LineText, Whole

Sets = Annotated[Whole, Field(ge=1, le=5)]
Reps = Annotated[Whole, Field(ge=1, le=30)]
HoldSeconds = Annotated[Whole, Field(ge=0, le=60)]
Minutes = Annotated[Whole, Field(ge=0, le=45)]
TimesADay = Annotated[Whole, Field(ge=1, le=8)]

DOSE_FIELDS = ("sets", "reps", "hold_seconds", "minutes", "times_a_day")

# A repetition without a hold takes about this long, getting into and out of it included.
_SECONDS_PER_REP = 4
_SECONDS_BETWEEN_HOLDS = 3
_REST_BETWEEN_SETS = 20


class Dose(Data):
    """One day's amount of one exercise, on each side where the exercise has sides."""

    sets: Sets = 1
    """Rounds, with a short rest between them."""
    reps: Reps = 1
    """Repetitions in a round."""
    hold_seconds: HoldSeconds = 0
    """Seconds to hold each repetition; 0 = no hold."""
    minutes: Minutes = 0
    """For exercises measured by time (walking, lying); then leave reps and hold_seconds out."""
    times_a_day: TimesADay = 1
    """How often in the day the whole is done."""

    @model_validator(mode="after")
    def _time_or_repetitions(self) -> Self:
        if self.minutes and (self.reps > 1 or self.hold_seconds):
            raise ValueError("give either minutes, or reps and hold_seconds, not both")
        return self

    def exceeding(self, most: "Dose") -> tuple[str, ...]:
        """The names of the fields in which this dose is above `most`."""
        return tuple(f for f in DOSE_FIELDS if getattr(self, f) > getattr(most, f))

    def capped(self, most: "Dose") -> "Dose":
        """This dose, with whatever is above `most` lowered to it."""
        lowered = {f: getattr(most, f) for f in self.exceeding(most)}
        return self.model_copy(update=lowered) if lowered else self

    def seconds(self, sides: int = 1) -> int:
        """About how long one go takes, rests between rounds included."""
        if self.minutes:
            return self.minutes * 60 * self.sets
        rep = self.hold_seconds + _SECONDS_BETWEEN_HOLDS if self.hold_seconds else _SECONDS_PER_REP
        return self.sets * self.reps * rep * sides + (self.sets - 1) * _REST_BETWEEN_SETS

    def work(self) -> int:
        """Seconds of work in a day: the measure by which one dose is more than another."""
        return self.seconds() * self.times_a_day


class DoseChange(Data):
    """What a plan's step changes in an exercise's own dose; what is left out stays."""

    sets: Sets | None = None
    reps: Reps | None = None
    hold_seconds: HoldSeconds | None = None
    minutes: Minutes | None = None
    times_a_day: TimesADay | None = None

    def applied_to(self, dose: Dose) -> Dose:
        """`dose` with this change; raises ValueError where the two together make no sense."""
        return Dose(**{f: self._or(f, dose) for f in DOSE_FIELDS})

    def _or(self, field: str, dose: Dose) -> int:
        changed: int | None = getattr(self, field)
        usual: int = getattr(dose, field)
        return usual if changed is None else changed


class UsualDose(Dose):
    """The dose an exercise starts from, and where it was found."""

    per_side: Annotated[bool, Field(strict=True)] = False
    """true: everything is done once for each side of the body."""
    source: LineText
    """Where the dose comes from, so that a reviewer can judge it."""

    def plain(self) -> Dose:
        """The amount alone."""
        return Dose(**{f: getattr(self, f) for f in DOSE_FIELDS})
