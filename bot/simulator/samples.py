"""What a phone sends when only the kind matters: the smallest file of each kind."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from bot.simulator.media import Upload


def _picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (320, 240), (122, 160, 130)).save(out, kind)
    return out.getvalue()


SAMPLES = {
    "photo": Upload("photo.png", _picture("PNG")),
    "sticker": Upload("sticker.webp", _picture("WEBP")),
    "voice": Upload("voice.ogg", b"OggS" + bytes(64)),
    "video": Upload("video.mp4", b"\0\0\0\x18ftypmp42" + bytes(64)),
    "document": Upload("letter.pdf", b"%PDF-1.4\n%%EOF\n"),
}
