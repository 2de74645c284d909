"""Files in memory: what a bot uploads and what people send, by file_id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from bot.simulator.errors import bad_request
from bot.simulator.values import Json, Value

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
# Sent by a bot, these become a file of that kind; a voice or sticker has no caption of its own.
KINDS = ("photo", "animation", "video", "document", "voice", "sticker")
MAGIC = (
    (b"\x89PNG", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF8", "image/gif", "gif"),
    (b"%PDF", "application/pdf", "pdf"),
    (b"OggS", "audio/ogg", "ogg"),
)


@dataclass(frozen=True)
class Upload:
    """One multipart file part."""

    name: str
    content: bytes


@dataclass(frozen=True)
class File:
    """A stored file; equal content of one kind has one `unique_id`."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    content: bytes = field(repr=False)
    width: int = 0
    height: int = 0

    @property
    def path(self) -> str:
        """Where getFile says it can be downloaded."""
        return f"{self.kind}s/{self.unique_id}.{_extension(self.content)}"

    def to_api(self) -> Value:
        """The PhotoSize list, Animation, Video, Document, Voice or Sticker object."""
        base: Json = {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }
        size = {"width": self.width, "height": self.height}
        if self.kind == "photo":
            return [base | size]
        if self.kind == "voice":
            return base | {"duration": 3, "mime_type": self.mime}
        if self.kind == "sticker":
            return base | size | {"type": "regular", "is_animated": False, "is_video": False}
        named = base | {"file_name": self.name, "mime_type": self.mime}
        return named if self.kind == "document" else named | size | {"duration": 3}


class Files:
    """All files of one bot; a file_id is that bot's own, another bot's is refused."""

    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._by_id: dict[str, File] = {}
        self._by_unique_id: dict[str, File] = {}

    def add(self, kind: str, upload: Upload) -> File:
        """Store an upload; raises ApiError when it is too big or no picture."""
        _check_size(kind, upload)
        mime = _mime(upload.content)
        width, height = _dimensions(kind, upload.content)
        digest = hashlib.sha256(kind.encode() + upload.content).hexdigest()
        unique_id = f"AQ{digest[:14]}"
        file_id = f"AgAC{self._bot_id}-{kind}-{digest[:32]}"
        file = File(file_id, unique_id, kind, upload.name, mime, upload.content, width, height)
        self._by_id[file_id] = self._by_unique_id[unique_id] = file
        return file

    def by_id(self, file_id: str, kind: str | None = None) -> File:
        """The file of an id; raises ApiError for an unknown id or another kind."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if kind and file.kind != kind:
            raise bad_request(
                f"type of file mismatch: can't use file of type {file.kind.title()} "
                f"as {kind.title()}"
            )
        return file

    def by_unique_id(self, unique_id: str) -> File | None:
        """The file the page asks for."""
        return self._by_unique_id.get(unique_id)

    def by_path(self, path: str) -> File | None:
        """The file at a getFile path."""
        return next((file for file in self._by_id.values() if file.path == path), None)


def _check_size(kind: str, upload: Upload) -> None:
    size = len(upload.content)
    if not size:
        raise bad_request("file must be non-empty")
    if kind == "photo" and size > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO_BYTES} bytes"
        )


def _mime(content: bytes) -> str:
    if content[4:8] == b"ftyp":
        return "video/mp4"
    known = (mime for magic, mime, _ in MAGIC if content.startswith(magic))
    return next(known, "application/octet-stream")


def _extension(content: bytes) -> str:
    if content[4:8] == b"ftyp":
        return "mp4"
    return next((end for magic, _, end in MAGIC if content.startswith(magic)), "bin")


def _dimensions(kind: str, content: bytes) -> tuple[int, int]:
    try:
        with Image.open(BytesIO(content)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError) as error:
        if kind == "photo":
            raise bad_request("IMAGE_PROCESS_FAILED") from error
        return 0, 0
    extreme = max(width, height) > 20 * min(width, height) or width + height > 10_000
    if kind == "photo" and extreme:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
