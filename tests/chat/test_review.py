"""Olga reads what nobody has reviewed and accepts it by name; nobody else can."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import acceptance
from bot.storage import audit
from tests.chat.folders import house
from tests.simulator.client import Phone
from tests.world import OLGA, TESS, World, running

PER_KIND = {"Red-flag questions": 1, "Plans": 3, "Exercises": 24, "Advice": 17}
TOTAL = sum(PER_KIND.values())


@pytest.fixture
async def unread(tmp_path: Path) -> AsyncIterator[World]:
    """A clinic that has just opened, whose files nobody has reviewed or accepted."""
    async with running(tmp_path, is_reviewed=False) as opened:
        yield opened


def lines(world: World) -> list[str]:
    return [line.detail for line in audit.latest(world.db, 100) if line.action == "accept_wording"]


async def accept_kind(olga: Phone, kind: str, count: int) -> None:
    """Page by page, until the overview stands there again."""
    await olga.press(f"{kind} ({count})")
    while count > 0:
        page = await olga.expect(f"{kind}: {count} file")
        shown = [line for line in page.text.splitlines() if line.startswith("• ")]
        assert len(shown) == min(count, acceptance.PAGE)
        await olga.press("Accept these" if len(shown) > 1 else "Accept ", on=page)
        assert f"{len(shown)} file" in await olga.pop_up()
        count -= len(shown)


async def test_an_admin_accepts_every_draft_by_name_and_it_is_on_record(unread: World) -> None:
    olga = await unread.olga()
    await olga.expect(f"{TOTAL} files with wording or doses wait for your review")
    await olga.press("Review the files")
    await olga.expect("you take responsibility for its use in your clinic")
    await olga.press("Exercises (24)")
    page = await olga.expect("Exercises: 24 files wait")
    assert "• Hands and knees, arm and leg: exercises/bird_dog.toml" in page.text
    await olga.press("Accept Hands and knees, arm and leg", on=page)
    assert await olga.pop_up() == "1 file accepted"
    rest = await olga.expect("Exercises: 23 files wait")
    assert "exercises/bird_dog.toml" not in rest.text
    await olga.press("Overview", on=rest)
    for kind, count in {**PER_KIND, "Exercises": 23}.items():
        await accept_kind(olga, kind, count)
    await olga.expect("Everything is accepted")
    assert acceptance.pending(unread.clinic) == ()
    await olga.press(f"Accepted so far ({TOTAL})")
    done = await olga.expect(f"{TOTAL} files accepted")
    assert "screening.toml\nOlga, 2026-03-02 10:00" in done.text
    named = ", ".join(lines(unread)).split(", ")
    assert sorted(named) == sorted(file.path for file in acceptance.drafts(unread.clinic))
    await olga.say("/audit")
    assert "accept wording" in (await olga.expect("Who did what")).text


async def test_accepting_twice_changes_nothing(unread: World) -> None:
    olga = await unread.olga()
    await olga.say("/review")
    await olga.press("Plans (3)")
    page = await olga.expect("Plans: 3 files wait")
    await olga.press("Accept these 3", on=page, times=2)
    await unread.settled()
    assert len(lines(unread)) == 1
    assert unread.db.value("SELECT count(*) FROM accepted_files") == 3
    member = unread.staff_of(OLGA)
    assert acceptance.accept(unread.clinic, member, {"plans/sciatica.toml"}, unread.moment()) == 0


async def test_nobody_but_an_admin_accepts(unread: World) -> None:
    olga = await unread.olga()
    tess = await unread.tess()
    await tess.say("/review")
    await tess.expect("I do not know this command")
    assert "/review" not in await tess.menu("/enroll")
    assert "/review" in await olga.menu("/review")
    await olga.say("/review")
    await olga.press("Red-flag questions (1)")
    page = await olga.expect("screening.toml")
    data = page.buttons[0][0]["callback_data"]
    assert len(data.encode()) <= 64
    await tess.forge(tess.last.id, data)
    assert "does nothing any more" in await tess.pop_up()
    assert unread.db.value("SELECT count(*) FROM accepted_files") == 0


@pytest.mark.parametrize("label", ["Accept these 8", "Accept Bridge"])
async def test_a_page_drawn_before_a_file_changed_accepts_nothing_unseen(
    tmp_path: Path, label: str
) -> None:
    async with house(tmp_path) as home:
        async with home.start() as world:
            olga = await world.olga()
            await olga.say("/review")
            await olga.press("Exercises (24)")
            page = await olga.expect("Exercises: 24 files wait")
        home.edit("exercises/bridge.toml")
        async with home.start() as world:
            olga = await world.phone(OLGA, "Olga")
            await olga.press(label, on=page)
            assert "Nothing was accepted; please look again" in await olga.pop_up()
            again = await olga.expect("Exercises: 24 files wait")
            assert world.db.value("SELECT count(*) FROM accepted_files") == 0
            await olga.press(label, on=again)
            await olga.expect("Exercises: 16 files" if "8" in label else "Exercises: 23 files")


async def test_a_changed_file_waits_again_and_a_signed_one_does_not(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        async with home.start(is_reviewed=True) as world:
            olga = await world.olga()
            await olga.say("/review")
            await olga.expect("Everything is accepted")
        home.edit("exercises/bridge.toml")
        home.edit("screening.toml")
        home.edit("advice/heat.toml", 'reviewed_by = ""', 'reviewed_by = "Olga, PT, 2026-03-02"')
        async with home.start() as world:
            waiting = [file.path for file in acceptance.pending(world.clinic)]
            assert waiting == ["screening.toml", "exercises/bridge.toml"]
            olga = await world.phone(OLGA, "Olga")
            await olga.expect("2 files with wording or doses wait for your review")
        async with home.start() as world:
            # The same files are told of once.
            olga = await world.phone(OLGA, "Olga")
            await world.settled()
            await olga.refresh()
            told = [one for one in olga.messages if "wait for your review" in one.text]
            assert len(told) == 1


async def test_an_appointed_admin_hears_of_it_with_the_first_word(tmp_path: Path) -> None:
    async with running(tmp_path, is_reviewed=False, admin_ids=f"{TESS}") as world:
        tess = await world.phone(TESS, "Tess")
        await tess.say("/start")
        await tess.expect("wait for your review")
