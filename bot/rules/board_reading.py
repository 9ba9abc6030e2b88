"""Who may read the note to the board, and its lines as they are read."""

from dataclasses import dataclass, field

from bot.rules.board_lines import PARTS
from bot.rules.visibility import Role, board_line
from storage.store import Store
from storage.tables import BoardLine, BoardNote

DRAFT, READING, APPROVED, SENT = "draft", "reading", "approved", "sent"
IN, OUT = "in", "out"


@dataclass(frozen=True, slots=True)
class Read:
    """One line with its words. `number` is its place among all lines of the note, counted from 1."""

    number: int
    line: BoardLine
    text: str = field(repr=False)
    owners: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        return self.line.state == IN


async def read_note(store: Store, note: BoardNote, role: Role) -> tuple[Read, ...]:
    """The lines that somebody may read in that capacity, each with the owners of its project by name."""
    owners = {one.project.id: one.owner_names for one in await store.projects.of(note.cohort_id)}
    lines = sorted(await store.boards.lines(note.id), key=lambda one: (PARTS.index(one.part), one.position))
    numbered = enumerate(lines, 1)
    granted = ((number, line, board_line(role, note, line)) for number, line in numbered)
    return tuple(
        [
            Read(number, line, await store.boards.open(note, line, grant), owners.get(line.project_id, ()))
            for number, line, grant in granted
            if grant
        ]
    )
