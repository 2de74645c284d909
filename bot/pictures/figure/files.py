"""The rendered files beside the programmes, and which of them are out of date.

`<id>.gif` and `<id>.png` are kept with the hash of their inputs in `index.json`.
"""

import hashlib
import io
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PIL import Image

from bot.domain.figure.spec import FigureSpec
from bot.pictures.figure.gif import animation
from bot.pictures.figure.scene import Scene

# Raise it when a change of the drawing code should redraw every figure.
RENDERER: Final = 8
INDEX: Final = "index.json"
_STILL_COLOURS = 96


def read(exercises: Path) -> dict[str, FigureSpec]:
    """The `[figure]` table of every exercise file in a folder, by the file's name.

    A name with a leading underscore is a template.

    Raises ValueError that names the file when a table is broken.
    """
    found = {}
    for path in sorted(exercises.glob("[!_]*.toml")):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8")).get("figure")
            if table is not None:
                found[path.stem] = FigureSpec.model_validate(table)
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from error
    return found


def digest(spec: FigureSpec) -> str:
    """The hash of everything a picture is made from."""
    inputs = json.dumps([RENDERER, spec.model_dump(mode="json")], sort_keys=True)
    return hashlib.sha256(inputs.encode()).hexdigest()[:16]


def stale(figures: Mapping[str, FigureSpec], folder: Path) -> list[str]:
    """The exercises whose pictures are missing or were made from other inputs."""
    kept = index(folder)
    return [name for name, spec in figures.items() if not _fresh(name, spec, kept, folder)]


def _fresh(name: str, spec: FigureSpec, kept: Mapping[str, str], folder: Path) -> bool:
    files = (gif_path(folder, name), still_path(folder, name))
    return kept.get(name) == digest(spec) and all(f.is_file() for f in files)


def gif_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.gif"


def still_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.png"


def index(folder: Path) -> dict[str, str]:
    """Exercise to input hash, as last rendered; empty when nothing was."""
    path = folder / INDEX
    found: dict[str, str] = json.loads(path.read_text()) if path.is_file() else {}
    return found


def write_index(folder: Path, hashes: Mapping[str, str]) -> None:
    text = json.dumps(dict(sorted(hashes.items())), indent=1)
    (folder / INDEX).write_text(text + "\n", encoding="utf-8")


def render(name: str, spec: FigureSpec, folder: Path) -> str:
    """Draws one exercise's two files and returns the hash of its inputs."""
    scene = Scene.of(spec)
    still_path(folder, name).write_bytes(png(scene.still()))
    gif_path(folder, name).write_bytes(animation(scene))
    return digest(spec)


def png(image: Image.Image) -> bytes:
    """A small palette PNG: the drawing has few colours."""
    out = io.BytesIO()
    few = image.quantize(_STILL_COLOURS, kmeans=2, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()
