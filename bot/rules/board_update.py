"""A short note to the board: what stands in it now, in a few lines."""

from collections.abc import Iterator, Sequence

from bot.chat.action import Run
from bot.rules.board_lines import ASKS, FACTS, PROJECTS, Material, Watch, lines_from
from bot.rules.board_reading import SENT, Read
from prompts.message import Button, Item, Message
from prompts.words import plain
from storage.projects import STOPPED, Charter
from storage.tables import BoardNote, Cohort


def update_message(
    watch: Watch, cohort: Cohort, which: str, made: Material, *, projects: Sequence[Charter], waiting: int
) -> Message:
    """Facts, each project with its state and its latest line, and how many asks wait; names nobody but owners."""
    words = watch.words
    facts = "\n".join(f"- {plain(line.text)}" for line in lines_from(made, words) if line.part == FACTS)
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
        words, line = watch.words, one.latest.line if one.latest else ""
        if not line or watch.flaw(PROJECTS, line):
            line = words.label("board_update.nothing_said")
        state = words.label(f"board_update.{one.project.state}")
        gaps = {"name": one.project.name, "what": state, "text": line, "people": ", ".join(one.owner_names)}
        yield words.say("board_update.project", **gaps)
