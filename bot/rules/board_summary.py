"""The summary of a debrief for the group itself: the same facts that a note to the board is made of."""

from datetime import datetime

from bot.chat.action import GetDocument, GiveToRoom
from bot.chat.dates import today_of
from bot.rules.board_lines import NewLine, Watch, flawless, lines_from
from bot.rules.board_material import material
from bot.rules.board_reading import Read
from bot.rules.board_themes import voted_themes
from bot.rules.printing import MARKDOWN, SUMMARY, WORD
from prompts.message import Button
from prompts.words import Words
from storage.store import Store
from storage.tables import BoardLine, Cohort

_FORMS = (WORD, MARKDOWN)  # a chart alone says nothing of a debrief


async def summary_lines(store: Store, cohort: Cohort, watch: Watch, now: datetime) -> tuple[Read, ...]:
    """As things stand now; a line that says what no line may say is left out."""
    made = await material(store, cohort, today_of(cohort, now), await voted_themes(store, cohort))
    owners = {one.project.id: one.owner_names for one in await store.projects.of(cohort.id)}
    well = [line for line, stands in flawless(lines_from(made, watch.words), watch) if stands]
    return tuple(Read(at, _row(at, one), one.text, owners.get(one.project, ())) for at, one in enumerate(well, 1))


def summary_buttons(cohort: Cohort, words: Words, *, leads: bool) -> tuple[Button, ...]:
    """The summary as a document: for oneself, and (for who leads) for everybody in the cohort's room."""
    own = [Button(words.label(f"documenting.{one}"), GetDocument(SUMMARY, one, cohort.id).pack()) for one in _FORMS]
    if leads and cohort.room:
        own.append(Button(words.label("documenting.give_to_room"), GiveToRoom(SUMMARY, WORD, cohort.id).pack()))
    return tuple(own)


def _row(position: int, line: NewLine) -> BoardLine:
    return BoardLine(note_id="", position=position, part=line.part, sealed=b"")
