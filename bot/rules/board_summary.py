"""The summary of a debrief for the group itself: the same facts that a note to the board is made of."""

from datetime import datetime

from bot.chat.dates import today_of
from bot.rules.board_lines import NewLine, Watch, flawless, lines_from
from bot.rules.board_material import material
from bot.rules.board_reading import Read
from bot.rules.board_themes import voted_themes
from storage.store import Store
from storage.tables import BoardLine, Cohort


async def summary_lines(store: Store, cohort: Cohort, watch: Watch, now: datetime) -> tuple[Read, ...]:
    """As things stand now; a line that says what no line may say is left out."""
    made = await material(store, cohort, today_of(cohort, now), await voted_themes(store, cohort))
    owners = {one.project.id: one.owner_names for one in await store.projects.of(cohort.id)}
    well = [line for line, stands in flawless(lines_from(made, watch.words), watch) if stands]
    return tuple(Read(at, _row(at, one), one.text, owners.get(one.project, ())) for at, one in enumerate(well, 1))


def _row(position: int, line: NewLine) -> BoardLine:
    return BoardLine(note_id="", position=position, part=line.part, sealed=b"")
