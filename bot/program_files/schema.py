"""JSON schemas that let an editor complete and check programme files while they are written.

`python -m bot.program_files.schema` writes them into programs/schema.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.domain.flags.thresholds import Thresholds
from bot.domain.program.advice import Advice
from bot.domain.program.conditions import Conditions
from bot.domain.program.exercise import Exercise
from bot.domain.program.plan import Plan

_MODELS: dict[str, type[BaseModel]] = {
    "exercise": Exercise,
    "plan": Plan,
    "advice": Advice,
    "conditions": Conditions,
}


def schemas() -> Iterator[tuple[str, str]]:
    """File name and content of each schema."""
    for name, model in _MODELS.items():
        schema = model.model_json_schema(by_alias=True)
        # The file's name is the id, and editors name their schema by a comment.
        schema["properties"].pop("id", None)
        if model is Plan:
            schema["properties"]["flags"] = _flags()
        yield f"{name}.json", json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def write(folder: Path) -> None:
    """Write every schema into a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in schemas():
        (folder / name).write_text(text, encoding="utf-8")


def _flags() -> dict[str, Any]:
    """A plan's thresholds; its expected course has a place of its own."""
    schema = Thresholds.model_json_schema()
    del schema["properties"]["course"], schema["$defs"]
    return schema


if __name__ == "__main__":
    write(Path("programs/schema"))
