"""The guided session: one message from the first exercise to "how was it"."""

import json
from datetime import date, timedelta
from pathlib import Path

from bot.domain.daily import SessionResult
from bot.domain.flags import AfterExercise, Kind
from bot.practice import BOT_USERNAME, TOKEN
from bot.simulator.server import Simulator
from bot.storage import flags, guided, prompts
from tests.simulator.client import Phone
from tests.simulator.seen import Json, Seen
from tests.world import ANA, BEN, MONDAY, World, running, wishes

TUESDAY = date(2026, 3, 3)


def prompt_id(world: World, day: date = TUESDAY) -> int:
    prompt = prompts.of_day(world.db, world.row(ANA).id, day)
    assert prompt is not None
    return prompt.id


def result(world: World, day: date = TUESDAY) -> SessionResult | None:
    return prompts.get(world.db, prompt_id(world, day)).session_result


async def tomorrow(world: World) -> None:
    """The next day's message has come, past any nudge on the way."""
    await world.settled()
    await world.move_to(world.clock.now() + timedelta(days=1))


async def begun(world: World) -> tuple[Phone, Seen]:
    """Ana's phone with the first exercise on it."""
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Start")
    return ana, await ana.expect("1 of 6 · Pelvic tilt")


async def test_a_session_is_walked_through_in_one_message(world: World) -> None:
    ana, walk = await begun(world)
    assert walk.media is not None
    assert walk.media["kind"] == "animation"
    assert "1. " in walk.text
    assert "10 times" in walk.text
    for number in range(2, 7):
        await ana.press("Done, next")
        walk_now = await ana.expect(f"{number} of 6")
        assert walk_now.id == walk.id
    await ana.press("Done, finish")
    asked = await ana.expect("How was your pain while exercising")
    assert asked.id == walk.id
    await ana.press("More, but it settled")
    end = await ana.expect("Done: 6 of 6")
    assert guided.after(world.db, prompt_id(world)) is AfterExercise.SETTLED
    await ana.press("3", on=end)
    await ana.expect("Saved: 3 of 10")
    await world.settled()
    assert result(world) is SessionResult.DONE
    assert world.pain_on(ANA, TUESDAY) == 3
    day = next(m for m in ana.messages if "Good morning" in m.text)
    assert "Exercises: done" in day.text


async def test_back_skip_and_stop_leave_a_session_in_part_that_goes_on_later(world: World) -> None:
    ana, walk = await begun(world)
    assert "Back" not in walk.labels
    await ana.press("Done, next")
    await ana.expect("2 of 6")
    await ana.press("Back")
    await ana.expect("1 of 6")
    await ana.press("Skip")
    await ana.expect("2 of 6")
    await ana.press("Done, next")
    await ana.expect("3 of 6")
    await ana.press("Stop")
    asked = await ana.expect("Done: 1 of 6")
    await ana.press("As usual", on=asked)
    await ana.expect("as usual")
    await world.settled()
    assert result(world) is SessionResult.PARTLY
    await ana.refresh()
    day = next(m for m in ana.messages if "Good morning" in m.text)
    assert "Exercises: 1 of 6 done" in day.text
    await world.move_to(world.clock.now() + timedelta(hours=10))
    await ana.press("Continue", on=day)
    evening = await ana.expect("3 of 6")
    assert evening.id > walk.id
    above = next(m for m in ana.messages if m.id == walk.id)
    assert above.text == "This session goes on further down."
    assert above.labels == []


async def test_a_restart_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    simulator = Simulator(TOKEN, "Hillside Physio", BOT_USERNAME, lambda: MONDAY)
    await simulator.start()
    async with running(tmp_path, simulator=simulator) as world:
        ana, _ = await begun(world)
        await ana.press("Done, next")
        await ana.expect("2 of 6")
        await ana.press("Too painful")
        await ana.expect("Stop and rest")
        await world.settled()
        now = world.clock.now()
    async with running(tmp_path, start=now, simulator=simulator) as world:
        ana = await world.phone(ANA, "Ana")
        await ana.press("Back: it was a slip")
        await ana.expect("2 of 6")
        await ana.press("Done, next")
        await ana.expect("3 of 6")
        walk = guided.find(world.db, prompt_id(world))
        assert walk is not None
        assert (walk.position, walk.done) == (2, 2)
    await simulator.stop()


async def test_each_figure_is_uploaded_once_for_everybody(world: World) -> None:
    ana, _ = await begun(world)
    ben = await world.patient(BEN, wishes("Ben"))
    for phone in (ana, ben):
        if phone is ben:
            await world.next_due()
            await ben.press("Start")
            await ben.expect("1 of 6")
        await phone.press("Done, next")
        await phone.expect("2 of 6")
        await phone.press("Back")
        await phone.expect("1 of 6")
    await world.settled()
    count = world.db.value("SELECT count(*) FROM uploads WHERE digest LIKE 'figure:%'")
    assert count == 2
    sent = await world.phones.calls("sendAnimation")
    edits = [call for call in await world.phones.calls("editMessageMedia") if _is_walk(call)]
    assert len(sent) == 2
    assert len(edits) == 4
    assert sum(_carries_file(call) for call in (*sent, *edits)) == 2


def _is_walk(call: Json) -> bool:
    return " of 6 ·" in json.loads(call["params"]["media"])["caption"]


def _carries_file(call: Json) -> bool:
    """Not a file id but the file itself."""
    given = call["params"]
    media = json.loads(given["media"])["media"] if "media" in given else given.get("animation")
    return not isinstance(media, str) or media.startswith("attach://")


async def test_too_painful_offers_the_easier_one_and_keeps_it(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Start")
    await ana.expect("1 of 6")
    for number in range(2, 6):
        await ana.press("Done, next")
        await ana.expect(f"{number} of 6")
    walk = await ana.expect("5 of 6 · Bridge")
    await tess.mark()
    await ana.press("Too painful")
    asked = await ana.expect("numb or weak?")
    assert asked.id == walk.id
    first = await tess.expect("Ana: Bridge too painful")
    assert "not answered yet" in first.text
    await ana.press("No: Low bridge")
    await ana.expect("5 of 6 · Low bridge")
    told = await tess.expect("Does Low bridge instead")
    assert told.id == first.id
    await ana.press("Done, next")
    await ana.expect("6 of 6")
    await tomorrow(world)
    prompt = await ana.expect("Good morning")
    assert "Low bridge" in prompt.text
    assert "5 Bridge" not in prompt.text
    await tess.press("Card", on=told)
    card = await tess.expect("Too painful: Bridge. Does Low bridge instead.")
    assert card.text
    await tess.press("Give Bridge again", on=told)
    await tess.expect("Given again")
    await tomorrow(world)
    assert "5 Bridge" in (await ana.expect("Good morning")).text


async def test_too_painful_with_nothing_easier_is_left_out(world: World) -> None:
    ana, _ = await begun(world)
    await ana.press("Too painful")
    asked = await ana.expect("Stop and rest")
    assert [label for label in asked.labels if label.startswith("No:")] == [
        "No: leave this one out"
    ]
    await ana.press("No: leave this one out")
    await ana.expect("2 of 6")
    await tomorrow(world)
    assert "Pelvic tilt" not in (await ana.expect("Today: 5 moves")).text


async def test_spreading_pain_ends_the_session_and_raises_the_alarm(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Start")
    walk = await ana.expect("1 of 6")
    await ana.press("Done, next")
    await ana.expect("2 of 6")
    await ana.press("Too painful")
    await ana.expect("Stop and rest")
    await ana.press("Yes, or not sure")
    assert "112" in await ana.pop_up()
    await ana.expect("Call 112 now")
    await tess.expect("possible red flag")
    await tess.expect("Spreading or new numbness: yes or not sure")
    await world.settled()
    await ana.refresh()
    now = next(m for m in ana.messages if m.id == walk.id)
    assert "on hold" in now.text
    assert "Done, next" not in now.labels
    await ana.forge(walk.id, f"walk:{prompt_id(world)}:next:1")
    assert "on hold" in await ana.pop_up()
    assert result(world) is SessionResult.PARTLY


async def test_two_days_with_something_too_painful_are_a_flag(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    for _ in range(2):
        await tomorrow(world)
        await ana.press("Start")
        await ana.expect("1 of ")
        await ana.press("Too painful")
        await ana.expect("Stop and rest")
        await ana.press("No: leave this one out")
        await ana.expect("2 of ")
    await tess.refresh()
    kinds = [f.kind for f in flags.open_of(world.db, world.row(ANA).id)]
    assert kinds == [Kind.EXERCISE_PAIN]


async def test_old_buttons_and_double_taps_change_nothing(world: World) -> None:
    ana, walk = await begun(world)
    await ana.press("Done, next", times=4)
    await ana.expect("2 of 6")
    await world.settled()
    number = prompt_id(world)
    for data in (f"walk:{number}:next:0", f"walk:{number}:easier:1", f"walk:{number}:x:1"):
        await ana.forge(walk.id, data)
        await ana.pop_up()
    found = guided.find(world.db, number)
    assert found is not None
    assert (found.position, found.stage) == (1, "exercise")
    await world.next_due()
    await ana.forge(walk.id, f"walk:{number}:next:1")
    assert "closed" in await ana.pop_up()
    await ana.forge(walk.id, f"h:{number}")
    assert "closed" in await ana.pop_up()
    assert guided.find(world.db, number) == found


async def test_nobody_walks_through_the_session_of_somebody_else(world: World) -> None:
    ana, walk = await begun(world)
    ben = await world.patient(BEN, wishes("Ben"))
    mine = prompt_id(world)
    for data in (f"h:{mine}", f"walk:{mine}:next:0", f"course:{world.row(ANA).id}:on:0.0"):
        await ben.forge(ben.last.id, data)
        assert "does nothing" in await ben.pop_up()
    found = guided.find(world.db, mine)
    assert found is not None
    assert found.position == 0
    assert walk.id == (await ana.refresh()).last.id


async def test_a_second_tap_on_start_does_not_open_a_second_session(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    await world.next_due()
    await ana.press("Start", times=3)
    await ana.expect("1 of 6")
    await world.settled()
    await ana.refresh()
    assert len([m for m in ana.messages if "1 of 6" in m.text]) == 1


async def test_done_by_hand_is_not_taken_back_by_stopping(world: World) -> None:
    ana, _ = await begun(world)
    day = next(m for m in ana.messages if "Good morning" in m.text)
    await ana.press("Done already", on=day)
    await ana.press("Done, next")
    await ana.expect("2 of 6")
    await ana.press("Stop")
    await ana.expect("How was your pain")
    await world.settled()
    assert result(world) is SessionResult.DONE


async def test_the_session_speaks_spanish(world: World) -> None:
    await world.tess()
    ana = await world.patient(asked=wishes(language="es"))
    await world.next_due()
    await ana.press("Empezar")
    walk = await ana.expect("1 de 6")
    assert "Hoy: 10 veces" in walk.text
    await ana.press("Duele demasiado")
    await ana.expect("¿El dolor baja ahora más por la pierna")
    await ana.press("Atrás: fue un error")
    for number in range(2, 7):
        await ana.press("Hecho, siguiente")
        await ana.expect(f"{number} de 6")
    await ana.press("Hecho, terminar")
    await ana.expect("¿Cómo fue su dolor durante los ejercicios?")
    await ana.press("Claramente más")
    await ana.expect("Su terapeuta puede verlo")


async def test_a_file_id_that_telegram_no_longer_knows_is_uploaded_again(world: World) -> None:
    ana, _ = await begun(world)
    await ana.press("Done, next")
    await ana.expect("2 of 6")
    await world.settled()
    world.db.run("UPDATE uploads SET file_id = 'gone' WHERE digest LIKE 'figure:%'")
    await ana.press("Back")
    await ana.expect("1 of 6")
    await world.settled()
    left = world.db.value("SELECT count(*) FROM uploads WHERE file_id = 'gone'")
    assert left == 1


async def test_an_exercise_without_a_figure_says_so(world: World) -> None:
    ana, _ = await begun(world)
    number = prompt_id(world)
    # Somebody begins an exercise whose file was taken out of the folder later.
    prompt = prompts.get(world.db, number)
    guided.set_items(world.db, number, prompt.session.replace("knee_to_chest", "taken_out"))
    await ana.press("Done, next")
    shown = await ana.expect("2 of 6")
    assert "no longer in the collection" in shown.text
    assert "There is no picture for this one" in shown.text
    await ana.press("Skip")
    await ana.expect("3 of 6")
