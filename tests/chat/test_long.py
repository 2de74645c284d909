"""What has grown too long for Telegram is shortened where it hurts least, and never lost."""

from html import unescape

import pytest

from bot.chat.deliver import deliver
from bot.chat.drawing.canvas import Drawn
from bot.chat.shorten import shortened, size
from bot.chat.verdicts import Outcome
from bot.storage import outbox, prompts
from bot.texts import Markup
from tests.chat.days import next_prompt
from tests.world import ANA, World

HEAD, FOOT = "<b>Good morning, Ana.</b>", "Saved: 4 of 10. <i>Yesterday</i> 5."


def grown(lines: int) -> str:
    middle = "\n".join(f"{n} Pelvic tilt &amp; bridge, 10 times 😀" for n in range(lines))
    return f"{HEAD}\n\n{middle}\n\n{FOOT}"


@pytest.mark.parametrize("lines", [5, 26, 40, 200])
def test_beginning_and_end_stay_and_the_longest_part_loses_whole_lines(lines: int) -> None:
    whole = grown(lines)
    cut = shortened(whole, 1024)
    assert size(cut) <= 1024
    assert (cut == whole) == (size(whole) <= 1024)
    assert cut.startswith(HEAD)
    assert cut.endswith(FOOT)
    kept = cut.split("\n\n")[1].split("\n")
    assert kept[:-1] == whole.split("\n\n")[1].split("\n")[: len(kept) - 1]
    assert cut == whole or (kept[-1] == "…" and size(cut) > 950)


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 900,
        "<b>" + "word &amp; " * 300 + "</b>",
        "<b>" + "\n".join(["one line"] * 300) + "</b>",
        "<b>" + "\n\n".join(["a paragraph"] * 300) + "</b>",
        "\n\n".join(["x"] * 2000),
    ],
)
def test_no_tag_is_left_open_and_no_character_is_cut_in_two(text: str) -> None:
    cut = shortened(text, 1024)
    assert 0 < size(cut) <= 1024
    assert cut.count("<b>") == cut.count("</b>")
    assert "�" not in cut
    assert unescape(cut).encode("utf-16-le")
    assert "…" in cut


async def test_a_picture_whose_words_have_grown_is_edited_all_the_same(world: World) -> None:
    await world.tess()
    ana = await world.patient()
    message = await next_prompt(world, ana)
    assert message.media is not None
    prompt = prompts.latest(world.db, world.row(ANA).id, 1)[0]
    original = outbox.about(world.db, "prompt", prompt.id, ("prompt",))[-1]
    assert original.has_media
    drawn = Drawn(Markup(grown(40)))
    verdict = await deliver(world.app.bot, world.db, original, drawn, original)
    assert (verdict.outcome, verdict.error) == (Outcome.SENT, "")
    await ana.refresh()
    shown = next(m for m in ana.messages if m.id == message.id)
    assert shown.text.startswith("Good morning, Ana.")
    assert shown.text.endswith("Saved: 4 of 10. Yesterday 5.")


async def test_a_photo_with_the_longest_caption_is_passed_on(world: World) -> None:
    tess = await world.tess()
    ana = await world.patient()
    await ana.send("photo", caption="😀" * 512)
    passed = await tess.expect("Ana writes")
    assert passed.media is not None
    assert "😀" * 400 in passed.text
