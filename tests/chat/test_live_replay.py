"""What the bot flagged, living through a month, is what replay finds in the ratings it kept."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.lab.commands import replay
from bot.storage import flags, prompts, raises
from tests.chat.days import next_prompt
from tests.simulator.client import Phone
from tests.world import ANA, PROGRAMS, World

LATE, SILENT, SLIP = "late", None, "9 then 4"
"""A day answered on the day after; one without an answer; one corrected the same day."""
CALM = (3, 4, 4, LATE, 4, 3, SLIP, 4, 3, 4)
MONTHS = {
    "worse, silent, severe": (
        *(*CALM, 7, 7, 6, 7, 4, 4, 3, 4, 4),
        *(4, 4, SILENT, SILENT, SILENT, 4, 4, 3, 9, 4, 4),
    ),
    "creeping up with gaps": (
        *(*CALM, 5, SILENT, 5, 5, 6, LATE, 6, 5, 6, 6),
        *(6, SLIP, 6, 5, LATE, 6, 6, 6, 7, 6),
    ),
}
Told = list[tuple[str, str, str]]


async def live(world: World, tess: Phone, ana: Phone, days: tuple[object, ...]) -> None:
    """Every day's alerts are seen on that day, as replay takes them to be."""
    late = None
    for day in days:
        prompt = await next_prompt(world, ana)
        if late is not None:
            await ana.press("4", on=late)
            await world.settled()
            late = None
        if day == LATE:
            late = prompt
        elif day == SLIP:
            await ana.press("9", on=prompt)
            await ana.expect("Saved: 9 of 10")
            await world.settled()
            await ana.press("Change")
            await world.settled()
            await ana.press("4", on=prompt)
            await ana.expect("Saved: 4 of 10")
        elif day is not SILENT:
            await ana.press(str(day), on=prompt)
            await world.settled()
            await ana.press("Done already")
        await world.settled()
        await see_all(world, tess)


async def see_all(world: World, tess: Phone) -> None:
    for flag in flags.waiting(world.db):
        await tess.forge(tess.last.id, f"f:{flag.id}:seen")
        await tess.pop_up()


def told_live(world: World) -> Told:
    found = raises.of_patient(world.db, world.row(ANA).id)
    return sorted((str(r.raised_on), r.kind.value, r.priority.value) for r in found)


def replayed(world: World, path: Path) -> Told:
    """The ratings as they now stand, written as a clinic would export them."""
    rows = ["patient,date,pain,session"]
    for prompt in prompts.latest(world.db, world.row(ANA).id, 60):
        pain = "" if prompt.pain is None else prompt.pain
        rows.append(f"Ana,{prompt.local_date},{pain},{prompt.session_result or ''}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    options = ["--plan", "sciatica", "--programs", str(PROGRAMS)]
    result = CliRunner().invoke(replay, [str(path), *options])
    assert result.exit_code == 0, result.output
    found = csv.DictReader(io.StringIO(result.stdout))
    return sorted((row["date"], row["kind"], row["priority"]) for row in found)


@pytest.mark.parametrize("name", MONTHS)
async def test_a_month_lived_and_a_month_replayed_agree(
    world: World, tmp_path: Path, name: str
) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await live(world, tess, ana, MONTHS[name])
    await next_prompt(world, ana)
    kept = prompts.latest(world.db, world.row(ANA).id, 60)
    found = told_live(world)
    assert len(kept) >= 30
    assert world.db.value("SELECT count(*) FROM rating_changes") >= 1
    assert {"worsening"} <= {kind for _, kind, _ in found}
    assert found == replayed(world, tmp_path / "diary.csv")
