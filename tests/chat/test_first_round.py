"""Nobody begins with exercises before the first warning signs are answered, whatever is tried."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from bot.domain.daily import PromptState
from bot.domain.people import Patient
from bot.services import conditions, flare, prompting, rounds
from bot.storage import patients, prompts, screens
from tests.chat.desk import Desk, open_desk
from tests.chat.roles import hire
from tests.chat.test_safety_story import join
from tests.world import ANA, TESS

Act = Callable[[Desk], None]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Ana has agreed and was asked nothing yet but whether the time suits her."""
    desk = open_desk(tmp_path_factory.mktemp("clinic"))
    with desk.db.transaction():
        hire(desk, TESS, "Tess", is_admin=True)
        join(desk, ANA, "en")
    desk.send_all()
    yield desk
    desk.db.close()


@pytest.fixture
def desk(clinic: Desk) -> Iterator[Desk]:
    start = clinic.clock.now()
    with clinic.undone():
        yield clinic
    clinic.clock._base = start


def ana(desk: Desk) -> Patient:
    found = patients.by_account(desk.db, ANA)
    assert found is not None
    return found


def causes(desk: Desk) -> list[str]:
    return [screen.cause for screen in screens.of_patient(desk.db, ana(desk).id)]


def next_day(desk: Desk) -> list[str]:
    """Texts that reach Ana with the next day's message."""
    desk.clock.move_to(desk.clock.now() + timedelta(days=1))
    prompting.due_prompts(desk.clinic, desk.moment())
    return [drawn.text for entry, drawn in desk.send_all() if drawn and entry.chat_id == ANA]


def exercises(desk: Desk, in_days: int = 0) -> int:
    """How many of a day, gentle days too."""
    day = (desk.clock.now() + timedelta(days=in_days)).date()
    return len(flare.for_day(desk.clinic, ana(desk), day))


def answer_all(desk: Desk, said: str = "no") -> None:
    first = next(s for s in screens.of_patient(desk.db, ana(desk).id) if s.cause == "enrolment")
    for sign in first.signs:
        desk.press(ANA, f"q:{first.id}:{sign}:{said}")
    desk.send_all()


def types_a_number(desk: Desk) -> None:
    desk.say(ANA, "4")


def asks_for_today(desk: Desk) -> None:
    desk.say(ANA, "/today")
    desk.send_all()
    first = prompts.first(desk.db, ana(desk).id)
    assert first is not None
    desk.press(ANA, f"p:{first.id}:4")


def names_a_sign_and_says_no(desk: Desk) -> None:
    desk.say(ANA, "no feeling between my legs")
    asked = screens.of_patient(desk.db, ana(desk).id)[0]
    desk.press(ANA, f"q:{asked.id}:saddle_numbness:no")
    assert causes(desk) == ["words"]


def begins_gentle_days(desk: Desk) -> None:
    desk.press(ANA, "fl:begin")


def does_nothing(_: Desk) -> None:
    pass


EARLY: tuple[Act, ...] = (
    types_a_number,
    asks_for_today,
    names_a_sign_and_says_no,
    begins_gentle_days,
    does_nothing,
)


@pytest.mark.parametrize("early", EARLY)
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_nothing_done_early_begins_exercises_before_the_first_answers(
    desk: Desk, early: Act, is_confirmed: bool
) -> None:
    early(desk)
    if is_confirmed:
        desk.press(ANA, "y:ok")
        assert causes(desk)[0] == "enrolment"
    desk.send_all()
    assert exercises(desk) == exercises(desk, 1) == 0
    told = next_day(desk)
    assert any("Exercises begin when" in text for text in told)
    assert "enrolment" in causes(desk)
    assert exercises(desk) == exercises(desk, 1) == 0
    begins_gentle_days(desk)
    assert exercises(desk) == exercises(desk, 1) == 0
    answer_all(desk)
    assert exercises(desk, 1) == 6


def test_two_weeks_without_an_answer_bring_no_exercise_and_a_yes_is_never_too_late(
    desk: Desk,
) -> None:
    desk.press(ANA, "y:ok")
    desk.send_all()
    for _ in range(14):
        assert not any("Today:" in text for text in next_day(desk))
        assert exercises(desk) == 0
    told = desk.db.value("SELECT count(*) FROM outbox WHERE kind = 'unanswered'")
    found = [s for s in reversed(screens.of_patient(desk.db, ana(desk).id)) if not s.is_open]
    assert [s.cause for s in found] == ["enrolment", "weekly"]
    assert told == len(found)
    first = found[0]
    assert first.outcome == "unanswered"
    pop = desk.press(ANA, f"q:{first.id}:saddle_numbness:yes")
    assert pop is not None
    assert "112" in pop.text
    gone = [drawn for entry, drawn in desk.send_all() if entry.chat_id == ANA]
    assert gone[0] is not None
    assert "Call 112 now" in gone[0].text


def test_whoever_began_before_there_was_a_first_round_is_not_held_up(desk: Desk) -> None:
    first = prompts.first(desk.db, ana(desk).id)
    assert first is not None
    prompts.mark(desk.db, first.id, PromptState.SENT, desk.clock.now())
    assert exercises(desk, 1) == 6
    assert not rounds.keeps_exercises_back(desk.clinic, ana(desk))


def test_a_reason_against_exercises_counts_when_it_is_ticked_and_not_only_when_done(
    desk: Desk,
) -> None:
    desk.press(ANA, "y:ok")
    answer_all(desk)

    def held() -> frozenset[str]:
        return conditions.fitness(desk.clinic, ana(desk)).contraindications

    desk.press(ANA, "fv:back_and_bones:0:=osteoporosis")
    desk.press(ANA, "fv:later")
    assert held() == {"osteoporosis"}
    barred = {e.id for e in desk.clinic.programme.exercises.values() if "osteoporosis" in e.not_for}
    tomorrow = (desk.clock.now() + timedelta(days=1)).date()
    planned = flare.for_day(desk.clinic, ana(desk), tomorrow)
    assert not barred & {item.exercise for item in planned}
    desk.press(ANA, "fv:back_and_bones:0:=osteoporosis")
    assert held() == frozenset()
