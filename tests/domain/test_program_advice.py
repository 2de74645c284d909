"""Advice: who is not shown what, and a tip a week that never comes twice."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.program.advice import TOPICS, next_tip
from bot.domain.program.filtering import Fitness
from tests.programs.shipped import programme

NOBODYS: frozenset[str] = frozenset()
TENS_ON = frozenset({"tens_enabled"})
conditions = st.frozensets(st.sampled_from(sorted(programme().conditions.contraindications)))


def open_to(*has: str, confirmed: frozenset[str] = TENS_ON) -> set[str]:
    return {page.id for page in programme().pages(Fitness(frozenset(has), confirmed))}


def test_numb_skin_or_poor_blood_flow_hides_heat_and_cold() -> None:
    assert {"heat", "cold"} <= open_to()
    for fact in ("numb_skin", "poor_circulation"):
        assert open_to(fact).isdisjoint({"heat", "cold"})


def test_tens_is_hidden_from_those_it_may_harm() -> None:
    for fact in ("pacemaker", "pregnancy", "epilepsy", "heart_problem", "numb_skin"):
        assert "tens" not in open_to(fact)


def test_tens_is_shown_only_where_the_therapist_switched_it_on() -> None:
    assert "tens" in open_to()
    assert "tens" not in open_to(confirmed=NOBODYS)


def test_pages_come_by_topic() -> None:
    topics = [TOPICS.index(page.topic) for page in programme().pages(Fitness(confirmed=TENS_ON))]
    assert topics == sorted(topics)


@given(conditions)
def test_no_tip_comes_twice_and_none_that_is_hidden(has: frozenset[str]) -> None:
    pages = programme().pages(Fitness(has))
    sent: list[str] = []
    while tip := next_tip(pages, sent):
        assert tip.tip
        assert has.isdisjoint(tip.hidden_for)
        sent.append(tip.id)
        assert len(sent) <= len(pages), "a tip came twice"
    assert sent
    assert len(sent) == len(set(sent))


def test_a_fact_found_later_hides_the_tips_still_to_come() -> None:
    everyone = programme().pages()
    sent: list[str] = []
    while (tip := next_tip(everyone, sent)) and tip.id != "heat":
        sent.append(tip.id)
    numb = programme().pages(Fitness(frozenset({"numb_skin"})))
    following = next_tip(numb, sent)
    assert following is not None
    assert following.id not in {"heat", "cold", *sent}


def test_a_patient_without_gates_has_a_tip_for_every_week() -> None:
    pages = programme().pages()
    assert sum(page.tip is not None for page in pages) >= 12


def test_a_page_nobody_has_reviewed_is_hidden_and_an_exercise_of_that_name_is_not() -> None:
    fit = Fitness(withheld_pages=frozenset({"walking"}))
    assert "walking" in {page.id for page in programme().pages()}
    assert "walking" not in {page.id for page in programme().pages(fit)}
    assert fit.allows(programme().exercises["walking"])
