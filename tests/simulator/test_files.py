"""Row 24, and what files do: upload, send again by file_id, download, edit, album."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from PIL import Image

from bot.simulator import media
from tests.simulator.client import Phone
from tests.simulator.conftest import ANA, TOKEN, RawBot


def picture(shade: int = 100, size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("L", size, shade).save(out, kind)
    return out.getvalue()


async def photo(bot: RawBot, content: bytes, **given: str) -> dict[str, Any]:
    files = {"photo": ("bridge.png", content)}
    answer = await bot.upload("sendPhoto", files, chat_id=str(ANA), **given)
    body: dict[str, Any] = answer.json()
    return body


async def test_an_upload_is_sent_again_by_its_id(bot: RawBot, ana: Phone) -> None:
    content = picture()
    first = (await photo(bot, content, caption="<b>Bridge</b>", parse_mode="HTML"))["result"]
    assert first["photo"][0] | {"width": 40, "height": 30} == first["photo"][0]
    again = await bot.do("sendPhoto", chat_id=ANA, photo=first["photo"][0]["file_id"])
    assert again["photo"] == first["photo"]
    shown = (await ana.refresh()).messages[-2:]
    assert [one.text for one in shown] == ["Bridge", ""]
    assert await ana.picture(shown[1]) == content


async def test_get_file_leads_to_the_bytes(bot: RawBot, ana: Phone) -> None:
    content = picture()
    sent = (await photo(bot, content))["result"]["photo"][0]
    found = await bot.do("getFile", file_id=sent["file_id"])
    path = f"/file/bot{TOKEN}/{found['file_path']}"
    assert (await bot.http.get(path)).content == content
    assert (await bot.http.get(path.replace(TOKEN, "4242:other"))).status_code == 401
    assert (await bot.http.get(path + "x")).status_code == 404
    assert ana.new == []


async def test_wrong_files_are_refused(bot: RawBot, ana: Phone) -> None:
    refused = await bot.fail("sendPhoto", chat_id=ANA)
    assert refused == (400, "Bad Request: there is no photo in the request")
    for given in ("AgACinvented", "attach://nothing"):
        code, _ = await bot.fail("sendPhoto", chat_id=ANA, photo=given)
        assert code == 400
    refused = await bot.fail("sendPhoto", chat_id=ANA, photo="AgACinvented")
    assert refused == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    refused = await bot.fail("getFile", file_id="AgACinvented")
    assert refused == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    refused = await bot.fail("sendPhoto", chat_id=ANA, photo="https://example.org/a.png")
    assert refused == (400, "Bad Request: failed to get HTTP URL content")
    assert len((await ana.refresh()).messages) == 1


async def test_what_is_no_photo_is_refused(bot: RawBot, ana: Phone) -> None:
    wrong = {
        "Bad Request: IMAGE_PROCESS_FAILED": b"not a picture",
        "Bad Request: PHOTO_INVALID_DIMENSIONS": picture(size=(2100, 100)),
        "Bad Request: file must be non-empty": b"",
    }
    for description, content in wrong.items():
        assert (await photo(bot, content))["description"] == description
    big = media.MAX_PHOTO_BYTES + 1
    assert (await photo(bot, bytes(big)))["description"] == (
        f"Bad Request: file of size {big} bytes is too big for a photo; "
        "the maximum size is 10485760 bytes"
    )
    assert len((await ana.refresh()).messages) == 1


async def test_more_than_20_mb_cannot_be_downloaded(bot: RawBot, ana: Phone) -> None:
    content = bytes(media.MAX_DOWNLOAD_BYTES + 1)
    files = {"document": ("big.bin", content)}
    sent = (await bot.upload("sendDocument", files, chat_id=str(ANA))).json()["result"]
    refused = await bot.fail("getFile", file_id=sent["document"]["file_id"])
    assert refused == (400, "Bad Request: file is too big")
    assert ana.new == []


async def test_an_animation_is_shown_as_one(bot: RawBot, ana: Phone) -> None:
    files = {"animation": ("bridge.gif", picture(kind="GIF"))}
    sent = (await bot.upload("sendAnimation", files, chat_id=str(ANA))).json()["result"]
    assert sent["animation"]["file_id"] == sent["document"]["file_id"]
    shown = (await ana.refresh()).last.media
    assert shown
    assert (shown["kind"], shown["mime"], shown["w"], shown["h"]) == (
        "animation",
        "image/gif",
        40,
        30,
    )
    refused = await bot.fail("sendPhoto", chat_id=ANA, photo=sent["animation"]["file_id"])
    assert refused[1].startswith("Bad Request: type of file mismatch")


async def test_media_is_edited_in_place(bot: RawBot, ana: Phone) -> None:
    sent = (await photo(bot, picture(1)))["result"]
    where = {"chat_id": str(ANA), "message_id": str(sent["message_id"])}
    item = {"type": "photo", "media": "attach://new", "caption": "Week 2"}
    files = {"new": ("chart.png", picture(2))}
    await bot.upload("editMessageMedia", files, **where, media=json.dumps(item))
    shown = (await ana.refresh()).last
    assert (shown.text, shown.edited, await ana.picture(shown)) == ("Week 2", True, picture(2))
    answer = await bot.upload("editMessageMedia", files, **where, media=json.dumps(item))
    assert "message is not modified" in answer.json()["description"]
    await bot.do("editMessageCaption", **where, caption="Week 3")
    assert (await ana.refresh()).last.text == "Week 3"
    refused = await bot.fail("editMessageText", **where, text="Hi")
    assert refused == (400, "Bad Request: there is no text in the message to edit")


async def test_an_album_has_2_to_10(bot: RawBot, ana: Phone) -> None:
    items = [{"type": "photo", "media": f"attach://p{n}"} for n in range(2)]
    files = {f"p{n}": (f"{n}.png", picture(n)) for n in range(2)}
    answer = await bot.upload("sendMediaGroup", files, chat_id=str(ANA), media=json.dumps(items))
    sent = answer.json()["result"]
    assert len({one["media_group_id"] for one in sent}) == 1
    moving = json.dumps([items[0], {"type": "animation", "media": "attach://p1"}])
    answer = await bot.upload("sendMediaGroup", files, chat_id=str(ANA), media=moving)
    assert "specified type in the album" in answer.json()["description"]
    one = json.dumps(items[:1])
    answer = await bot.upload("sendMediaGroup", files, chat_id=str(ANA), media=one)
    assert not answer.json()["ok"]
    assert len((await ana.refresh()).messages) == 3


async def test_a_bot_s_page_is_never_served_as_a_page(bot: RawBot, ana: Phone) -> None:
    files = {"document": ("evil.html", b"<script>alert(1)</script>")}
    await bot.upload("sendDocument", files, chat_id=str(ANA))
    shown = (await ana.refresh()).last.media
    assert shown
    answer = await bot.http.get(shown["url"])
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert (await bot.http.get("/media/none")).status_code == 404


async def test_people_send_all_kinds(bot: RawBot, ana: Phone) -> None:
    kinds = ["photo", "voice", "document", "sticker", "video", "location", "contact"]
    for kind in kinds:
        await ana.send(kind, caption="see" if kind == "photo" else "")
    updates = await bot.do("getUpdates", offset=1002)
    assert [
        kind for kind, one in zip(kinds, updates, strict=True) if kind in one["message"]
    ] == kinds
    file_id = updates[0]["message"]["photo"][0]["file_id"]
    assert updates[0]["message"]["caption"] == "see"
    sent = await bot.do("sendPhoto", chat_id=ANA, photo=file_id, protect_content=True)
    assert sent["has_protected_content"] is True
    assert (await ana.refresh()).last.raw["protect_content"] is True
