"""A short note to the board: what stands in it now, in a few lines."""

from collections.abc import Iterator, Sequence

from bot.chat.action import Run
from bot.chat.dates import day
from bot.rules.board_lines import ASKS, PROJECTS, Material, Watch, facts_ahead, facts_from
from bot.rules.board_reading import SENT, Read
from prompts.message import Button, Item, Message
from prompts.words import Words, plain
from storage.projects import STOPPED, Charter
from storage.tables import BoardNote, Cohort

START = "start"  # the first of these notes, before anything was held


def update_message(
    watch: Watch, cohort: Cohort, which: str, made: Material, *, projects: Sequence[Charter], waiting: int
) -> Message:
    """Facts, each project with its state and its latest line, and how many asks wait; names nobody but owners."""
    words = watch.words
    told = facts_ahead(made, words) if which == START else facts_from(made, words)
    facts = "\n".join(f"- {plain(text)}" for text in told)
    head = words.say(f"board_update.head_{which}", name=cohort.name)
    asks = words.say("board_update.asks_wait", number=waiting) if waiting else ""
    items = tuple(Item(text) for text in _projects(watch, projects))
    buttons = (Button(words.label("board.open"), Run(f"board cohort {cohort.id}").pack()),)
    return Message("\n\n".join(one for one in (head, facts, asks) if one), items=items, buttons=buttons)


def unanswered(note: BoardNote | None, lines: Sequence[Read]) -> int:
    """How many asks of a note that was sent have no answer."""
    if note is None or note.state != SENT or note.sent_at is None:
        return 0
    return sum(one.line.part == ASKS and one.stands and one.line.answered_at is None for one in lines)


def _projects(watch: Watch, projects: Sequence[Charter]) -> Iterator[str]:
    for one in projects:
        if not one.stands or one.project.state == STOPPED:
            continue
        yield _unheard(watch.words, one) if one.latest is None else _heard(watch, one, one.latest.line)


def _unheard(words: Words, charter: Charter) -> str:
    """Of which nobody has said how it stands, and so nobody else does."""
    project, people = charter.project, ", ".join(charter.owner_names)
    return words.say("board_update.unheard", name=project.name, day=day(project.test_on, words), people=people)


def _heard(watch: Watch, charter: Charter, line: str) -> str:
    """As an owner said last; a line that the board may not read is left out."""
    words, project = watch.words, charter.project
    gaps = {"name": project.name, "what": words.label(f"board_update.{project.state}")}
    text = "" if watch.flaw(PROJECTS, line) else line
    return words.say("board_update.project", text=text, people=", ".join(charter.owner_names), **gaps)
