"""`python -m bot check`: whether all that the bot would say, and when, is written down without mistakes."""

import sys
from pathlib import Path

from prompts.library import Library
from prompts.mistakes import Mistakes


def check(folder: Path) -> int:
    """Reads the program and every language's words; prints what is wrong, or what is there.

    Returns the exit code: 0 when all is well, 1 when there are mistakes.
    """
    try:
        library = Library.load(folder)
    except Mistakes as trouble:
        found = len(trouble.found)
        sys.stdout.write(f"{trouble}\n\nTo put right: {found}. Nothing has been changed.\n")
        return 1
    sys.stdout.write(_summary(library) + "\n")
    return 0


def _summary(library: Library) -> str:
    program = library.program
    fewest = min(len(words.wordings) for prompts in library.prompts.values() for words in prompts.values())
    return (
        f"All well: {len(program.prompts)} prompts, {fewest} wordings or more each, "
        f"{program.messages} messages a participant; languages: {', '.join(library.words)}."
    )
