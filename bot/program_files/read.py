"""Reads the files of the programme folder one by one and keeps count of what is wrong."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.domain.program.advice import Advice
from bot.domain.program.exercise import Exercise
from bot.domain.program.plan import Plan
from bot.domain.program.problem import Problem
from bot.domain.program.words import Data
from bot.program_files import mistakes

D = TypeVar("D", bound=Data)
Filed = TypeVar("Filed", Exercise, Plan, Advice)

# Ids travel inside Telegram's buttons, which hold 64 bytes.
_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")


@dataclass(slots=True)
class Reading:
    """What has been read so far, and what was wrong with it."""

    folder: Path
    hashes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def one(self, path: Path, model: type[D]) -> D | None:
        """A file as its model; None, with its problems noted, when it does not fit."""
        try:
            raw = path.read_bytes()
            self.hashes[self._name(path)] = sha256(raw).hexdigest()
            found: D = _parsed(model, raw)
        except ValidationError as error:
            self.problems.extend(mistakes.problems(self._name(path), model, error))
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            self._note(path, f"line {line} is not UTF-8 text; save the file as UTF-8")
        except RecursionError:
            self._note(path, "cannot be read: brackets within brackets without end")
        except ValueError as error:
            # TOMLDecodeError, and what int() says of a number of thousands of digits.
            self._note(path, f"cannot be read: {error}")
        except FileNotFoundError:
            self._note(path, "is missing")
        except OSError as error:
            self._note(path, f"cannot be opened: {error.strerror}")
        else:
            return found
        return None

    def all_in(self, name: str, model: type[Filed]) -> dict[str, Filed]:
        """Every file of a subfolder by its id; those starting with "_" are templates."""
        found: dict[str, Filed] = {}
        for path in self.files(name):
            entry = self.one(path, model)
            if entry is not None:
                self._note_name(path, entry.id)
                found[path.stem] = entry.model_copy(update={"id": path.stem})
        return found

    def files(self, name: str) -> list[Path]:
        """The files of a subfolder that are read."""
        return sorted(p for p in (self.folder / name).glob("*.toml") if not p.name.startswith("_"))

    def stray(self, name: str) -> list[str]:
        """Files that look like one of ours but are not read, such as `bridge.toml.txt`."""
        files = self.files(name)
        seen = (p for p in (self.folder / name).glob("[!_.]*") if p not in files)
        ends = (".toml", ".toml.txt")
        return sorted(f"{name}/{p.name}" for p in seen if p.name.lower().endswith(ends))

    def _note(self, path: Path, message: str) -> None:
        self.problems.append(Problem(self._name(path), "", message))

    def _note_name(self, path: Path, given_id: str) -> None:
        if not _ID.fullmatch(path.stem):
            message = "the file's name is the id: a-z, 0-9 and _, at most 32, a letter first"
            self.problems.append(Problem(self._name(path), "", message, path.name))
        if given_id not in ("", path.stem):
            message = "the file's name is the id; leave this line out"
            self.problems.append(Problem(self._name(path), "id", message, f'"{given_id}"'))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


@lru_cache(maxsize=256)
def _parsed(model: type[Data], content: bytes) -> Any:
    """A file's content as its model; the same content is read once, as nothing changes it."""
    # Some editors put a byte order mark first, which TOML does not know.
    return model.model_validate(tomllib.loads(content.decode("utf-8-sig")))
