"""What is wrong in the files of this folder, said so that whoever wrote them can put it right.

These sentences stand here and not with the other words: they must be readable when the words are not.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from prompts.notation import misread

_TABLE = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*([\w.-]+|"[^"]*")\s*=""")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing that is wrong. `line` counts from 1."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class Mistakes(Exception):
    """Everything that was found wrong, in the order of files and lines."""

    def __init__(self, found: Sequence[Mistake]) -> None:
        self.found = tuple(sorted(found))
        super().__init__("\n".join(str(one) for one in self.found))


@dataclass(frozen=True, slots=True)
class Source:
    """One file while it is being read. `name` is what a mistake calls it; `first_line` is where `text` starts."""

    name: str
    text: str
    mistakes: list[Mistake] = field(default_factory=list)
    first_line: int = 1

    def wrong(self, line: int, sentence: str) -> None:
        self.mistakes.append(Mistake(self.name, line, sentence))

    def toml(self) -> dict[str, Any] | None:
        """The text as TOML; None, and one mistake, where it is not."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as trouble:
            line, sentence = misread(self.text, trouble)
            self.wrong(self.first_line + line - 1, sentence)
            return None

    def toml_lines(self) -> dict[str, int]:
        """On which line each table and key of a TOML text stands, by dotted key."""
        found: dict[str, int] = {}
        table, inside = "", False
        for number, line in enumerate(self.text.splitlines(), self.first_line):
            key = None if inside else _key(table, line)
            inside ^= line.count('"""') % 2 == 1
            if key is None:
                continue
            table = key if _TABLE.match(line) else table
            found.setdefault(key, number)
        return found


def _key(table: str, line: str) -> str | None:
    if opened := _TABLE.match(line):
        return opened[1]
    if named := _KEY.match(line):
        return f"{table}.{named[1]}".lstrip(".").replace('"', "")
    return None
