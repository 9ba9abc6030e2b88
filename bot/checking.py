"""`python -m bot check`: whether all that the bot would say, and when, is written down without mistakes."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.care.care import Care
from bot.coach.caution import Caution
from bot.coach.ladder import Ladder
from prompts.hours import is_quiet
from prompts.library import PROGRAM, Library
from prompts.mistakes import Mistake, Mistakes, Source
from prompts.program import Participant


def check(folder: Path) -> int:
    """Reads the program and every language's words; prints what is wrong, or what is there.

    Returns the exit code: 0 when all is well, 1 when there are mistakes.
    """
    others = [*_coach_mistakes(folder), *_care_mistakes(folder)]
    try:
        library = Library.load(folder)
    except Mistakes as trouble:
        return _told(Mistakes([*trouble.found, *others]))
    if others:
        return _told(Mistakes(others))
    for one in _moved(folder, library):
        sys.stdout.write(f"{one}\n")
    sys.stdout.write(_summary(library) + "\n")
    return 0


def _told(mistakes: Mistakes) -> int:
    sys.stdout.write(f"{mistakes}\n\nTo put right: {len(mistakes.found)}. Nothing has been changed.\n")
    return 1


def _summary(library: Library) -> str:
    program = library.program
    fewest = min(len(words.wordings) for prompts in library.prompts.values() for words in prompts.values())
    return (
        f"All well: {len(program.prompts)} prompts, {fewest} wordings or more each, "
        f"{program.messages} messages a participant; languages: {', '.join(library.words)}."
    )


def _moved(folder: Path, library: Library) -> Iterator[Mistake]:
    """Prompts at an hour that is quiet for everybody who has not changed it. They may be meant so."""
    file = folder / PROGRAM
    source = Source(file.relative_to(folder.parent).as_posix(), file.read_text("utf-8-sig"))
    lines, usual = source.toml_lines(), Participant("anybody", "UTC")
    for prompt in library.program.prompts:
        at = prompt.moment.at
        if prompt.moment.edge is None and at and is_quiet(at, usual.quiet_from, usual.quiet_to):
            yield Mistake(
                source.name,
                lines.get(f"{prompt.phase}.{prompt.key}.when", 1),
                f"a warning: {prompt.key} at {at:%H:%M} is in the usual quiet hours, {usual.quiet_from:%H:%M} to "
                f"{usual.quiet_to:%H:%M}, so it comes only at {usual.quiet_to:%H:%M}",
            )


def _coach_mistakes(folder: Path) -> Iterator[Mistake]:
    """What is wrong with the questions of the built-in coach, and with what a language model is checked against."""
    for file in sorted([*folder.glob("*/coach.toml"), *folder.glob("*/coach_model.toml")]):
        source = Source(file.relative_to(folder.parent).as_posix(), file.read_text("utf-8"))
        if source.toml() is not None:
            _try(source, file)
        yield from source.mistakes


def _care_mistakes(folder: Path) -> Iterator[Mistake]:
    """What is wrong with the words by which distress, concerns and details of patients are found."""
    try:
        Care.read(folder)
    except Mistakes as trouble:
        yield from trouble.found


def _try(source: Source, file: Path) -> None:
    try:
        Ladder.read(file) if file.name == "coach.toml" else Caution.read(file.parent)
    except ValueError as trouble:
        sentence = str(trouble).removeprefix(f"{file}: ")
        named = sentence.split(maxsplit=1)[0]  # the coach begins its sentence with the key that is wrong
        source.wrong(source.toml_lines().get(named, 1), sentence)
