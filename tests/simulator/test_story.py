"""The guided story's driver: it asks, a page does, the bot answers, and only then it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from bot.simulator import phones
from bot.simulator.server import Simulator
from bot.simulator.story import Story
from bot.simulator.story_acts import (
    PATIENT,
    THERAPIST,
    Act,
    Answer,
    Move,
    OpenInvitation,
    Press,
    Say,
)
from bot.simulator.story_script import CHAPTERS, SCRIPT, Step
from bot.simulator.values import Json
from tests.simulator.client import Clinic
from tests.simulator.conftest import ANA, TESS, Hands, RawBot

FAST = 1000.0
AN_ACT = 0.5
"""Seconds at speed 1, those included that are not offered: a whole story was timed in a browser."""
PROMPT = {"inline_keyboard": [[{"text": "4", "callback_data": "p:4"}]]}
LINK = "https://t.me/hillside_bot?start=abcDEF"


@dataclass
class Told:
    """The story and what it has told the page so far."""

    sim: Simulator
    story: Story
    resets: list[str] = field(default_factory=list)

    async def until(self, condition: Callable[[Json], bool]) -> Json:
        """Wait for a state of the story."""
        assert await self.sim.wait_for(lambda: condition(dict(self.story.state())), 8)
        return dict(self.story.state())

    async def asked(self, kind: str) -> Json:
        """Wait until the page is asked for an action of this kind."""
        state = await self.until(lambda state: bool(state["act"]) and state["act"]["kind"] == kind)
        act: Json = state["act"]
        return act

    async def step(self, number: int) -> Json:
        """Wait until so many steps are behind us."""
        return await self.until(lambda state: state["step"] == number)


Tell = Callable[..., Told]


@pytest.fixture
async def tell(sim: Simulator, clinic: Clinic) -> AsyncIterator[Tell]:
    """Makes a story of these acts in a clinic where Ana and Tess have pressed Start."""
    for chat, name, role in ((ANA, "Ana", PATIENT), (TESS, "Tess", THERAPIST)):
        await (await clinic.phone(chat, name, role=role)).say("/start")
    told: list[Told] = []

    def make(*acts: Act | None) -> Told:
        resets: list[str] = []

        async def reset() -> None:
            resets.append("fresh")

        script = [Step(0, f"Step {number}.", act, 1) for number, act in enumerate(acts)]
        story = sim.story = Story(sim, reset, script)
        told.append(Told(sim, story, resets))
        return told[-1]

    yield make
    for one in told:
        await one.story.close()


async def answer(bot: RawBot) -> None:
    """The bot takes one update, and answers it if it is a tap."""
    (update,) = await bot.do("getUpdates", offset=-1)
    query = update.get("callback_query")
    if query:
        await bot.do("answerCallbackQuery", callback_query_id=query["id"], text="Saved")


async def test_a_tap_is_asked_for_once_the_button_is_there(tell: Tell, bot: RawBot) -> None:
    told = tell(Press(PATIENT, "4"))
    await told.story.play(FAST)
    assert told.story.state()["act"] is None
    sent = await bot.do("sendMessage", chat_id=ANA, text="How is it?", reply_markup=PROMPT)
    act = await told.asked("press")
    place = {"chat": ANA, "message_id": sent["message_id"], "row": 0, "col": 0}
    assert place.items() <= act.items()
    phones.press(told.sim.world, place)
    await told.until(lambda state: state["act"] is None)
    assert told.story.state()["step"] == 0
    await answer(bot)
    done = await told.step(1)
    await told.until(lambda state: not state["playing"])
    assert (done["of"], done["progress"]) == (1, 1)


async def test_a_question_in_the_place_of_another_is_waited_for_and_the_answer_too(
    tell: Tell, bot: RawBot
) -> None:
    told = tell(Answer(PATIENT, "4"), None)
    sent = await bot.do("sendMessage", chat_id=ANA, text="How is it?", reply_markup=PROMPT)
    await told.story.play(FAST)
    phones.press(told.sim.world, await told.asked("press"))
    await told.until(lambda state: state["act"] is None)
    edit = {"chat_id": ANA, "message_id": sent["message_id"], "text": "And your leg?"}
    await bot.do("editMessageText", **edit, reply_markup=PROMPT)
    assert told.story.state()["step"] == 0
    await answer(bot)
    await told.step(2)


async def test_a_short_label_is_meant_exactly(tell: Tell, bot: RawBot) -> None:
    told = tell(Press(PATIENT, "No"))
    rows = [[{"text": text, "callback_data": text} for text in ("Not sure", "No")]]
    markup = {"inline_keyboard": rows}
    await bot.do("sendMessage", chat_id=ANA, text="Any numbness?", reply_markup=markup)
    await told.story.play(FAST)
    assert (await told.asked("press"))["col"] == 1


async def test_yesterdays_buttons_are_left_alone(
    tell: Tell, bot: RawBot, clock: Hands, clinic: Clinic
) -> None:
    await bot.do("sendMessage", chat_id=ANA, text="How is it?", reply_markup=PROMPT)
    await clinic.move("day")
    told = tell(Press(PATIENT, "4"))
    await told.story.play(FAST)
    today = await bot.do("sendMessage", chat_id=ANA, text="And today?", reply_markup=PROMPT)
    assert today["date"] == int(clock.at.timestamp())
    assert (await told.asked("press"))["message_id"] == today["message_id"]


async def test_words_wait_for_the_question_and_for_the_answer(tell: Tell, bot: RawBot) -> None:
    told = tell(Say(THERAPIST, "Ana", after="first name"))
    await told.story.play(FAST)
    await bot.do("sendMessage", chat_id=TESS, text="What is their first name?")
    act = await told.asked("say")
    assert (act["chat"], act["text"]) == (TESS, "Ana")
    phones.say(told.sim.world, TESS, "Ana")
    await told.until(lambda state: state["act"] is None)
    assert told.story.state()["step"] == 0
    await bot.do("sendMessage", chat_id=TESS, text="Which plan?")
    await told.step(1)


async def test_the_newest_invitation_opens_on_the_patients_phone(tell: Tell, bot: RawBot) -> None:
    told = tell(OpenInvitation())
    await told.story.play(FAST)
    await bot.do("sendMessage", chat_id=TESS, text=f"For Ana: {LINK}")
    act = await told.asked("open")
    assert (act["from"], act["chat"], act["link"]) == (TESS, ANA, LINK)
    phones.open_link(told.sim.world, act["chat"], act["link"])
    await bot.do("sendMessage", chat_id=ANA, text="Is that you?")
    await told.step(1)


async def test_the_clock_is_moved_by_its_button(tell: Tell, clinic: Clinic) -> None:
    told = tell(Move())
    await told.story.play(FAST)
    assert (await told.asked("clock"))["to"] == "next"
    await clinic.move("next")
    await told.step(1)


async def test_what_is_not_offered_is_left_out_if_it_may_be(tell: Tell) -> None:
    told = tell(Press(PATIENT, "4"))
    told.story = Story(
        told.sim, told.sim.stop, [Step(0, "", Press(PATIENT, "4"), 0, optional=True)]
    )
    await told.story.play(FAST)
    await told.step(1)


async def test_a_silent_bot_stalls_the_story_for_all_to_see(
    tell: Tell, bot: RawBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.simulator.story.PATIENCE", 0.02)
    told = tell(Press(PATIENT, "4"))
    await told.story.play(FAST)
    stalled = await told.until(lambda state: state["waiting"])
    assert (stalled["playing"], stalled["step"]) == (True, 0)
    await bot.do("sendMessage", chat_id=ANA, text="How is it?", reply_markup=PROMPT)
    assert (await told.until(lambda state: state["act"] is not None))["waiting"] is False


async def test_a_closed_clinic_ends_its_story(tell: Tell) -> None:
    told = tell(Press(PATIENT, "4"))
    await told.story.play(FAST)
    await told.sim.stop()
    await asyncio.sleep(0.02)  # a driver that spins on a closed clinic would never give this back
    assert told.story.state()["playing"] is False


async def test_a_tap_that_no_page_made_is_asked_for_again(
    tell: Tell, bot: RawBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.simulator.story.AGAIN_AFTER", 0.02)
    await bot.do("sendMessage", chat_id=ANA, text="How is it?", reply_markup=PROMPT)
    told = tell(Press(PATIENT, "4"))
    await told.story.play(FAST)
    first = await told.asked("press")
    again = await told.until(lambda state: state["act"]["id"] != first["id"])
    assert again["act"] | {"id": 0} == first | {"id": 0}


async def test_a_pause_holds_the_next_step(tell: Tell) -> None:
    told = tell(None, None, None)
    await told.story.play(20)
    await told.step(1)
    await told.story.pause()
    await asyncio.sleep(0.12)
    held = told.story.state()
    assert (held["playing"], held["step"]) == (False, 1)
    await told.story.play(FAST)
    await told.step(3)


async def test_a_restart_makes_the_clinic_fresh_and_tells_every_page(tell: Tell) -> None:
    told = tell(None, Move())
    await told.story.play(FAST)
    await told.step(1)
    seen = told.sim.world.hub.number
    await told.story.restart()
    state = told.story.state()
    assert (state["step"], state["playing"], state["caption"]) == (0, False, "")
    assert told.resets == ["fresh"]
    news = told.sim.world.hub.since(f"{told.sim.world.hub.epoch}-{seen}") or []
    assert [event.name for event in news] == ["hello"]


async def test_an_ended_story_starts_over_in_a_fresh_clinic(tell: Tell) -> None:
    told = tell(None)
    await told.story.play(FAST)
    await told.until(lambda state: state["step"] == 1 and not state["playing"])
    await told.story.play(FAST)
    await told.until(lambda state: state["step"] == 1 and not state["playing"])
    assert told.resets == ["fresh"]


@pytest.mark.parametrize("speed", [0, -1, 0.05, 5000, float("nan")])
async def test_speeds_have_limits(tell: Tell, speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        await tell(None).story.play(speed)


def test_the_script_tells_five_chapters_in_about_two_minutes() -> None:
    chapters = [step.chapter for step in SCRIPT]
    assert chapters == sorted(chapters)
    assert set(chapters) == set(range(len(CHAPTERS)))
    acts = sum(step.act is not None for step in SCRIPT)
    assert 90 <= sum(step.seconds for step in SCRIPT) + acts * AN_ACT <= 150
