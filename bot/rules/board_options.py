"""The lines of a note to the board, as they stand in a list to choose from."""

from collections.abc import Iterable

from bot.rules.board_reading import Read
from prompts.message import Option
from prompts.words import Words

_SHORT = 60  # characters of a line that tell it from the others; an option of Slack's holds 75


def line_options(reads: Iterable[Read], words: Words) -> tuple[Option, ...]:
    """Each by its number and its first words."""
    return tuple(
        Option(read.line.id, words.label("board.line_option", number=read.number, text=_short(read.text)))
        for read in reads
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
